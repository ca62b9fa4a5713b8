package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.TicketEvent;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.departure.Departures;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.keys.KeySettings;
import io.sallyport.broker.keys.Keys;
import io.sallyport.broker.maintenance.MaintenanceDesk;
import io.sallyport.broker.maintenance.Maintenances;
import io.sallyport.broker.provider.InvitationDesk;
import io.sallyport.broker.provider.JoinDesk;
import io.sallyport.broker.provider.ProviderDesks;
import io.sallyport.broker.provider.ProviderViews;
import io.sallyport.broker.provider.RosterDesk;
import io.sallyport.broker.provider.Terms;
import io.sallyport.broker.recording.RecordingVault;
import io.sallyport.broker.request.ActivePolicy;
import io.sallyport.broker.request.Approvers;
import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.Drafting;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.PresentFacts;
import io.sallyport.broker.request.RequestDesk;
import io.sallyport.broker.request.RequestViews;
import io.sallyport.broker.request.ReviewDesk;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.request.Revocations;
import io.sallyport.broker.request.WaitsFor;
import io.sallyport.broker.service.Services;
import io.sallyport.broker.session.Admissions;
import io.sallyport.broker.session.Foresight;
import io.sallyport.broker.session.LeaseKeeper;
import io.sallyport.broker.session.SessionDesk;
import io.sallyport.broker.session.SessionViews;
import io.sallyport.broker.session.SignOutDesk;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.stepup.Needs;
import io.sallyport.broker.stepup.ProofBook;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.broker.stepup.StepUpSettings;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.SqlDecisions;
import io.sallyport.broker.store.SqlDepartures;
import io.sallyport.broker.store.SqlEngagements;
import io.sallyport.broker.store.SqlInvitations;
import io.sallyport.broker.store.SqlKeys;
import io.sallyport.broker.store.SqlMaintenance;
import io.sallyport.broker.store.SqlPeople;
import io.sallyport.broker.store.SqlProjection;
import io.sallyport.broker.store.SqlRequests;
import io.sallyport.broker.store.SqlReviews;
import io.sallyport.broker.store.SqlSessions;
import io.sallyport.broker.store.SqlSightings;
import io.sallyport.broker.store.SqlTargets;
import io.sallyport.broker.store.SqlTokens;
import io.sallyport.broker.target.Enrolment;
import io.sallyport.broker.target.Targets;
import io.sallyport.broker.ticket.TicketSystem;
import io.sallyport.broker.ticket.Tickets;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.token.TokenSettings;
import io.sallyport.evidence.log.Journal;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.Ticket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything the broker decides with, wired, without anything that listens. Owns neither journal nor database: whoever opened
 * them closes them.
 */
