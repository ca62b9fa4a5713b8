package io.sallyport.agent.gate;

import io.sallyport.agent.AgentLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The open channels of one session, and what is said on them. A slow client holds up only its own channel. Safe for many threads. */
final class OpenChannels {

    private static final Duration TELLING = AgentLimits.LAST_WORDS.dividedBy(2);

    private final Set<LiveChannel> channels = ConcurrentHashMap.newKeySet();

    void add(LiveChannel channel) {
        channels.add(channel);
    }

    void remove(LiveChannel channel) {
        channels.remove(channel);
    }

    boolean isEmpty() {
        return channels.isEmpty();
    }

    /** Says it on every channel; returns at once. */
    List<Thread> tell(String line) {
        return channels.stream().map(channel -> Thread.ofVirtual().start(() -> channel.notice(line)))
                .toList();
    }

    /** Says it on every channel; waits until the clients took it, or a moment. */
    void tellAndWait(String line) {
        tell(line).forEach(OpenChannels::join);
    }

    /**
     * Says the lines on every channel, and on each for which {@code lost} has a reason also that; such a channel is then withdrawn, whether or not
     * its client takes the lines. Returns at once.
     */
    void narrow(List<String> lines, Function<ChannelUse, Optional<String>> lost) {
        for (LiveChannel channel : channels) {
            Optional<String> reason = lost.apply(channel.use());
            List<String> told = Stream.concat(lines.stream(),
                    reason.map(text -> "[sallyport] This ends now: " + text).stream()).toList();
            Thread telling = Thread.ofVirtual().start(() -> told.forEach(channel::notice));
            if (reason.isPresent()) {
                Thread.ofVirtual().start(() -> {
                    join(telling);
                    channel.withdraw();
                });
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TELLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
