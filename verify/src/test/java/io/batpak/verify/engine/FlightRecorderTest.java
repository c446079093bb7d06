package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreLockedException;
import io.batpak.model.Compaction;
import io.batpak.model.ImportOptions;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store does can be followed in Flight Recorder under fixed names, failures included.
///
/// Covers: G14.
/// Tier: unit.
class FlightRecorderTest {
    private static final List<String> NAMES = Stream.of(
                    "Commit",
                    "Sync",
                    "Rotation",
                    "Fence",
                    "Poison",
                    "Open",
                    "Close",
                    "Compaction",
                    "Copy",
                    "Import",
                    "Verification")
            .map("io.batpak."::concat)
            .toList();

    @TempDir
    private Path directory = Path.of("");

    private List<RecordedEvent> during(Runnable work) throws IOException {
        Path file = directory.resolve("journal.jfr");
        try (Recording recording = new Recording()) {
            NAMES.forEach(name -> recording.enable(name).withoutThreshold());
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static Stream<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.batpak." + name));
    }

    @Test
    void commitsSyncsRotationsAndFencesCanBeFollowed() throws IOException {
        long[] sequence = new long[1];
        List<RecordedEvent> events = during(() -> {
            try (Store store =
                    Store.open(quiet(new MemFs()).segmentBytesMax(2_000).build())) {
                Receipt receipt = append(store, 1);
                sequence[0] = receipt.sequence();
                store.sync();
                VisibilityFence kept = store.beginFence();
                kept.submitBatch(List.of(keyed(2), keyed(3)));
                kept.commit();
                store.beginFence().cancel();
                for (int n = 0; n < 10; n++) {
                    append(store, n);
                }
            }
        });
        assertThat(named(events, "Commit")).anySatisfy(commit -> {
            assertThat(commit.getLong("firstSequence")).isEqualTo(sequence[0]);
            assertThat(commit.getInt("events")).isEqualTo(1);
            assertThat(commit.getLong("bytes")).isPositive();
        });
        assertThat(named(events, "Sync")).isNotEmpty();
        assertThat(named(events, "Rotation"))
                .isNotEmpty()
                .allSatisfy(rotation -> assertThat(rotation.getLong("bytes")).isPositive());
        assertThat(named(events, "Fence").map(fence -> fence.getInt("events") + " " + fence.getBoolean("committed")))
                .containsExactly("2 true", "0 false");
        assertThat(named(events, "Poison")).isEmpty();
    }

    @Test
    void openingsCopiesCompactionsAndVerificationsCanBeFollowed() throws IOException {
        List<RecordedEvent> events = during(() -> {
            MemFs fs = new MemFs();
            try (Store store = Store.open(quiet(fs).segmentBytesMax(2_000).build());
                    Store other = Store.open(quiet(new MemFs()).build())) {
                for (int n = 0; n < 20; n++) {
                    append(store, n);
                }
                store.verifyChain();
                store.snapshot(Path.of("/a-snapshot"));
                other.importEvents(store, ImportOptions.from("another"));
                store.compact(
                        Compaction.retention(candidate -> candidate.entry().sequence() % 3 == 0));
            }
        });
        assertThat(named(events, "Open")).hasSize(2).allMatch(open -> open.getBoolean("writable"));
        assertThat(named(events, "Close")).hasSize(2);
        assertThat(named(events, "Copy"))
                .singleElement()
                .matches(copy -> copy.getString("what").equals("snapshot"));
        assertThat(named(events, "Compaction")).anyMatch(merge -> merge.getLong("segmentsRemoved") > 1);
        assertThat(named(events, "Import")).singleElement().matches(taken -> taken.getLong("imported") == 20);
        assertThat(named(events, "Verification")).hasSize(1);
        assertThat(events.stream().filter(event -> event.hasField("failure")))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getString("failure")).isEmpty())
                .allSatisfy(event -> assertThat(event.getString("journal")).isNotBlank());
    }

    @Test
    void whatFailsIsToldWithTheReason() throws IOException {
        MemFs fs = new MemFs();
        List<RecordedEvent> events = during(() -> {
            try (Store store = Store.open(quiet(fs).build())) {
                append(store, 1);
                assertThatThrownBy(() -> Store.open(quiet(fs).build())).isInstanceOf(StoreLockedException.class);
                assertThatThrownBy(() -> store.snapshot(Path.of(fs.directory())))
                        .isInstanceOf(StoreException.class);
                fs.damage("000001.fbat", bytes -> {
                    bytes[bytes.length - 5] ^= 1;
                    return bytes;
                });
                assertThatThrownBy(store::verifyChain).isInstanceOf(StoreException.class);
            }
        });
        for (String name : List.of("Open", "Copy", "Verification")) {
            assertThat(named(events, name))
                    .as(name)
                    .anyMatch(event -> !event.getString("failure").isEmpty());
        }
    }

    /// What follows the reading of the journal belongs to the opening.
    @Test
    void anOpeningThatFailsAfterTheJournalWasReadIsToldWithTheReason() throws IOException {
        MemFs fs = new MemFs();
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
        }
        List<RecordedEvent> events = during(() -> {
            StoreConfig broken = quiet(fs)
                    .openObserver(_ -> {
                        throw new AssertionError("planted");
                    })
                    .build();
            assertThatThrownBy(() -> Store.open(broken)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> StoreReader.open(broken)).isInstanceOf(AssertionError.class);
            StoreReader.open(quiet(fs).build()).close();
        });
        assertThat(named(events, "Open")
                        .map(open -> open.getBoolean("writable") + " "
                                + open.getString("failure").contains("planted")))
                .containsExactly("true true", "false true", "false false");
    }

    @Test
    void aDiskInDoubtIsTold() throws IOException {
        MemFs fs = new MemFs();
        List<RecordedEvent> events = during(() -> {
            Store store = Store.open(quiet(fs).build());
            append(store, 1);
            fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
            assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
            assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        });
        assertThat(named(events, "Poison"))
                .isNotEmpty()
                .allSatisfy(poison -> assertThat(poison.getString("reason")).isNotBlank());
    }
}
