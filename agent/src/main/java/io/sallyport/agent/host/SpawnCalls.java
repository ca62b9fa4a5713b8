package io.sallyport.agent.host;

import static io.sallyport.agent.host.Native.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * {@code posix_spawn(3)}: a new process without {@code fork} in a JVM with many threads.
 *
 * <p>The child starts in a session of its own, with every signal at its default and none blocked,
 * and with descriptors 0, 1 and 2 only. The last is a matter of security: the JVM opens sockets and
 * files without close-on-exec, so that an engineer's shell would otherwise hold the tunnel to the
 * broker and the agent's keys.
 */
final class SpawnCalls {
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    /** At least the sizes of glibc's types on both architectures (80, 336 and 128 bytes). */
    private static final long FILE_ACTIONS_SIZE = 256;
    private static final long ATTRIBUTES_SIZE = 512;
    private static final long SIGNAL_SET_SIZE = 128;

    private static final String ACTIONS = "posix_spawn_file_actions_";
    private static final String ATTRIBUTES = "posix_spawnattr_";
    private static final MethodHandle SPAWN = Native.function("posix_spawn", INT, ADDRESS, ADDRESS, ADDRESS,
            ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = Native.function(ACTIONS + "init", INT, ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY = Native.function(ACTIONS + "destroy", INT, ADDRESS);
    private static final MethodHandle ADD_OPEN = Native.function(ACTIONS + "addopen", INT, ADDRESS, INT,
            ADDRESS, INT, INT);
    private static final MethodHandle ADD_DUP2 = Native.function(ACTIONS + "adddup2", INT, ADDRESS, INT, INT);
    private static final MethodHandle ADD_CLOSEFROM = Native.function(ACTIONS + "addclosefrom_np", INT,
            ADDRESS, INT);
    private static final MethodHandle ATTRIBUTES_INIT = Native.function(ATTRIBUTES + "init", INT, ADDRESS);
    private static final MethodHandle ATTRIBUTES_DESTROY = Native.function(ATTRIBUTES + "destroy", INT,
            ADDRESS);
    private static final MethodHandle SET_FLAGS = Native.function(ATTRIBUTES + "setflags", INT, ADDRESS,
            JAVA_SHORT);
    private static final MethodHandle SET_DEFAULT = Native.function(ATTRIBUTES + "setsigdefault", INT,
            ADDRESS, ADDRESS);
    private static final MethodHandle SET_MASK = Native.function(ATTRIBUTES + "setsigmask", INT, ADDRESS,
            ADDRESS);
    private static final MethodHandle FILL_SET = Native.function("sigfillset", INT, ADDRESS);
    private static final MethodHandle EMPTY_SET = Native.function("sigemptyset", INT, ADDRESS);

    private SpawnCalls() {}

    /** The child opens the slave as its descriptor 0, which makes it its controlling terminal. */
    static int onTerminal(String slave, List<String> argv, List<String> environment) {
        return spawn(argv, environment, (arena, actions) -> {
            require((int) ADD_OPEN.invokeExact(actions, 0, arena.allocateFrom(slave), Libc.O_RDWR, 0));
            require((int) ADD_DUP2.invokeExact(actions, 0, 1));
            require((int) ADD_DUP2.invokeExact(actions, 0, 2));
        });
    }

    /** The child gets three descriptors of ours, each above 2, as its 0, 1 and 2. */
    static int onPipes(int in, int out, int error, List<String> argv, List<String> environment) {
        return spawn(argv, environment, (_, actions) -> {
            require((int) ADD_DUP2.invokeExact(actions, in, 0));
            require((int) ADD_DUP2.invokeExact(actions, out, 1));
            require((int) ADD_DUP2.invokeExact(actions, error, 2));
        });
    }

    private interface Streams {
        void addTo(Arena arena, MemorySegment actions) throws Throwable;
    }

    private static int spawn(List<String> argv, List<String> environment, Streams streams) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(FILE_ACTIONS_SIZE, 8);
            MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 8);
            require((int) ACTIONS_INIT.invokeExact(actions));
            require((int) ATTRIBUTES_INIT.invokeExact(attributes));
            try {
                streams.addTo(arena, actions);
                require((int) ADD_CLOSEFROM.invokeExact(actions, 3));
                setSignals(arena, attributes);
                MemorySegment pid = arena.allocate(INT);
                MemorySegment path = arena.allocateFrom(argv.getFirst());
                require((int) SPAWN.invokeExact(pid, path, actions, attributes, strings(arena, argv),
                        strings(arena, environment)));
                return pid.get(INT, 0);
            } finally {
                int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
                int _ = (int) ATTRIBUTES_DESTROY.invokeExact(attributes);
            }
        } catch (HostException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    private static void setSignals(Arena arena, MemorySegment attributes) throws Throwable {
        MemorySegment all = arena.allocate(SIGNAL_SET_SIZE, 8);
        MemorySegment none = arena.allocate(SIGNAL_SET_SIZE, 8);
        require((int) FILL_SET.invokeExact(all));
        require((int) EMPTY_SET.invokeExact(none));
        require((int) SET_DEFAULT.invokeExact(attributes, all));
        require((int) SET_MASK.invokeExact(attributes, none));
        require((int) SET_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGDEF | SETSIGMASK)));
    }

    /** These calls return their error number instead of setting errno. */
    private static void require(int error) {
        Native.require("posix_spawn", -(long) error);
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }
}
