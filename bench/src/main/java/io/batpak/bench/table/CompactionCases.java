package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionCandidate;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.KeepRule;
import io.batpak.model.RetentionPolicy;
import io.batpak.model.StoredEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Compactions of a journal in segments of 64 MiB with nothing beside them, all segments into one as the Rust
/// program does it. Opening and closing are not timed. The code is warm: one is done before.
final class CompactionCases {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double TIMES_RUST = 3;
    private static final double EXTRA_HEAP_MAX = 64;
    /// All of it fits into one segment.
    private static final long ONE_OUTPUT = 1L << 40;
    private static final String[] SMALL_HEAP = {"-Xmx256m", "-Xmn16m", "-XX:+UseSerialGC"};

    private CompactionCases() {}

    static List<Case> all() {
        return List.of(
                merge("merge", "merge of 0.6 GB in 64 MiB segments into one", Size.PARTS),
                merge("merge-large", "merge of 4 GB in 64 MiB segments into one", Size.LARGE_PARTS),
                heap("merge-heap", "memory of a merge of 0.6 GB into one segment", Size.PARTS),
                heap("merge-heap-large", "memory of a merge of 4 GB into one segment", Size.LARGE_PARTS),
                retention());
    }

    private static Case merge(String id, String title, Size size) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(Figure.MILLIS));
        rows.add(
                size == Size.PARTS
                        ? Row.of(Figure.SOURCE_RATE, Goal.atLeastTimesRust(TIMES_RUST))
                        : Row.of(Figure.SOURCE_RATE));
        rows.add(Row.of(Figure.SOURCE_RATE, Goal.atLeastTimesOwn(0.6, Figure.COPY_RATE)));
        rows.add(Row.of(Figure.COPY_RATE));
        rows.add(Row.of(Figure.SEGMENTS));
        return Case.of(
                        id,
                        title,
                        size == Size.PARTS ? rust("strategy=merge") : RustScenario.none(),
                        stage -> warm(stage, size, merge()),
                        rows.toArray(Row[]::new))
                .reading(Size.PARTS, size);
    }

    private static RustScenario rust(String strategy) {
        return RustScenario.reading(
                RustReading.of(Figure.MILLIS, "seconds", Size.PARTS, "compact", strategy, "live=0")
                        .times(MILLIS_PER_SECOND),
                RustReading.of(Figure.SOURCE_RATE, "source_mb_per_s", Size.PARTS, "compact", strategy, "live=0"));
    }

    /// Of a journal in segments of any size.
    static Compaction merge() {
        return Compaction.merge().but().outputBytesMax(ONE_OUTPUT).build();
    }

    private static Map<Figure, Double> warm(Stage stage, Size size, Compaction how) throws Exception {
        compact(stage, Size.PARTS, how);
        return compact(stage, size, how);
    }

    private static Map<Figure, Double> compact(Stage stage, Size size, Compaction how) throws Exception {
        try (Duplicate copy = Duplicate.of(stage.journals().of(size));
                Store store = copy.open()) {
            long begun = System.nanoTime();
            CompactionResult result = performed(store, how);
            double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.MILLIS, seconds * MILLIS_PER_SECOND);
            figures.put(Figure.SOURCE_RATE, copy.bytes() / MEGABYTE / seconds);
            figures.put(Figure.OUTPUT_RATE, result.bytesWritten() / MEGABYTE / seconds);
            figures.put(Figure.SEGMENTS, (double) result.reports().size());
            copy.putRate(figures);
            return figures;
        }
    }

    /// @throws IllegalStateException if nothing was done
    static CompactionResult performed(Store store, Compaction how) {
        CompactionResult result = store.compact(how);
        if (!(result.outcome() instanceof CompactionOutcome.Performed)) {
            throw new IllegalStateException("not compacted: " + result.outcome());
        }
        return result;
    }

    private static Case heap(String id, String title, Size size) {
        return Case.of(
                        id,
                        title,
                        RustScenario.none(),
                        stage -> heap(stage, size),
                        Row.of(Figure.EXTRA_HEAP, Goal.atMost(EXTRA_HEAP_MAX)),
                        Row.of(Figure.HEAP_MAX),
                        Row.of(Figure.MILLIS))
                .reading(size)
                .onJvm(SMALL_HEAP);
    }

    /// The peak is at most what the collector saw, garbage included, and at most what lived before and all that was
    /// allocated.
    private static Map<Figure, Double> heap(Stage stage, Size size) throws Exception {
        try (Duplicate copy = Duplicate.of(stage.journals().of(size));
                Store store = copy.open()) {
            long live = Heap.live();
            long allocated = Heap.allocated();
            Heap.forgetPeak();
            long begun = System.nanoTime();
            performed(store, merge());
            double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            long peak = Math.min(Heap.peak(), live + Heap.allocated() - allocated);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.MILLIS, seconds * MILLIS_PER_SECOND);
            figures.put(Figure.EXTRA_HEAP, Math.max(0, peak - live) / MEGABYTE);
            figures.put(Figure.HEAP_MAX, Runtime.getRuntime().maxMemory() / MEGABYTE);
            return figures;
        }
    }

    private static Case retention() {
        return Case.of(
                        "retention",
                        "retention of 0.6 GB that drops two kinds of four, into one segment",
                        rust("strategy=retain"),
                        CompactionCases::retention,
                        Row.of(Figure.MILLIS),
                        Row.of(Figure.SOURCE_RATE, Goal.atLeastTimesRust(TIMES_RUST)),
                        Row.of(Figure.OUTPUT_RATE, Goal.atLeastTimesOwn(0.5, Figure.COPY_RATE)),
                        Row.of(Figure.COPY_RATE),
                        Row.of(Figure.PAYLOADS_READ, Goal.atMost(0)))
                .reading(Size.PARTS);
    }

    private static Map<Figure, Double> retention(Stage stage) throws Exception {
        RetentionPolicy policy = RetentionPolicy.kinds(EventKind.of(0xF, 1), EventKind.of(0xF, 3));
        AtomicLong read = new AtomicLong();
        Compaction how = Compaction.retention(new Counted(policy, Optional.empty(), read))
                .but()
                .outputBytesMax(ONE_OUTPUT)
                .build();
        Map<Figure, Double> figures = warm(stage, Size.PARTS, how);
        figures.put(Figure.PAYLOADS_READ, read.doubleValue());
        return figures;
    }

    /// Carries out a policy and counts the events whose frame it asks for.
    ///
    /// @param policy the policy
    /// @param rule the policy as it applies to the journal; empty before it is known
    /// @param read how many it asked for
    private record Counted(RetentionPolicy policy, Optional<KeepRule> rule, AtomicLong read) implements KeepRule {
        @Override
        public boolean keeps(CompactionCandidate candidate) {
            return rule.orElseThrow().keeps(new CompactionCandidate() {
                @Override
                public Entry entry() {
                    return candidate.entry();
                }

                @Override
                public StoredEvent event() {
                    read.incrementAndGet();
                    return candidate.event();
                }
            });
        }

        @Override
        public KeepRule over(RetentionPolicy.Facts facts) {
            return new Counted(policy, Optional.of(policy.over(facts)), read);
        }
    }
}
