package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.IndexView;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.read.EventReader;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.segment.SegmentReads;
import io.batpak.sidecar.IndexRuns;
import io.batpak.testkit.MemFs;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The index of a living store moves into run files behind the back of everybody, and nobody can tell.
///
/// Tier: crash. Covers: B22, D8, E8, E20.
class SealingTest {
    private static final Coordinate EARLY = Coordinate.of("early:1", "shop");
    private static final int EVENTS = 40_000;
    private static final int BATCH = 100;
    private static final int CUTS_MAX = 60;
    private static final int OPEN_FILES = 8;

    private static StoreConfig.Builder config(StoreFs fs, int segmentBytes) {
        return StoreConfig.on(fs)
                .segmentBytesMax(segmentBytes)
                .indexArtifacts(IndexArtifacts.NEVER)
                .autoMerge(new AutoMerge.Never());
    }

    private static List<String> runs(MemFs fs) {
        return fs.list().stream().filter(name -> name.endsWith(".fbx")).toList();
    }

    private static void fill(Store store, int from, int to) {
        for (int first = from; first < to; first += BATCH) {
            store.appendBatch(IntStream.range(first, Math.min(to, first + BATCH))
                    .mapToObj(n -> BatchItem.of(Coordinate.of("order:" + n % 97, "shop"), KIND, payload(n)))
                    .toList());
        }
    }

