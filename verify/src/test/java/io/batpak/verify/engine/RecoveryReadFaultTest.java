package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.index.IndexView;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The k-th look at the disk fails while a journal of many segments is opened, for every k: the answer is the
/// whole journal or a typed error, never a part of it, and the disk is not touched.
///
/// Tier: crash. Covers: E12.
class RecoveryReadFaultTest {
    private static final int EVENTS = 200;
    private static final int TAIL_SEGMENTS = 4;
    private static final long LOOKS_MAX = 5000;

    /// What an open goes by.
    enum Way {
        FOOTERS,
        FOOTERS_READ_AHEAD,
        FRAMES,
        FROM_FILES_AT_HAND,
        /// Runs over all but the newest segments, and nothing else.
        RUNS_AND_TAIL
    }

    private static MemFs journal(Way way) {
        MemFs fs = new MemFs();
        StoreConfig config = StoreConfig.on(fs).segmentBytesMax(4096).build();
        try (Store store = Store.open(config)) {
            for (int i = 0; i < EVENTS; i++) {
                store.append(Coordinate.of("e:" + i % 7, "s"), EventKind.of(0xF, 1), Payload.of(Value.map("n", i)));
            }
        }
        if (way != Way.FROM_FILES_AT_HAND) {
            fs.list().stream().filter(name -> !name.endsWith(".fbat")).toList().forEach(fs::delete);
        }
        if (way == Way.FRAMES) {
            segments(fs)
                    .forEach(name -> fs.damage(name, bytes -> {
                        bytes[bytes.length - 1] = 'x'; // no footer magic: the footer is an unfinished frame
                        return bytes;
                    }));
        }
        assertThat(segments(fs)).hasSizeGreaterThanOrEqualTo(16);
        return way == Way.RUNS_AND_TAIL ? withRuns(fs) : fs;
    }

    /// The runs of the journal without its tail, beside the whole journal.
    private static MemFs withRuns(MemFs journal) {
        MemFs older = journal.killed();
        List<String> names = segments(older).stream().sorted().toList();
        names.subList(names.size() - TAIL_SEGMENTS, names.size()).forEach(older::delete);
        ReopenPath.seal(older, view -> assertThat(view.committedCount()).isPositive());
        List<String> runs =
                older.list().stream().filter(name -> name.endsWith(".fbx")).toList();
        assertThat(runs).isNotEmpty();
        for (String run : runs) {
            byte[] bytes = older.bytes(run);
            try (StoreFile file = journal.createNew(run)) {
                file.write(bytes, 0, bytes.length, 0);
            }
        }
        try (StoreReader reader = StoreReader.open(Samples.quiet(journal).build())) {
            assertThat(reader.openReport().openPath()).isEqualTo("Runs");
            assertThat(reader.openReport().tailEntries()).isPositive();
        }
        return journal.killed();
    }

    private static List<String> segments(MemFs fs) {
        return fs.list().stream().filter(name -> name.endsWith(".fbat")).toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyLookMayFailOnce(Way way) {
        MemFs pristine = journal(way);
        List<String> whole = seen(pristine.killed(), way);
        assertThat(whole).hasSizeGreaterThanOrEqualTo(EVENTS);
        for (MemOperation operation : List.of(
                MemOperation.READ, MemOperation.OPEN, MemOperation.LIST, MemOperation.FACTS, MemOperation.MAP)) {
            long faults = 0;
            long k = 1;
            boolean reached = true;
            while (reached) {
                assertThat(k).isLessThan(LOOKS_MAX);
                MemFs fs = pristine.killed();
                fs.plan(MemFault.of(operation, k, IoKind.OTHER));
                String replay = way + ", " + operation + " " + k;
                try {
                    assertThat(seen(fs, way)).as(replay).isEqualTo(whole);
                } catch (StoreException typed) {
                    assertThat(typed.kind()).as(replay).isNotNull();
                    faults++;
                }
                reached = fs.count(operation) >= k;
                assertThat(fs.mutations()).as(replay).isZero();
                k++;
            }
            boolean tried = operation == MemOperation.MAP || way == Way.FOOTERS_READ_AHEAD; // a second look may help
            assertThat(tried || faults > 0)
                    .as("%s: no %s failed", way, operation)
                    .isTrue();
        }
    }

    private static List<String> seen(MemFs fs, Way way) {
        boolean ahead = way == Way.FOOTERS_READ_AHEAD;
        Surroundings around = new Surroundings(
                fs, Clock.system(), Spawner.platformThreads(), ahead ? 0 : Surroundings.NEVER, false, true, true);
        Restored restored = Restore.run(around, false, position -> Extensions.none());
        IndexView view = restored.index().view();
        List<String> lines = new ArrayList<>();
        try (Stream<Integer> rows = Stream.iterate(0, row -> row < view.committedCount(), row -> row + 1)) {
            rows.map(view::committed).map(RecoveryReadFaultTest::line).forEach(lines::add);
        }
        lines.add("next " + restored.nextSequence());
        return lines;
    }

    private static String line(Entry entry) {
        return entry.sequence() + " " + entry.eventId() + " " + entry.position() + " " + entry.eventHash();
    }

    /// The same through the whole store: what a reader sees is all or nothing.
    @ParameterizedTest
    @EnumSource(Way.class)
    void aReaderSeesAllOrIsRefused(Way way) {
        MemFs pristine = journal(way);
        for (long k = 1; k <= 60; k += 3) {
            MemFs fs = pristine.killed();
            fs.plan(MemFault.of(MemOperation.READ, k, IoKind.OTHER));
            try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
                assertThat(reader.query(Region.all()).toList()).hasSize(EVENTS + 2);
            } catch (StoreException typed) {
                assertThat(typed.kind()).isNotNull();
            }
        }
    }
}
