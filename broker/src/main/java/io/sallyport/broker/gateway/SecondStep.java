package io.sallyport.broker.gateway;

import io.sallyport.broker.stepup.Dialogue;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.broker.stepup.StepUpDesk;
import java.util.Optional;

/** Says what has to be shown after the key. Blocking; safe for many threads. */
@FunctionalInterface
public interface SecondStep {
    /** Asks for nothing. */
    SecondStep NONE = _ -> Optional.empty();

    /** What follows for somebody whose key was proven; empty: they may come in. */
    Optional<Dialogue> after(KeyHolder holder);

    /** What policy wants of live grants. {@code console}: its address as people type it, without a path. */
    static SecondStep by(StepUpDesk desk, String console) {
        return holder -> desk.atLogin(holder).map(need -> new Dialogue(desk, holder, need, console));
    }
}
