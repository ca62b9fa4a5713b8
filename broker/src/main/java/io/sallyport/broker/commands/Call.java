package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;

/** One command being run: who asks, whom it may ask, and where it speaks. */
record Call(Caller caller, Desks desks, Say say) {
    /** How the caller comes to ask for something on a target. */
    Arrival arrival(TargetName target) {
        InetAddress source = caller.source().getAddress();
        return Arrival.from(source).with(caller.byKey().or(desks.proofs().level(person().name(),
                new KeyFingerprint(caller.key().fingerprint()), source, target)));
    }

    /** Who calls, with which key and from where, as {@code stepup} knows it. */
    KeyHolder holder() {
        return new KeyHolder(person().name(), new KeyFingerprint(caller.key().fingerprint()),
                caller.source().getAddress(), caller.byKey());
    }

    /** What the caller has shown beyond their key within {@link KeyDesk#RECENT}, for whatever it was. */
    Mfa shownLately() {
        return desks.stepUp().lately(holder(), KeyDesk.RECENT);
    }

    /** The key that was proven for this connection. */
    ShownFactor shownKey() {
        return ShownFactor.key(new KeyFingerprint(caller.key().fingerprint()));
    }

    Person person() {
        return caller.person();
    }
}
