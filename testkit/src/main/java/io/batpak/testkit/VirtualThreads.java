package io.batpak.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.Executor;

/// Virtual threads whose turns an executor of ours gives out, instead of the pool of the JDK.
///
/// The JDK has no public door to this yet, so the package has to be opened, see [SimScheduler].
final class VirtualThreads {
    private static final String OPTION = "--add-opens java.base/java.lang=ALL-UNNAMED";

    private VirtualThreads() {}

    /// A builder of threads whose pieces of work, from one wait to the next, are handed to `executor`.
    ///
    /// @throws IllegalStateException if this JVM does not allow it; the message names the option
    static Thread.Builder.OfVirtual on(Executor executor) {
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return (Thread.Builder.OfVirtual) constructor.newInstance(executor);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "simulated threads need the JVM option " + OPTION + " (or =io.batpak.testkit where that is a"
                            + " module) on JDK " + Runtime.version().feature(),
                    e);
        }
    }
}
