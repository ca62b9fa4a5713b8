package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One condition of a rule. {@code wanted} is the same for every decision, so it is made once, with the rule. */
sealed interface Condition
        permits Condition.Groups, Condition.Named, Condition.Kind, Condition.Label, Condition.TicketField,
        Condition.MfaAtLeast,
        Condition.MfaBelow, Condition.Source, Condition.AtMost, TimeWindow {
    /** The field as it stands in the rule: {@code who.group}. No rule has two conditions of one field. */
    String field();

    String wanted();

    Check check(Seen seen, RuleKind kind);

    /** Whether this holds whenever {@code other}, of the same field, does; no is also said when that is not sure. */
    boolean covers(Condition other);

    /** Whether this never holds together with {@code other}; no is also said when that is not sure. */
    boolean excludes(Condition other);

    /** Whether it says whom the rule is about. */
    default boolean aboutWho() {
        return false;
    }

    /** Whether the rule does not say it: then it is only shown where it fails. */
    default boolean understood() {
        return false;
    }

    /**
     * People, or accounts for automation. An allow rule that does not say which is for people.
     *
     * @param understood the rule does not say it
     */
    record Kind(PersonKind kind, boolean understood) implements Condition {
        @Override
        public String field() {
            return "who.kind";
        }

        @Override
        public String wanted() {
            return kind.code();
        }

        @Override
        public boolean aboutWho() {
            return true;
        }

        @Override
        public Check check(Seen seen, RuleKind rule) {
            PersonKind have = seen.facts.requester().kind();
            return Check.of(field(), have == kind, wanted(), have.code(), kind == PersonKind.HUMAN
                    ? "This rule is for people, not for service accounts"
                    : "This rule is for service accounts");
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof Kind same && same.kind == kind;
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof Kind same && same.kind != kind;
        }
    }

    /** Groups of the requester, who may have several: two groups never exclude each other. */
    record Groups(Choice choice, String wanted) implements Condition {
        static final String FIELD = "who.group";

        Groups(Choice choice) {
            this(choice, choice.text());
        }

        @Override
        public String field() {
            return FIELD;
        }

        @Override
        public boolean aboutWho() {
            return true;
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            if (seen.groups.isEmpty()) {
                return Check.unknown(FIELD, wanted, "The directory does not answer; try again later");
            }
            return Check.of(FIELD, choice.allowsOneOf(seen.groups.get()), wanted, seen.groupsText,
                    "This rule is for other groups");
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof Groups groups && choice.complement() == groups.choice.complement()
                    && choice.covers(groups.choice);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof Groups groups && choice.complement() != groups.choice.complement()
                    && choice.excludes(groups.choice);
        }
    }

    /** A fact that is always known and has one value. */
    record Named(Subject subject, Choice choice, String wanted) implements Condition {
        Named(Subject subject, Choice choice) {
            this(subject, choice, choice.text());
        }

        @Override
        public String field() {
            return subject.field;
        }

        @Override
        public boolean aboutWho() {
            return subject == Subject.PERSON || subject == Subject.PROVIDER;
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            String have = subject.of(seen.facts);
            if (choice.allows(have)) {
                return Check.passed(subject.field, wanted, have);
            }
            return Check.failed(subject.field, wanted, have,
                    subject == Subject.LOGIN ? "Ask with --as " + wanted : subject.remedy);
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof Named named && choice.covers(named.choice);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof Named named && choice.excludes(named.choice);
        }
    }

    /** What a {@link Named} condition is about. */
    enum Subject {
        PERSON("who.person", "This rule is for other people"), PROVIDER("who.provider",
                "This rule is for other companies"), OWNER("where.owner",
                        "This rule is for targets of other owners"), LOGIN("login", "");

        private final String field;
        private final String remedy;

        Subject(String field, String remedy) {
            this.field = field;
            this.remedy = remedy;
        }

        private String of(Facts facts) {
            return switch (this) {
                case PERSON -> facts.requester().person().value();
                case PROVIDER -> facts.requester().organisation().value();
                case OWNER -> facts.target().owner().value();
                case LOGIN -> facts.login().value();
            };
        }
    }

    /** A label of the target. One that it does not have is none of those listed, and one of "anything but" them. */
    record Label(String name, String field, Choice choice, String wanted) implements Condition {
        Label(String name, Choice choice) {
            this(name, "where." + name, choice, choice.text());
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            Optional<String> have = Optional.ofNullable(seen.facts.target().labels().get(name));
            return Check.of(field, have.map(choice::allows).orElse(choice.complement()), wanted,
                    have.orElse("no such label"), "This rule is for other targets");
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof Label label && choice.covers(label.choice);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof Label label && choice.excludes(label.choice);
        }
    }

    /** A field of the ticket. */
    record TicketField(String name, String field, Choice choice, String wanted) implements Condition {
        TicketField(String name, Choice choice) {
            this(name, "ticket." + name, choice, choice.text());
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            return switch (seen.facts.ticket()) {
                case Fact.Unknown<Ticket> _ -> Check.unknown(field, wanted,
                        "It is not known now what the ticket says");
                // Whoever asks about a ticket before opening a way wants one to be there, also with "anything
                // but".
                case Fact.Absent<Ticket> _ -> Check.of(field, choice.complement() && kind != RuleKind.ALLOW,
                        wanted, "no ticket", "Name a ticket whose " + name + " is " + wanted);
                case Fact.Known<Ticket>(Ticket ticket) -> known(ticket);
            };
        }

        private Check known(Ticket ticket) {
            Optional<String> have = Optional.ofNullable(ticket.fields().get(name));
            return Check.of(field, have.map(choice::allows).orElse(choice.complement()), wanted,
                    have.orElse("empty"), "The ticket's " + name + " must be " + wanted + ", is "
                            + have.orElse("empty"));
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof TicketField ticket && choice.covers(ticket.choice);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof TicketField ticket && choice.excludes(ticket.choice);
        }
    }

    /** Proved at least so well. */
    record MfaAtLeast(Mfa least, String wanted) implements Condition {
        MfaAtLeast(Mfa least) {
            this(least, "at least " + least.text());
        }

        @Override
        public String field() {
            return "who.mfa";
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            Optional<Mfa> have = seen.facts.requester().mfa();
            return have.isEmpty()
                    ? Check.unknown(field(), wanted, "Log in with " + least.how())
                    : Check.of(field(), have.get().atLeast(least), wanted, have.get().text(),
                            "Log in with " + least.how());
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof MfaAtLeast mfa && mfa.least.atLeast(least);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof MfaBelow below && least.atLeast(below.limit);
        }
    }

    /** Proved less well than this. */
    record MfaBelow(Mfa limit, String wanted) implements Condition {
        MfaBelow(Mfa limit) {
            this(limit, "below " + limit.text());
        }

        @Override
        public String field() {
            return "who.mfa_below";
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            Optional<Mfa> have = seen.facts.requester().mfa();
            return have.isEmpty()
                    ? Check.unknown(field(), wanted, "This rule is for weaker logins")
                    : Check.of(field(), !have.get().atLeast(limit), wanted, have.get().text(),
                            "This rule is for weaker logins");
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof MfaBelow below && limit.atLeast(below.limit);
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof MfaAtLeast atLeast && atLeast.least.atLeast(limit);
        }
    }

    /** From one of these networks. */
    record Source(List<Cidr> networks, String wanted) implements Condition {
        private static final String REMEDY = "Connect from one of these networks";

        Source(List<Cidr> networks) {
            this(List.copyOf(networks),
                    networks.stream().map(Cidr::toString).collect(Collectors.joining(" or ")));
        }

        @Override
        public String field() {
            return "who.source";
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            return seen.facts.requester().source()
                    .map(address -> Check.of(field(),
                            networks.stream().anyMatch(network -> network.contains(address)), wanted,
                            seen.sourceText, REMEDY))
                    .orElseGet(() -> Check.unknown(field(), wanted, REMEDY));
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof Source source && source.networks.stream()
                    .allMatch(theirs -> networks.stream().anyMatch(mine -> mine.covers(theirs)));
        }

        @Override
        public boolean excludes(Condition other) {
            return other instanceof Source source && source.networks.stream().noneMatch(
                    theirs -> networks.stream().anyMatch(mine -> mine.covers(theirs) || theirs.covers(mine)));
        }
    }

    /** For no longer than this. */
    record AtMost(Duration max, String wanted, String remedy) implements Condition {
        AtMost(Duration max) {
            this(max, "at most " + Durations.text(max), "Shorten to " + Durations.text(max));
        }

        @Override
        public String field() {
            return "max";
        }

        @Override
        public Check check(Seen seen, RuleKind kind) {
            return Check.of(field(), seen.facts.asked().compareTo(max) <= 0, wanted, seen.askedText, remedy);
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof AtMost atMost && max.compareTo(atMost.max) >= 0;
        }

        @Override
        public boolean excludes(Condition other) {
            return false;
        }
    }
}
