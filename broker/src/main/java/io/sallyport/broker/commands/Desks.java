package io.sallyport.broker.commands;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.departure.Departures;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.keys.Keys;
import io.sallyport.broker.maintenance.MaintenanceDesk;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.provider.ProviderDesks;
import io.sallyport.broker.recording.RecordingVault;
import io.sallyport.broker.request.RequestDesk;
import io.sallyport.broker.request.RequestViews;
import io.sallyport.broker.request.ReviewDesk;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.request.Revocations;
import io.sallyport.broker.service.Services;
import io.sallyport.broker.session.Admissions;
import io.sallyport.broker.session.SessionViews;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.stepup.Proofs;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.broker.target.Targets;
import io.sallyport.broker.ticket.Tickets;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.waiting.WaitingViews;
import java.time.InstantSource;
import java.util.Optional;

/** The parts of the broker that commands ask, and where the broker is reached. */
public record Desks(People people, Targets targets, TunnelPort tunnels, RequestDesk requests,
        RequestViews requestViews, Revocations revocations, ReviewDesk reviews, ReviewViews reviewViews,
        Admissions admissions, SessionViews sessions, RecordingVault recordings, Authority authority,
        SignIn signIn, PolicyDesk policies, Tickets tickets, MaintenanceDesk maintenance, Proofs proofs,
        StepUpDesk stepUp, Place place,
        InstantSource time, Departures departures, Keys keys,
        ProviderDesks providers, TokenDesk tokens, Services services,
        Optional<EmbeddedAccounts> accounts) {

    /** What waits for people beside requests. */
    WaitingViews waiting() {
        return new WaitingViews(keys, departures.views(), providers, services, time);
    }

    /**
     * Where people reach this broker.
     *
     * @param name what engineers call the gateway in their ssh_config, and a name in its host certificate
     * @param host address or name they dial
     * @param port of the gateway
     * @param console URL without a path
     */
    public record Place(String name, String host, int port, String console) {}
}