public record Domain(AuditTrail trail, People people, Engagements engagements, Targets targets,
        DirectoryDesk directory,
        ActivePolicy policy, SignIn signIn, Drafting drafting, RequestDesk requests,
        RequestViews requestViews, DecisionStore decisions,
        ReviewDesk reviews, ReviewViews reviewViews, Tickets tickets, MaintenanceDesk maintenance,
        ProviderDesks providers,
        Revocations revocations, Admissions admissions, SessionDesk sessions, SessionViews sessionViews,
        LeaseKeeper leases, Foresight foresight, Enrolment enrolment, RecordingVault vault, ProofBook proofs,
        StepUpDesk stepUp, Departures departures, Keys keys, AccountsInUse accounts, TokenDesk tokens,
        Services services, SignOutDesk signOuts) {

    /** The world outside. {@code nanos}: monotonic; {@code tickets}: empty when no ticket system is configured. */
    record Outside(TunnelPort tunnels, Authority authority, Supplier<Enrolment.Endpoint> endpoint,
            Optional<TicketSystem> tickets, InstantSource time,
            LongSupplier nanos, SecureRandom random, StepUpSettings stepUp, StepUpFactors factors,
            KeySettings keys, Terms terms, TokenSettings tokenSettings) {
        /** With what is usual for keys and tokens, and with terms that say nothing. */
        Outside(TunnelPort tunnels, Authority authority, Supplier<Enrolment.Endpoint> endpoint,
                Optional<TicketSystem> tickets, InstantSource time, LongSupplier nanos, SecureRandom random,
                StepUpSettings stepUp, StepUpFactors factors) {
            this(tunnels, authority, endpoint, tickets, time, nanos, random, stepUp, factors,
                    KeySettings.DEFAULT, new Terms("", ""), TokenSettings.STANDARD);
        }

        /** With what is usual for proof beyond the key. */
        Outside(TunnelPort tunnels, Authority authority, Supplier<Enrolment.Endpoint> endpoint,
                Optional<TicketSystem> tickets, InstantSource time, LongSupplier nanos,
                SecureRandom random) {
            this(tunnels, authority, endpoint, tickets, time, nanos, random, StepUpSettings.STANDARD,
                    StepUpFactors.NONE, KeySettings.DEFAULT, new Terms("", ""), TokenSettings.STANDARD);
        }

        /** Without a ticket system. */
        Outside(TunnelPort tunnels, Authority authority, Supplier<Enrolment.Endpoint> endpoint,
                InstantSource time, LongSupplier nanos, SecureRandom random) {
            this(tunnels, authority, endpoint, Optional.empty(), time, nanos, random);
        }
    }

    /**
     * Brings the projection up to the journal and wires the desks.
     *
     * @param origin names the journal; the projection of another one is refused
     * @param recordings folder of the vault, which exists
     * @param commit what git had checked out where the policy came from
     */
    static Domain open(Journal journal, String origin, Database database, Path recordings,
            PolicySnapshot policy, Optional<String> commit,
            Outside outside) {
        AuditTrail trail = new AuditTrail(journal, origin, new SqlProjection(database), new Feed(),
                outside.time);
        SqlPeople peopleStore = new SqlPeople(database);
        SqlEngagements engagementStore = new SqlEngagements(database);
        SqlTargets targetStore = new SqlTargets(database);
        SqlRequests requestStore = new SqlRequests(database);
        SqlSessions sessionStore = new SqlSessions(database);
        People people = new People(peopleStore, outside.time);
        Engagements engagements = new Engagements(engagementStore);
        Targets targets = new Targets(targetStore, engagements, outside.time);
        SqlMaintenance maintenanceStore = new SqlMaintenance(database);
        Maintenances maintenances = new Maintenances(maintenanceStore, outside.time);
        trail.onProjected(events -> {
            if (events.stream().anyMatch(each -> each.event() instanceof MaintenanceEvent)) {
                maintenances.refresh();
            }
            if (touchesSnapshots(events)) {
                people.refresh();
                engagements.refresh();
                targets.refresh();
            }
        });
        ProofBook proofs = new ProofBook(people, outside.stepUp.remember(), outside.nanos);
        trail.onProjected(proofs::committed);
        SqlReviews reviewStore = new SqlReviews(database);
        trail.onProjected(new EmergencyLog());
        ActivePolicy active = new ActivePolicy(trail, policy, commit);
        Tickets tickets = new Tickets(outside.tickets, (id, now) -> trail.record(at -> changed(at, id, now)),
                outside.nanos);
        PresentFacts facts = new PresentFacts(tickets, maintenances);
        Approvers approvers = new Approvers(people, requestStore);
        Drafting drafting = new Drafting(people, targets, engagements, active, facts, requestStore,
                reviewStore,
                approvers);
        WaitsFor waitsFor = new WaitsFor(approvers);
        Grants grants = new Grants(people, targets, engagements, active, facts);
        RequestDesk requests = new RequestDesk(trail, requestStore, drafting, approvers, waitsFor,
                outside.random);
        SessionDesk sessions = new SessionDesk(trail, sessionStore, requestStore, grants, targets,
                outside.random);
        LeaseKeeper leases = new LeaseKeeper(sessions, sessionStore, requestStore, grants, people, targets,
                outside.tunnels, outside.time, outside.nanos);
        SignIn signIn = new SignIn(people, outside.random, outside.time, outside.nanos,
                (person, level) -> trail.record(at -> new BrokerEvent.ConsoleSignedIn(at,
                        Actor.of(person), person,
                        Optional.of(level.text()).filter(_ -> level != Mfa.NONE))));
        trail.onProjected(signIn::committed);
        StepUpDesk stepUp = new StepUpDesk(trail, people,
                new Needs(people, requestStore, grants, drafting, proofs, outside.time),
                outside.factors, proofs, outside.random, outside.nanos);
        AccountsInUse accounts = new AccountsInUse();
        TokenDesk tokens = new TokenDesk(trail::record, new SqlTokens(database), people,
                outside.tokenSettings, outside.random, outside.time);
        return new Domain(trail, people, engagements, targets,
                new DirectoryDesk(trail, peopleStore, engagementStore, targetStore), active,
                signIn,
                drafting, requests,
                new RequestViews(requestStore, approvers, waitsFor, outside.time),
                new SqlDecisions(database),
                new ReviewDesk(trail, reviewStore, approvers, waitsFor),
                new ReviewViews(reviewStore, approvers, waitsFor, outside.time), tickets,
                new MaintenanceDesk(trail, maintenanceStore, maintenances, people, targets, outside.random),
                providers(trail, new SqlInvitations(database), people, engagements, outside, accounts),
                new Revocations(trail, requestStore, people, targets),
                new Admissions(requestStore, grants, waitsFor, people, targets, outside.tunnels,
                        outside.authority, outside.time),
                sessions, new SessionViews(trail, sessionStore, targets, outside.tunnels, people),
                leases,
                new Foresight(leases, sessionStore, requestStore, grants, drafting, outside.time),
                new Enrolment(trail, targetStore, targets, outside.endpoint, outside.random),
                new RecordingVault(recordings, trail, sessionStore, requestStore), proofs,
                stepUp,
                Departures.of(trail, new SqlDepartures(database),
                        new Departures.Known(people, engagements, targets, requestStore, sessionStore),
                        new Departures.Told(outside.tunnels, new SignedIn(signIn, tokens), accounts),
                        recordings.resolveSibling("departures"), journal::checkpoint, outside.time,
                        outside.random),
                Keys.of(trail, people, new SqlKeys(database), outside.keys,
                        new SecondFactors(outside.factors, accounts), outside.time,
                        outside.random),
                accounts, tokens, Services.of(trail, people, engagements, new SqlSightings(database),
                        outside.keys.longest(), outside.nanos),
                new SignOutDesk(trail, sessionStore, outside.tunnels, proofs, stepUp));
    }

    private static ProviderDesks providers(AuditTrail trail, SqlInvitations store, People people,
            Engagements engagements, Outside outside, AccountsInUse accounts) {
        RosterDesk rosters = new RosterDesk(trail, store, people, engagements);
        return new ProviderDesks(new InvitationDesk(trail, store, people, engagements, outside.random),
                new JoinDesk(trail, store, people, engagements, outside.terms,
                        outside.time, accounts),
                rosters, new ProviderViews(store, people, engagements, rosters, outside.terms));
    }

    private static TicketEvent changed(Instant at, String id, Fact<Ticket> now) {
        return new TicketEvent.TicketChanged(at, Actor.SYSTEM, id, now instanceof Fact.Known<Ticket>,
                now instanceof Fact.Known<Ticket>(Ticket ticket) ? ticket.fields() : Map.of());
    }

    private static boolean touchesSnapshots(List<Committed> events) {
        return events.stream().anyMatch(committed -> committed.event() instanceof DirectoryEvent
                || committed.event() instanceof AgentEvent);
    }
}
