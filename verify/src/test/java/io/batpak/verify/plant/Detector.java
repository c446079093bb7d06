package io.batpak.verify.plant;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Something that may notice a defect.
sealed interface Detector {
    /// Runs it against the product of a loader.
    ///
    /// @return what noticed, as the pages name it; empty if nothing did
    Optional<String> notices(ClassLoader product);

    /// A random history of a whole store.
    record Seed(long seed) implements Detector {
        private static final String HISTORY = "io.batpak.verify.sim.History";

        @Override
        public Optional<String> notices(ClassLoader product) {
            try {
                Class<?> history = product.loadClass(HISTORY);
                Constructor<?> begin = history.getDeclaredConstructor(long.class);
                Method run = history.getDeclaredMethod("run");
                begin.setAccessible(true);
                run.setAccessible(true);
                run.invoke(begin.newInstance(seed));
                return Optional.empty();
            } catch (InvocationTargetException e) {
                refuseBrokenClasses(e);
                return Optional.of(toString());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(HISTORY, e);
            }
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    /// A test class, or one method of it.
    ///
    /// @param className its full name
    /// @param method the name of the method; empty for all of them, up to the first that fails
    record Crash(String className, String method) implements Detector {
        @Override
        public Optional<String> notices(ClassLoader product) {
            try {
                return run(selector(product.loadClass(className)), product);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        private DiscoverySelector selector(Class<?> test) {
            List<Method> named = Arrays.stream(test.getDeclaredMethods())
                    .filter(each -> each.getName().equals(method))
                    .toList();
            return named.size() == 1
                    ? DiscoverySelectors.selectMethod(test, named.getFirst())
                    : DiscoverySelectors.selectClass(test);
        }

        private Optional<String> run(DiscoverySelector what, ClassLoader product) {
            FirstFailure first = new FirstFailure();
            execute(what, product, first.stop, first);
            if (first.tests == 0) {
                throw new IllegalStateException("no test in " + this);
            }
            Throwable failure = first.failure.get();
            if (failure != null) {
                refuseBrokenClasses(failure);
            }
            return failure == null ? Optional.empty() : Optional.of(simpleName() + "#" + first.where);
        }

        private String simpleName() {
            return className.substring(className.lastIndexOf('.') + 1);
        }

        @Override
        public String toString() {
            return method.isEmpty() ? simpleName() : simpleName() + "#" + method;
        }
    }

    /// Runs tests of the product's loader.
    static void execute(
            DiscoverySelector what, ClassLoader product, CancellationToken stop, TestExecutionListener listener) {
        LauncherConfig config = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        Launcher launcher = LauncherFactory.create(config);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(product);
        try {
            launcher.execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
                            .selectors(what)
                            .build())
                    .cancellationToken(stop)
                    .listeners(listener)
                    .build());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /// A transform that makes no class of a class is not noticed, it is a mistake.
    private static void refuseBrokenClasses(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LinkageError && !(each instanceof ExceptionInInitializerError)) {
                throw new IllegalStateException("the planted classes cannot be loaded", failure);
            }
        }
    }

    /// Remembers the first failure and ends the run.
    final class FirstFailure implements TestExecutionListener {
        private final CancellationToken stop = CancellationToken.create();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private String where = "";
        private int tests;

        @Override
        public void executionStarted(TestIdentifier test) {
            tests += test.isTest() ? 1 : 0;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != TestExecutionResult.Status.FAILED) {
                return;
            }
            Throwable why = result.getThrowable().orElseGet(() -> new AssertionError("failed without a reason"));
            if (failure.compareAndSet(null, why)) {
                where = test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElse("");
                stop.cancel();
            }
        }
    }
}
