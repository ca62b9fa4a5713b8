package io.sallyport.policies.grant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may be done inside a session. Immutable; two rights are put together only by {@link Meet}.
 *
 * <p>Permissions ({@code shell} to {@code sudo}) are absent unless given; protections ({@code record} to
 * {@code concurrent}) hold at least at their standard unless a file says otherwise.
 *
 * @param shell an interactive or piped login shell
 * @param pty a terminal for a shell or command
 * @param exec which command lines ({@code ssh host 'command'})
 * @param forward local forwarding ({@code -L}, {@code -W}) from the target onwards
 * @param reverse remote forwarding ({@code -R}): which addresses of the target may listen
 * @param sudo which command lines as another account
 * @param observers at most one entry per group, sorted by group
 * @param idle the session ends after this long without input; empty = never for this reason. 1 to 60 minutes
 * @param concurrent sessions at the same time under one grant, 1 to 10
 */
public record Rights(boolean shell, boolean pty, Commands exec, Sftp sftp, Destinations forward,
        Destinations reverse,
        boolean agentForwarding, boolean x11, Commands sudo, Recording record, List<Observer> observers,
        Optional<Duration> idle, int concurrent) {

    public static final Duration IDLE_LEAST = Duration.ofMinutes(1);
    public static final Duration IDLE_MOST = Duration.ofMinutes(60);
    public static final int CONCURRENT_MOST = 10;
    /** Lists that have to match at once, of one kind, which a grant can carry. */
    public static final int LISTS_IN_GRANT = PatternLists.MOST_LISTS_IN_GRANT;

    /** @throws IllegalArgumentException when a number is out of bounds or a group has two observer entries */
    public Rights {
        observers = observers.stream().sorted(Comparator.comparing(Observer::from)).toList();
        idle = idle.map(time -> Duration.ofSeconds(time.toSeconds()));
        if (idle.isPresent()
                && (idle.get().compareTo(IDLE_LEAST) < 0 || idle.get().compareTo(IDLE_MOST) > 0)) {
            throw new IllegalArgumentException("idle is 1 to 60 minutes");
        }
        if (concurrent < 1 || concurrent > CONCURRENT_MOST) {
            throw new IllegalArgumentException("1 to " + CONCURRENT_MOST + " concurrent sessions");
        }
        if (new HashSet<>(observers.stream().map(Observer::from).toList()).size() < observers.size()) {
            throw new IllegalArgumentException("two observer entries of one group");
        }
    }

    /** Nothing is permitted and every protection is at its strictest. (Observers have no strictest value: none.) */
    public static Rights tightest() {
        return new Rights(false, false, Commands.none(), Sftp.none(), Destinations.none(),
                Destinations.none(), false,
                false, Commands.none(), Recording.most(), List.of(), Optional.of(IDLE_LEAST), 1);
    }

    /** What a rule gives that says nothing: no permission, protections at their standard. */
    public static Rights standard() {
        return from(tightest()).record(Recording.standard()).idle(Optional.empty()).build();
    }

    /** Everything, with no protection beyond the recording of output: the neutral element of {@link Meet}. */
    public static Rights widest() {
        return new Rights(true, true, Commands.any(), Sftp.everywhere(Sftp.Mode.READ_WRITE),
                Destinations.any(),
                Destinations.any(), true, true, Commands.any(), Recording.least(), List.of(),
                Optional.empty(),
                CONCURRENT_MOST);
    }

    /** Starts from {@code base} and changes single fields. */
    public static RightsBuilder from(Rights base) {
        return new RightsBuilder(base);
    }

    /** Whether these rights give nothing that {@code other} does not give, and keep all its protections. */
    public boolean within(Rights other) {
        return Meet.of(this, other).equals(this);
    }

    /** How many lists have to match at once, in the field that has most of them. */
    public int mostLists() {
        return Stream.of(exec.lists(), sftp.paths().lists(), forward.lists(), reverse.lists(), sudo.lists())
                .mapToInt(List::size).max().orElse(0);
    }

    /** Names of the fields in which {@code this} is not what {@code wider} is, in the order of the record. */
    public List<String> fieldsOtherThanIn(Rights wider) {
        List<String> names = new ArrayList<>();
        add(names, "shell", shell == wider.shell);
        add(names, "pty", pty == wider.pty);
        add(names, "exec", exec.equals(wider.exec));
        add(names, "sftp", sftp.equals(wider.sftp));
        add(names, "forward", forward.equals(wider.forward));
        add(names, "reverse", reverse.equals(wider.reverse));
        add(names, "agent_forwarding", agentForwarding == wider.agentForwarding);
        add(names, "x11", x11 == wider.x11);
        add(names, "sudo", sudo.equals(wider.sudo));
        add(names, "record", record.equals(wider.record));
        add(names, "observer", observers.equals(wider.observers));
        add(names, "idle", idle.equals(wider.idle));
        add(names, "concurrent", concurrent == wider.concurrent);
        return List.copyOf(names);
    }

    private static void add(List<String> names, String name, boolean same) {
        if (!same) {
            names.add(name);
        }
    }
}
