package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The thread that merges small segments: when there is one, and who goes before it.
///
/// Tier: unit. Covers: J1.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AutoMergeThreadTest {
    private static final int MANY = 40;
    private static final int FEW = 24;
    /// Merging a store of [#MANY] segments takes half a minute with it, and more with each.
    private static final AutoMerge SLOWLY = new AutoMerge.Tiered(Compaction.BYTES_PER_SECOND_MIN);

    private final AtomicInteger mergers = new AtomicInteger();
    private final MemFs fs = new MemFs();

    @RegisterExtension
    final LogListener log = new LogListener();

    private List<String> logged() {
        return log.lines("small segments");
    }

    private static boolean isMerger(String name) {
        return name.startsWith("batpak-merge-");
    }

    private StoreConfig.Builder counting() {
        return StoreConfig.on(fs).spawner((name, body) -> {
            mergers.addAndGet(isMerger(name) ? 1 : 0);
            return Spawner.platformThreads().spawn(name, body);
        });
    }

    private StoreConfig.Builder withoutMerger() {
        return StoreConfig.on(fs).spawner((name, body) -> {
            if (isMerger(name)) {
                mergers.incrementAndGet();
                throw new SpawnFailedException(name, new OutOfMemoryError("unable to create native thread"));
            }
            return Spawner.platformThreads().spawn(name, body);
        });
    }

    private static long segments(StoreFs fs) {
        return fs.list().stream()
                .filter(name -> SegmentName.parse(name).isPresent())
                .count();
    }

    /// As many sessions before anything was merged by itself.
    private void leave(int sessions, int bytes) {
        StoreConfig config = StoreConfig.on(fs).autoMerge(new AutoMerge.Never()).build();
        for (int session = 0; session < sessions; session++) {
            try (Store store = Store.open(config)) {
                for (int n = 0; n < bytes / 1000; n++) {
                    store.append(Samples.AT, Samples.KIND, Payload.of(Value.map("text", "x".repeat(1000))));
                }
            }
        }
    }

    private void requireAll(int sessions) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            assertThat(reader.stats().eventCount()).isGreaterThanOrEqualTo(2L * sessions);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void thereIsNoneWhileThereIsNothingToMerge() {
        for (int session = 0; session < 5; session++) {
            try (Store store = Store.open(counting().segmentBytesMax(1 << 16).build())) {
                for (int n = 0; n < 1000; n++) {
                    Samples.append(store, n);
                }
            }
        }
        assertThat(segments(fs)).as("full ones and few small ones").isGreaterThan(FEW);
        assertThat(mergers).hasValue(0);
        assertThat(fs.list()).isNotEmpty();
    }

    /// Whether there is something to merge is told by what the open has found anyway.
    @Test
    void aSessionWithoutWorkDoesNothingMoreThanOneThatNeverMerges() {
        leave(6, 0);
        MemFs other = fs.killed();
        long before = fs.count(MemOperation.LIST);
        Store.open(StoreConfig.on(fs).build()).close();
        long never = other.count(MemOperation.LIST);
        Store.open(StoreConfig.on(other).autoMerge(new AutoMerge.Never()).build())
                .close();
        assertThat(fs.count(MemOperation.LIST) - before).isEqualTo(other.count(MemOperation.LIST) - never);
    }

    @Test
    void thereIsOneAsSoonAsThereIs() {
        leave(MANY, 0);
        try (Store store = Store.open(counting().build())) {
            assertThat(mergers).hasValue(1);
            Threads.until("they are merged", () -> segments(fs) <= FEW);
            Samples.append(store, 1);
        }
        requireAll(MANY);
        assertThat(logged()).isEmpty();
    }

    @Test
    void withoutThreadsToBeHadThatIsToldOnceAndTheCloseMerges() {
        leave(MANY, 0);
        try (Store store = Store.open(withoutMerger().build())) {
            assertThat(mergers).hasValue(1);
            assertThat(segments(fs)).isEqualTo(MANY + 1);
            Samples.append(store, 1);
            for (int n = 0; n < 6; n++) {
                store.compact(
                        Compaction.retention(_ -> true).but().minSegments(0).build()); // ends segments
            }
            Samples.append(store, 2);
        }
        assertThat(mergers).as("asked for once").hasValue(1);
        assertThat(logged()).containsExactly("WARNING no thread to merge small segments, they stay for now");
        assertThat(segments(fs)).isLessThanOrEqualTo(FEW);
        requireAll(MANY);
    }

    @Test
    void aCloseDoesNotWaitForIt() {
        leave(MANY, 4000);
        Store store = Store.open(counting().autoMerge(SLOWLY).build());
        assertThat(mergers).hasValue(1);
        Threads.until("it has begun", () -> fs.list().stream().anyMatch(name -> name.contains("compact")));
        store.close();
        assertThat(segments(fs)).as("nothing was merged").isGreaterThan(MANY);
        assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
        assertThat(logged()).isEmpty();
        requireAll(MANY);
    }

    @Test
    void itMakesWayForACompactionAndForACopy() {
        leave(MANY, 4000);
        try (Store store = Store.open(counting().autoMerge(SLOWLY).build())) {
            Threads.until("it has begun", () -> fs.list().stream().anyMatch(name -> name.contains("compact")));
            assertThat(store.snapshot(Path.of("copy")).copiedSegmentIds()).hasSizeGreaterThan(MANY);
            assertThat(store.compact(Compaction.merge()).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(segments(fs)).isLessThanOrEqualTo(FEW);
        }
        assertThat(logged()).isEmpty();
        requireAll(MANY);
    }

    private static boolean isOfARotation(MemFs tried) {
        return tried.steps().stream()
                .anyMatch(step -> step.failed() && step.name().endsWith(".fbat.batpak-staged"));
    }

    @Test
    void aFailureIsLoggedAndLeavesThemForAnotherSession() {
        leave(MANY, 0);
        int failures = 0;
        for (int nth = 2; failures == 0; nth++) {
            MemFs tried = fs.killed();
            tried.plan(MemFault.of(MemOperation.RENAME, nth, IoKind.OTHER));
            int before = logged().size();
            try (Store store = Store.open(StoreConfig.on(tried).build())) {
                Threads.until("it has ended", () -> logged().size() > before || segments(tried) <= FEW);
                Samples.append(store, 1);
            }
            assertThat(nth).as("renames until one is of the merge").isLessThan(FEW);
            if (isOfARotation(tried)) {
                log.clear(); // the next append makes up for it, and a segment that ended is a reason to try again
                continue;
            }
            failures = logged().size() - before;
            assertThat(failures == 0 || segments(tried) > MANY)
                    .as("not tried again")
                    .isTrue();
            Store.open(StoreConfig.on(tried).build()).close();
            assertThat(segments(tried)).isLessThanOrEqualTo(FEW);
        }
        assertThat(failures).isOne();
        assertThat(logged().getFirst()).startsWith("WARNING small segments are not merged for now");
    }
}
