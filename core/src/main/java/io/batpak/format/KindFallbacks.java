package io.batpak.format;

import io.batpak.model.OpenReport.Fallbacks;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often an index had to show a reserved kind of no known meaning as a stand-in. Index artifacts carry the sum
/// over all opens.
///
/// ```
/// {system u64, effect u64, system_histogram {u16: u64}, effect_histogram {u16: u64}}
/// ```
///
/// Immutable. See [Kinds#fallback].
///
/// @param system unknown system kinds
/// @param effect unknown effect kinds
public record KindFallbacks(Fallbacks system, Fallbacks effect) {
    /// No stand-in anywhere.
    public static final KindFallbacks NONE = new KindFallbacks(Fallbacks.NONE, Fallbacks.NONE);

    private static final long U16_MAX = 0xFFFFL;
    private static final long U64_MAX = -1L;
    private static final String[] KEYS = {"system", "effect", "system_histogram", "effect_histogram"};

    /// These and more.
    public KindFallbacks plus(KindFallbacks more) {
        return new KindFallbacks(sum(system, more.system), sum(effect, more.effect));
    }

    private static Fallbacks sum(Fallbacks a, Fallbacks b) {
        SortedMap<Integer, Long> histogram = new TreeMap<>(a.histogram());
        b.histogram().forEach((kind, count) -> histogram.merge(kind, count, Long::sum));
        return new Fallbacks(a.count() + b.count(), histogram);
    }

    void write(MessageWriter out) {
        out.mapHeader(KEYS.length);
        out.string(KEYS[0]);
        out.unsigned(system.count());
        out.string(KEYS[1]);
        out.unsigned(effect.count());
        out.string(KEYS[2]);
        write(system.histogram(), out);
        out.string(KEYS[3]);
        write(effect.histogram(), out);
    }

    private static void write(SortedMap<Integer, Long> histogram, MessageWriter out) {
        out.mapHeader(histogram.size());
        histogram.forEach((kind, count) -> {
            out.unsigned(kind);
            out.unsigned(count);
        });
    }

    /// Reads them; `depth` containers stand around them.
    static KindFallbacks read(MessageReader reader, int depth) {
        Struct fields = new Struct("reserved_kind_fallbacks", depth + 1, 0b1111, KEYS);
        long[] counts = new long[2];
        SortedMap<Integer, Long> system = new TreeMap<>();
        SortedMap<Integer, Long> effect = new TreeMap<>();
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            switch (field) {
                case 0, 1 -> counts[field] = reader.unsigned(U64_MAX);
                case 2 -> read(reader, system);
                default -> read(reader, effect);
            }
        }
        return new KindFallbacks(new Fallbacks(counts[0], system), new Fallbacks(counts[1], effect));
    }

    private static void read(MessageReader reader, SortedMap<Integer, Long> histogram) {
        int count = reader.mapHeader();
        for (int i = 0; i < count; i++) {
            int kind = (int) reader.unsigned(U16_MAX);
            histogram.put(kind, reader.unsigned(U64_MAX));
        }
    }

    /// Counts while rows are read. One thread.
    public static final class Counter {
        private final SortedMap<Integer, Long> system = new TreeMap<>();
        private final SortedMap<Integer, Long> effect = new TreeMap<>();
        private long systemCount;
        private long effectCount;

        /// Takes a kind as the file holds it.
        public void see(int kind) {
            switch (Kinds.fallback(kind)) {
                case NONE -> {
                    // shown as it is
                }
                case SYSTEM -> {
                    system.merge(kind, 1L, Long::sum);
                    systemCount++;
                }
                case EFFECT -> {
                    effect.merge(kind, 1L, Long::sum);
                    effectCount++;
                }
            }
        }

        /// What was seen so far.
        public KindFallbacks total() {
            return systemCount + effectCount == 0
                    ? NONE
                    : new KindFallbacks(new Fallbacks(systemCount, system), new Fallbacks(effectCount, effect));
        }
    }
}
