package io.sallyport.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Hands every test class that says so the same {@link Keycloak}. It is started in the background as soon as the test plan is known to hold such
 * a class; these come last ({@code @Order}), so that the others run meanwhile, each in a realm of its own. Those that mostly ask the server run
 * one after another, because it has one machine with them: {@code SAME_THREAD}; those that mostly wait, in a world of their own, beside them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedKeycloak.Hand.class)
@interface SharedKeycloak {
    /** Starts it, and gives it to the constructor or the test. */
    final class Hand implements ParameterResolver, LauncherSessionListener {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
                .create(SharedKeycloak.class);
        private static final String KEY = "keycloak";

        /** A server that is there or on its way. */
        private static final class Coming implements AutoCloseable {
            private final CompletableFuture<Keycloak> server = new CompletableFuture<>();

            Coming() {
                Thread.ofPlatform().daemon().name("keycloak-start").start(() -> {
                    try {
                        server.complete(Keycloak.start());
                    } catch (RuntimeException | Error e) {
                        server.completeExceptionally(e);
                    }
                });
            }

            @Override
            public void close() {
                var _ = server.thenAccept(Keycloak::close);
            }
        }

        @Override
        public void launcherSessionOpened(LauncherSession session) {
            session.getLauncher().registerTestExecutionListeners(new TestExecutionListener() {
                @Override
                public void testPlanExecutionStarted(TestPlan plan) {
                    if (plan.countTestIdentifiers(test -> test.getSource()
                            .filter(source -> source instanceof ClassSource place
                                    && needsIt(place.getJavaClass()))
                            .isPresent()) > 0) {
                        var _ = session.getStore().getOrComputeIfAbsent(
                                Namespace.create(SharedKeycloak.class),
                                KEY, _ -> new Coming());
                    }
                }
            });
        }

        private static boolean needsIt(Class<?> test) {
            return AnnotationSupport.isAnnotated(test, SharedKeycloak.class);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Keycloak.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                    .getOrComputeIfAbsent(KEY, _ -> new Coming(), Coming.class).server.join();
        }
    }
}
