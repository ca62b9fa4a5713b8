package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Arrival;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;

/** One command being run: who asks, whom it may ask, and where it speaks. */
record Call(Caller caller, Desks desks, Say say) {
    /** How the caller comes to ask for something on a target. */
    Arrival arrival(TargetName target) {
        InetAddress source = caller.source().getAddress();
        return Arrival.from(source).with(caller.byKey().or(desks.proofs().level(person().name(),
                new KeyFingerprint(caller.key().fingerprint()), source, target)));
    }

    Person person() {
        return caller.person();
    }
}
