package io.sallyport.broker.door;

import java.time.Duration;

/**
 * The numbers of one {@link Doorkeeper}.
 *
 * @param halfOpen connections that have not proved who they are, in total
 * @param earlyDropFrom from so many on, newcomers are turned away at random, the more the fuller it is
 * @param perSource half-open connections of one source nobody ever signed in from
 * @param perKnownSource half-open connections of a source somebody signed in from within {@code knownFor}: a playbook
 *        that opens fifty hosts at once is work, not an attack
 * @param failures failed connections within {@code failureWindow} that bring a penalty
 * @param firstPenalty how long the source is turned away the first time; doubled each time
 * @param longestPenalty the cap of the doubling
 * @param sources sources remembered; the one unseen for longest is forgotten first
 */
public record DoorLimits(int halfOpen, int earlyDropFrom, int perSource, int perKnownSource,
        Duration knownFor,
        int failures, Duration failureWindow, Duration firstPenalty, Duration longestPenalty, int sources) {

    /** Engineers: a person, a script, a playbook. */
    public static final DoorLimits ENGINEERS = new DoorLimits(200, 100, 10, 50, Duration.ofHours(12), 5,
            Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofHours(1), 10_000);

    /**
     * Agents: whole server rooms come back at once behind one address after a network cut, so the bounds are wide; they
     * retry with growing pauses when they are turned away.
     */
    public static final DoorLimits AGENTS = new DoorLimits(1_000, 500, 100, 1_000, Duration.ofHours(24), 50,
            Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofHours(1), 10_000);

    public DoorLimits {
        if (earlyDropFrom > halfOpen || perSource < 1 || failures < 1 || sources < 1) {
            throw new IllegalArgumentException("limits that admit nobody");
        }
    }
}