    @Test
    void aLivingStoreAnswersTheSameBeforeAndBehindTheSealing() {
        MemFs fs = new MemFs();
        List<String> whole;
        try (Store store = Store.open(config(fs, 64 << 10).build())) {
            Receipt keyed = store.append(EARLY, KIND, payload(1), key(1));
            store.append(EARLY, KIND, payload(2), AppendOptions.none().lane(3));
            fill(store, 0, 1000);
            Entries view = store.query(Region.all());
            Entries stream = store.stream("order:1");
            List<Entry> held = view.toList();
            List<String> seen = lines(held);
            List<String> streamed = lines(stream);
            assertThat(runs(fs)).isEmpty();
            fill(store, 1000, EVENTS / 2);
            Entries middle = store.query(Region.entity("order"));
            assertThat(middle.toList()).hasSize(EVENTS / 2);
            fill(store, EVENTS / 2, EVENTS);
            Threads.until("a run of the first segments", () -> !runs(fs).isEmpty());
            assertThat(lines(view)).isEqualTo(seen);
            assertThat(lines(held)).as("entries that were taken before").isEqualTo(seen);
            assertThat(lines(stream)).isEqualTo(streamed);
            assertThat(middle.stream().map(Entry::sequence).toList())
                    .hasSize(EVENTS / 2)
                    .isSorted();
            goesOnFromAHeadInARun(store, keyed);
            assertThat(store.verifyChain().intact()).isTrue();
            whole = lines(store.query(Region.all()));
            assertThat(whole).hasSize(EVENTS + 5);
        }
        try (StoreReader reader = StoreReader.open(config(fs, 64 << 10).build())) {
            assertThat(reader.openReport().openPath()).isEqualTo("Runs");
            assertThat(lines(reader.query(Region.all())).subList(0, whole.size()))
                    .isEqualTo(whole);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    private static void goesOnFromAHeadInARun(Store store, Receipt keyed) {
        assertThat(store.append(EARLY, KIND, payload(3), key(1))).isEqualTo(keyed);
        assertThatThrownBy(() -> store.append(EARLY, KIND, payload(3), AppendOptions.expecting(7)))
                .isInstanceOfSatisfying(
                        SequenceMismatchException.class,
                        e -> assertThat(e.actual()).isZero());
        assertThatThrownBy(() -> store.append(
                        EARLY, KIND, payload(3), AppendOptions.expectNoStream().lane(3)))
                .isInstanceOf(StreamExistsException.class);
        Receipt next = store.append(EARLY, KIND, payload(3), AppendOptions.expecting(0));
        assertThat(next.clock()).isEqualTo(1);
        assertThat(store.append(EARLY, KIND, payload(4), key(2)).clock())
                .as("the head is in the growing part now")
                .isEqualTo(2);
        assertThat(store.latest("early:1", 0)).map(Entry::clock).contains(2L);
        assertThat(store.latest("early:1", 3)).map(Entry::clock).contains(0L);
        assertThat(store.stream("early:1").stream().map(Entry::clock)).containsExactly(0L, 0L, 1L, 2L);
        assertThat(store.get(next.eventId()).chain().previous())
                .isEqualTo(store.get(keyed.eventId()).chain().event());
        assertThat(store.append(EARLY, KIND, payload(9), key(1)))
                .as("the key of an event in a run, again")
                .isEqualTo(keyed);
    }

    @Test
    void manySmallSessionsGetARunSoThatAnOpenReadsFewSegments() {
        MemFs fs = new MemFs();
        fs.create();
        int sessions = 0;
        while (runs(fs).isEmpty()) {
            assertThat(sessions).isLessThan(70);
            try (Store store = Store.open(config(fs, 1 << 20).build())) {
                fill(store, sessions, sessions + 1);
                sessions++;
            }
        }
        assertThat(sessions).isGreaterThanOrEqualTo(60);
        try (StoreReader reader = StoreReader.open(config(fs, 1 << 20).build())) {
            assertThat(reader.openReport().openPath()).isEqualTo("Runs");
            assertThat(reader.openReport().tailEntries()).isLessThan(10);
            assertThat(reader.query(Region.entity("order")).toList()).hasSize(sessions);
        }
        assertThat(lines(fs.killed())).isEqualTo(lines(ReopenPath.FOOTERS.of(fs)));
    }

    /// The run of the next part must not claim the segments of the one that has none.
    @Test
    void aPartWhoseRunCouldNotBeWrittenIsWrittenWithTheNextOne() {
        MemFs fs = new MemFs();
        List<String> whole;
        try (Store store =
                Store.open(config(failingFirstRun(fs), 400).syncEveryEvents(1).build())) {
            for (int n = 0; n < 400; n++) {
                store.append(EARLY, KIND, payload(n));
            }
            Threads.until("a run of the second part", () -> !runs(fs).isEmpty());
            whole = lines(store.query(Region.all()));
            assertThat(whole).hasSize(401);
        }
        try (StoreReader reader = StoreReader.open(config(fs, 400).build())) {
            assertThat(reader.openReport().openPath()).isEqualTo("Runs");
            assertThat(lines(reader.query(Region.all())).subList(0, whole.size()))
                    .isEqualTo(whole);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    private static StoreFs failingFirstRun(MemFs fs) {
        AtomicBoolean failed = new AtomicBoolean();
        InvocationHandler calls = (_, method, arguments) -> {
            if (method.getName().equals("createNew")
                    && arguments[0].toString().contains(".fbx")
                    && failed.compareAndSet(false, true)) {
                throw new StoreIoException(IoSite.of("create", arguments[0].toString()), IoKind.STORAGE_FULL, "full");
            }
            try {
                return method.invoke(fs, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (StoreFs) Proxy.newProxyInstance(StoreFs.class.getClassLoader(), new Class<?>[] {StoreFs.class}, calls);
    }

    @Test
    void neitherTheScheduleOfTheReferenceNorACooperativeStoreWritesRuns() {
        for (boolean cooperative : new boolean[] {false, true}) {
            MemFs fs = new MemFs();
            StoreConfig.Builder config = config(fs, 4096).cooperative(cooperative);
            FsyncSchedule schedule = cooperative ? FsyncSchedule.SHARED : FsyncSchedule.REFERENCE;
            for (int session = 0; session < 3; session++) {
                try (Store store = Store.open(config.fsyncSchedule(schedule).build())) {
                    for (int n = 0; n < 180; n++) {
                        fill(store, n, n + 1);
                    }
                }
            }
            assertThat(fs.list()).hasSizeGreaterThan(70);
            assertThat(fs.list()).noneMatch(name -> name.contains(".fbx"));
            assertThat(fs.steps()).noneMatch(step -> step.toString().contains(".fbx"));
        }
    }

    /// The fourth run of its size is written, the four become one, and the old ones go.
    @Test
    void aPowerCutAtAnyStepOfSealingAndJoiningLeavesTheSameAnswer() {
        MemFs base = withThreeRuns();
        List<String> whole = lines(base.killed());
        List<Integer> found = new ArrayList<>();
        long cut = 0;
        boolean failed = true;
        while (failed) {
            assertThat(cut).isLessThan(CUTS_MAX);
            String replay = "power off after " + cut;
            MemFs fs = base.killed();
            failed = sealUntilPowerOff(fs, cut, whole.size());
            for (MemFs left : List.of(fs.crash(), fs.crash(cut), fs.crash(cut + 100), fs.killed())) {
                assertThat(lines(left)).as(replay).isEqualTo(whole);
                found.add(runs(left).size());
                ReopenPath.seal(left, view -> assertThat(view.eventCount()).isEqualTo(whole.size()));
                assertThat(runs(left)).as(replay + ", mended").hasSize(1);
                assertThat(lines(left)).as(replay + ", mended").isEqualTo(whole);
            }
            cut++;
        }
        assertThat(cut).isGreaterThan(10);
        assertThat(found).contains(1, 3, 4);
    }

    /// Seals what is not in runs while the power lasts; the index that is open answers all the same.
    ///
    /// @return whether the power failed before all was done
    private static boolean sealUntilPowerOff(MemFs fs, long cut, int events) {
        try (SegmentReads reads = new SegmentReads(fs, OPEN_FILES)) {
            Restored restored = Restore.run(fs, Samples.clock(), true, new EventReader(reads));
            restored.writer().cut();
            long last = fs.mutations() + cut;
            fs.powerOffAfter(last);
            IndexRuns runs = new IndexRuns(fs, restored.index());
            runs.seal(Long.MAX_VALUE);
            runs.joinAll(() -> true);
            IndexView view = restored.index().view();
            assertThat(view.eventCount()).isEqualTo(events);
            for (int row = 0; row < events; row++) {
                assertThat(view.committed(row).sequence()).isEqualTo(row);
            }
            return fs.mutations() >= last;
        }
    }

    /// A compaction holds them from before it looks where the log ends.
    @Test
    void noJoinBeginsWhileTheyAreHeld() {
        MemFs fs = withThreeRuns();
        try (SegmentReads reads = new SegmentReads(fs, OPEN_FILES)) {
            Restored restored = Restore.run(fs, Samples.clock(), true, new EventReader(reads));
            restored.writer().cut();
            IndexRuns runs = new IndexRuns(fs, restored.index());
            runs.seal(Long.MAX_VALUE);
            try (IndexRuns.Hold _ = runs.holdJoins()) {
                try (IndexRuns.Hold _ = runs.holdJoins()) {
                    runs.joinAll(() -> true);
                }
                runs.joinAll(() -> true);
                assertThat(runs(fs)).hasSize(4);
            }
            runs.joinAll(() -> true);
            assertThat(runs(fs)).hasSize(1);
        }
    }

    private static MemFs withThreeRuns() {
        MemFs fs = new MemFs();
        for (int session = 0; session < 4; session++) {
            try (Store store = Store.open(config(fs, 4096).cooperative(true).build())) {
                fill(store, 50 * session, 50 * session + 50);
            }
            if (session < 3) {
                ReopenPath.seal(fs, view -> assertThat(view.eventCount()).isPositive());
            }
        }
        assertThat(runs(fs)).hasSize(3);
        return fs;
    }

    private static List<String> lines(Iterable<Entry> entries) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            lines.add(entry + " " + entry.position() + " " + entry.depth() + " " + entry.wallMillis() + " "
                    + entry.correlationId() + " " + entry.previousHash() + " " + entry.eventHash());
        }
        return lines;
    }

    private static List<String> lines(MemFs fs) {
        try (StoreReader reader = StoreReader.open(Samples.quiet(fs).build())) {
            return Observed.of(reader);
        }
    }
}
