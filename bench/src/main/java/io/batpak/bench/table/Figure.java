package io.batpak.bench.table;

import java.util.Locale;
import java.util.Map;

/// What a case can measure. The name in lower case is the key in JSON.
enum Figure {
    RATE("per s", "ops_per_s"),
    P50("p50, µs", "p50_us"),
    P99("p99, µs", "p99_us"),
    P999("p99.9, µs", "p999_us"),
    LONGEST("longest, µs", "max_us"),
    SHARE("largest share / smallest", ""),
    SYNC_MULTIPLE("× fdatasync per s", ""),
    ALLOCATED("bytes allocated per call", ""),
    COST("ns per call", ""),
    COST_ALONE("ns per call, the baseline", ""),
    COST_BESIDE("ns per call beside the baseline", ""),
    SYNCS_BEFORE("fdatasync per s, before", ""),
    SYNCS_AFTER("fdatasync per s, after", ""),
    WRITES_BEFORE("700 B writes per s, before", ""),
    WRITES_AFTER("700 B writes per s, after", ""),
    SEQUENTIAL_BEFORE("MB/s written and synced, before", ""),
    SEQUENTIAL_AFTER("MB/s written and synced, after", ""),
    CHECKSUM_BEFORE("GB/s of CRC-32 on one core, before", ""),
    CHECKSUM_AFTER("GB/s of CRC-32 on one core, after", ""),
    AT_10K("at 10 k events", ""),
    AT_100K("at 100 k events", ""),
    AT_1M("at 1 M events", ""),
    AT_10M("at 10 M events", ""),
    GROWTH("largest journal / smallest", ""),
    EXPONENT("growth exponent", ""),
    FIRST("at the first place, largest journal", ""),
    MIDDLE("in the middle, largest journal", ""),
    LAST("at the last place, largest journal", ""),
    MILLIS("ms", ""),
    GIGABYTES_RATE("GB/s of segments", ""),
    BYTES_EACH("bytes per event", ""),
    PEAK("peak / live memory", ""),
    FRAMES("bytes per event, frames", ""),
    FOOTERS("bytes per event, footers", ""),
    RUNS("bytes per event, index runs (fbx)", ""),
    MMAP_INDEX("bytes per event, index.fbati", ""),
    CHECKPOINT("bytes per event, index.ckpt", ""),
    OTHERS("bytes per event, other files", ""),
    SOURCE_RATE("MB/s of source segments", ""),
    OUTPUT_RATE("MB/s of what stays", ""),
    COPY_RATE("MB/s, plain copy of these files, synced", ""),
    EXTRA_HEAP("MB of heap and buffers beyond what lived before", ""),
    HEAP_MAX("MB of heap at most (-Xmx)", ""),
    SEGMENTS("segments written", ""),
    PAYLOADS_READ("events read to judge them", ""),
    P999_IDLE("p99.9 without it, µs", ""),
    LONGEST_IDLE("longest without it, µs", ""),
    RATE_IDLE("per s without it", ""),
    MILLIS_LIVE("ms beside an appender", ""),
    RATE_AGAIN("per s, the second time", ""),
    MILLIS_AGAIN("ms, the second time", "");

    private final String label;
    private final String rustKey;

    Figure(String label, String rustKey) {
        this.label = label;
        this.rustKey = rustKey;
    }

    String label() {
        return label;
    }

    /// Its key in the lines of the Rust program; empty if it has none.
    String rustKey() {
        return rustKey;
    }

    /// Its value where it was measured.
    ///
    /// @throws IllegalStateException when it was not
    double in(Map<Figure, Double> figures) {
        Double value = figures.get(this);
        if (value == null) {
            throw new IllegalStateException(key() + " was not measured");
        }
        return value;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
