package io.sallyport.broker.commands;

import io.sallyport.broker.World;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.policy.PolicyDesk;
import java.util.Optional;

/** The desks of a world, as commands ask them, of a gateway called {@code gw} and without accounts of its own. */
final class TestDesks {
    private TestDesks() {}

    static Desks of(World world) {
        return of(world, world.policies(false), world.authority);
    }

    static Desks of(World world, PolicyDesk policies, Authority authority) {
        var domain = world.domain;
        return new Desks(domain.people(), domain.targets(), world.tunnels, domain.requests(),
                domain.requestViews(), domain.revocations(), domain.reviews(), domain.reviewViews(),
                domain.admissions(), domain.sessionViews(), domain.vault(), authority, domain.signIn(),
                policies, domain.tickets(), domain.maintenance(), domain.proofs(), domain.stepUp(),
                new Desks.Place("gw", "gw.example.com", 2222, "https://gw.example.com:8443"), world.clock,
                domain.departures(), domain.keys(), domain.providers(), domain.tokens(), domain.services(),
                Optional.empty());
    }
}
