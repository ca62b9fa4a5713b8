package io.sallyport.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs something on SIGHUP. The JDK's signal classes have no supported name, so they are looked up at run time. */
public final class Hangup {
    private static final Logger LOG = Logger.getLogger(Hangup.class.getName());

    private Hangup() {}

    /** From now on, on a thread of its own. Where the JDK offers no signals, nothing happens but a line in the log. */
    public static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> called(proxy, method, arguments, action);
            Object proxy = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[]{handler},
                    calls);
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "no reload by signal on this machine", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
    private static Object called(Object proxy, Method method, Object[] arguments, Runnable action) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "on SIGHUP";
            default -> {
                Thread.ofVirtual().name("reload").start(action);
                yield "done";
            }
        };
    }
}
