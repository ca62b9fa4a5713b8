package io.sallyport.broker.console;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.Targets;
import io.sallyport.broker.token.TokenDesk;
import java.util.Optional;

/** Whom the console asks. It owns none of them. */
public record ConsoleDesks(People people, Engagements engagements, SignIn signIn, Targets targets,
        TunnelPort tunnels,
        Requests requests, Reviews reviews, Sessions sessions, Recordings recordings, Policies policies,
        MaintenanceBook maintenance, Feed feed,
        HealthProbe health, Confirmations confirmations, Leaving leaving, KeyBook keys, Joining joining,
        ProviderBook providers, ServiceBook services, WaitingList waiting,
        Optional<OidcSignIn> oidc, Optional<TokenDesk> tokens, Optional<EmbeddedAccounts> accounts) {
    /** Where nobody is invited, nobody may look at providers or service accounts, nothing waits beside requests, no identity provider signs anybody in, and nobody has tokens or accounts. */
    public ConsoleDesks(People people, Engagements engagements, SignIn signIn, Targets targets,
            TunnelPort tunnels, Requests requests, Reviews reviews, Sessions sessions, Recordings recordings,
            Policies policies, MaintenanceBook maintenance, Feed feed, HealthProbe health,
            Confirmations confirmations, Leaving leaving, KeyBook keys) {
        this(people, engagements, signIn, targets, tunnels, requests, reviews, sessions, recordings, policies,
                maintenance, feed, health, confirmations, leaving, keys, Joining.NONE, ProviderBook.NONE,
                ServiceBook.NONE, WaitingList.NONE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Where nothing waits to be confirmed either. */
    public ConsoleDesks(People people, Engagements engagements, SignIn signIn, Targets targets,
            TunnelPort tunnels, Requests requests, Reviews reviews, Sessions sessions, Recordings recordings,
            Policies policies, MaintenanceBook maintenance, Feed feed, HealthProbe health,
            Leaving leaving, KeyBook keys) {
        this(people, engagements, signIn, targets, tunnels, requests, reviews, sessions, recordings, policies,
                maintenance, feed, health, Confirmations.NONE, leaving, keys);
    }
}
