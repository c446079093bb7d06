package io.batpak.payload;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.WeakHashMap;

/// Registries of what the service loader finds, by class loader.
final class Discovery {
    private static final Map<ClassLoader, SoftReference<PayloadRegistry>> KNOWN = new WeakHashMap<>();

    private Discovery() {}

    static PayloadRegistry registry() {
        ClassLoader loader = loader();
        synchronized (KNOWN) {
            SoftReference<PayloadRegistry> known = KNOWN.get(loader);
            PayloadRegistry registry = known == null ? null : known.get();
            return registry == null ? lookUp(loader) : registry;
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
        return registry;
    }
}
