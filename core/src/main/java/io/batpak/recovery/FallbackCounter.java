package io.batpak.recovery;

import io.batpak.format.Kinds;
import io.batpak.model.OpenReport.Fallbacks;
import io.batpak.model.OpenReport.ReservedKinds;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts the kinds that the index shows as others. One thread.
final class FallbackCounter {
    private final SortedMap<Integer, Long> system = new TreeMap<>();
    private final SortedMap<Integer, Long> effect = new TreeMap<>();

    /// Notes the kind that a footer or an artifact names.
    void see(int kind) {
        switch (Kinds.fallback(kind)) {
            case NONE -> {
                // shown as it is
            }
            case SYSTEM -> system.merge(kind, 1L, Long::sum);
            case EFFECT -> effect.merge(kind, 1L, Long::sum);
        }
    }

    /// What was seen, on top of what earlier opens saw.
    ReservedKinds report(Fallbacks systemBefore, Fallbacks effectBefore) {
        Fallbacks systemNow = new Fallbacks(total(system), system);
        Fallbacks effectNow = new Fallbacks(total(effect), effect);
        return new ReservedKinds(systemNow, effectNow, sum(systemBefore, systemNow), sum(effectBefore, effectNow));
    }

    private static long total(SortedMap<Integer, Long> histogram) {
        return histogram.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Fallbacks sum(Fallbacks before, Fallbacks now) {
        SortedMap<Integer, Long> histogram = new TreeMap<>(before.histogram());
        now.histogram().forEach((kind, times) -> histogram.merge(kind, times, Long::sum));
        return new Fallbacks(before.count() + now.count(), histogram);
    }
}
