package io.batpak.payload;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.WeakHashMap;

/// Registries of what the service loader finds, by class loader.
final class Discovery {
    private static final Map<ClassLoader, SoftReference<PayloadRegistry>> KNOWN = new WeakHashMap<>();

    /// What was asked for last, found without the lock: whoever opens a journal comes by here.
    private static volatile Found last = new Found(new WeakReference<>(null), new SoftReference<>(null));

    private Discovery() {}

    /// A registry and whose it is.
    private record Found(WeakReference<ClassLoader> loader, SoftReference<PayloadRegistry> registry) {}

    static PayloadRegistry registry() {
        ClassLoader loader = loader();
        Found found = last;
        PayloadRegistry before =
                found.loader().refersTo(loader) ? found.registry().get() : null;
        if (before != null) {
            return before;
        }
        synchronized (KNOWN) {
            SoftReference<PayloadRegistry> known = KNOWN.get(loader);
            PayloadRegistry registry = known == null ? null : known.get();
            return registry == null ? lookUp(loader) : remembered(loader, registry);
        }
    }

    static PayloadRegistry anew() {
        synchronized (KNOWN) {
            return lookUp(loader());
        }
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }

    private static PayloadRegistry lookUp(ClassLoader loader) {
        List<PayloadProvider> providers = new ArrayList<>();
        ServiceLoader.load(PayloadProvider.class, loader).forEach(providers::add);
        PayloadRegistry registry = PayloadRegistry.ofAll(providers);
        KNOWN.put(loader, new SoftReference<>(registry));
        return remembered(loader, registry);
    }

    private static PayloadRegistry remembered(ClassLoader loader, PayloadRegistry registry) {
        last = new Found(new WeakReference<>(loader), new SoftReference<>(registry));
        return registry;
    }
}
