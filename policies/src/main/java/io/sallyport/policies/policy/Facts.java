package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a decision may see. Immutable; the same facts under the same snapshot always give the same decision, so facts that are
 * kept ({@link #json()}) can be decided again under another policy.
 *
 * @param at when the work would begin, UTC, whole seconds (a fraction is cut off)
 * @param asked how long it would last, whole seconds, not zero
 * @param ticket known, none given, or unknown because the ticket system did not answer
 * @param maintenance end (exclusive) of a declared maintenance of the target that is open at {@code at}
 * @param breakGlass whether the requester asks for emergency access; only then are such rules looked for
 * @param named the rule that the requester wants used, when several fit
 */
public record Facts(Requester requester, Target target, LoginName login, Instant at, Duration asked,
        Fact<Ticket> ticket, Fact<Instant> maintenance, boolean breakGlass, Optional<RuleId> named) {

    /**
     * Who asks.
     *
     * @param kind a human, or an account for automation
     * @param groups empty when the directory did not answer
     * @param mfa how the person is proved now; empty when that is not known
     * @param source address the request comes from; empty when that is not known
     */
    public record Requester(PersonName person, PersonKind kind, OrganisationName organisation,
            Optional<Set<GroupName>> groups, Optional<Mfa> mfa, Optional<InetAddress> source) {
        public Requester {
            groups = groups.map(Set::copyOf);
            source = source.map(Requester::withoutScope);
        }

        /** A scope is a name of this machine's interface and says nothing about where somebody is. */
        private static InetAddress withoutScope(InetAddress address) {
            try {
                return InetAddress.getByAddress(address.getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalStateException("the bytes are an address's own", e);
            }
        }
    }

    /**
     * Where.
     *
     * @param labels from the inventory; one that is missing is known to be absent
     * @param owner group that answers for the target
     */
    public record Target(TargetName name, Map<String, String> labels, GroupName owner) {
        public Target {
            labels = Map.copyOf(labels);
        }
    }

    public Facts {
        at = at.truncatedTo(ChronoUnit.SECONDS);
        asked = Duration.ofSeconds(asked.toSeconds());
        if (maintenance instanceof Fact.Known<Instant>(Instant end)) {
            Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
            // One that is over is none.
            maintenance = whole.isAfter(at) ? Fact.known(whole) : Fact.absent();
        }
        if (!asked.isPositive()) {
            throw new IllegalArgumentException("a request for no time at all");
        }
    }

    /** An ordinary request about which neither ticket nor maintenance is known. */
    public static Facts of(Requester requester, Target target, LoginName login, Instant at, Duration asked) {
        return new Facts(requester, target, login, at, asked, Fact.unknown(), Fact.unknown(), false,
                Optional.empty());
    }

    public Facts withTicket(Fact<Ticket> other) {
        return new Facts(requester, target, login, at, asked, other, maintenance, breakGlass, named);
    }

    public Facts withMaintenance(Fact<Instant> other) {
        return new Facts(requester, target, login, at, asked, ticket, other, breakGlass, named);
    }

    public Facts withBreakGlass(boolean other) {
        return new Facts(requester, target, login, at, asked, ticket, maintenance, other, named);
    }

    public Facts withNamed(Optional<RuleId> other) {
        return new Facts(requester, target, login, at, asked, ticket, maintenance, breakGlass, other);
    }

    public Facts withTime(Instant otherAt, Duration otherAsked) {
        return new Facts(requester, target, login, otherAt, otherAsked, ticket, maintenance, breakGlass,
                named);
    }

    public Facts withRequester(Requester other) {
        return new Facts(other, target, login, at, asked, ticket, maintenance, breakGlass, named);
    }

    public Facts withTarget(Target other) {
        return new Facts(requester, other, login, at, asked, ticket, maintenance, breakGlass, named);
    }

    /** {@code sallyport-facts/1}; its {@link Json#canonical()} bytes are the one spelling of these facts. */
    public Json.Obj json() {
        return FactsCodec.encode(this);
    }

    /** @throws io.sallyport.policies.json.JsonFormatException when it is no {@code sallyport-facts/1} */
    public static Facts parse(Json.Obj json) {
        return FactsCodec.decode(json);
    }
}
