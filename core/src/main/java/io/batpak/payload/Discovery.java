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
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
        synchronized (KNOWN) {
            SoftReference<PayloadRegistry> known = KNOWN.get(loader);
            PayloadRegistry registry = known == null ? null : known.get();
            if (registry == null) {
                List<PayloadProvider> providers = new ArrayList<>();
                ServiceLoader.load(PayloadProvider.class, loader).forEach(providers::add);
                registry = PayloadRegistry.ofAll(providers);
                KNOWN.put(loader, new SoftReference<>(registry));
            }
            return registry;
        }
    }
}
