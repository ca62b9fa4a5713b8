package io.sallyport.policies.grant;

import io.sallyport.policies.id.GroupName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import net.jqwik.api.domains.DomainContextBase;

/** Random rights from few enough patterns that lists meet often. */
final class RightsSamples extends DomainContextBase {

    static final List<String> COMMAND_LINES = List.of("uptime", "df -h", "systemctl status web",
            "systemctl restart web",
            "journalctl -u web", "rm -rf /", "a; b");

    @Provide
    Arbitrary<Rights> rights() {
        Arbitrary<Boolean> yes = Arbitraries.of(true, false);
        return Combinators
                .combine(yes, yes, commands(), sftp(), destinations(), recording(), observers(), idle())
                .as((shell, pty, exec, sftp, forward, record, observers, idle) -> Rights
                        .from(Rights.tightest())
                        .shell(shell).pty(pty).exec(exec).sftp(sftp).forward(forward).record(record)
                        .observers(observers).idle(idle).agentForwarding(pty).x11(shell).sudo(exec)
                        .reverse(forward)
                        .concurrent(shell ? 3 : 7).build());
    }

    private static Arbitrary<List<List<String>>> lists(String... patterns) {
        ListArbitrary<String> list = Arbitraries.of(patterns).list().ofMaxSize(3);
        return list.list().ofMaxSize(2);
    }

    private static Arbitrary<Commands> commands() {
        return lists("uptime", "df -h", "systemctl * web", "systemctl status *", "journalctl **",
                "systemctl **").map(Commands::new);
    }

    private static Arbitrary<Sftp> sftp() {
        return Combinators
                .combine(Arbitraries.of(Sftp.Mode.class), lists("/var/log/**", "/tmp/*", "/etc/hosts"))
                .as((mode, lists) -> new Sftp(mode, new Paths(lists)));
    }

    private static Arbitrary<Destinations> destinations() {
        return lists("db1:5432", "10.0.0.0/8:5432", "[fd00::/8]:443").map(Destinations::new);
    }

    private static Arbitrary<Recording> recording() {
        return Combinators
                .combine(Arbitraries.of(Recording.InputMode.class), Arbitraries.of(Recording.OnFailure.class),
                        Arbitraries.of(Recording.Seal.class))
                .as(Recording::new);
    }

    private static Arbitrary<List<Observer>> observers() {
        Arbitrary<Observer> one = Combinators.combine(Arbitraries.integers().between(1, 5),
                Arbitraries.of("ops", "secops").map(GroupName::new), Arbitraries.of(Observer.Absence.class),
                Arbitraries.integers().between(0, 30))
                .as((count, from, absent, minutes) -> new Observer(count, from, absent,
                        Duration.ofMinutes(minutes)));
        return one.list().ofMaxSize(2).uniqueElements(Observer::from);
    }

    private static Arbitrary<Optional<Duration>> idle() {
        return Arbitraries.integers().between(1, 60).map(Duration::ofMinutes).optional();
    }
}
