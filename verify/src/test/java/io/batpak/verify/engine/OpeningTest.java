package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SegmentDamageException;
import io.batpak.format.Decoded;
import io.batpak.format.LifecyclePayloads;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.OpenReport;
import io.batpak.model.Payload;
import io.batpak.model.RecoveryState;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an open tells, what it takes away, and that looking needs neither a lock nor a writable medium.
///
/// Tier: unit. Covers: E7.
class OpeningTest {
    private static final Coordinate AT = Coordinate.of("opening:1", "test");
    private static final String SEGMENT = "000001.fbat";

    private static void write(MemFs fs, int events) {
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            for (int i = 0; i < events; i++) {
                store.append(AT, EventKind.DATA, Payload.of(Value.map("n", i)));
            }
        }
    }

    private static void put(StoreFs fs, String name) {
        try (StoreFile file = fs.createNew(name)) {
            file.write(new byte[] {1, 2, 3}, 0, 3, 0);
        }
    }

    @Test
    void theObserverIsToldOnceAndItsFailureHarmsNobody() {
        MemFs fs = new MemFs();
        write(fs, 3);
        List<OpenReport> told = new ArrayList<>();
        StoreConfig config = StoreConfig.on(fs)
                .openObserver(report -> {
                    told.add(report);
                    throw new IllegalStateException("the observer is broken");
                })
                .build();
        try (Store store = Store.open(config)) {
            assertThat(told).containsExactly(store.openReport());
        }
        try (StoreReader reader = StoreReader.open(config)) {
            assertThat(told).hasSize(2).last().isEqualTo(reader.openReport());
        }
    }

    @Test
    void theOpenEventHoldsTheReport() {
        MemFs fs = new MemFs();
        write(fs, 3);
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            Entry opened = store.query(Region.kind(EventKind.SYSTEM_OPEN_COMPLETED))
                    .toList()
                    .getLast();
            var decoded =
                    LifecyclePayloads.decodeOpen(store.get(opened.eventId()).payload());
            LifecyclePayloads.OpenCompleted recorded = ((Decoded.Ok<LifecyclePayloads.OpenCompleted>) decoded).value();
            OpenReport report = store.openReport();
            assertThat(recorded.restoredEntries() + recorded.tailEntries()).isEqualTo(5);
            assertThat(recorded.elapsedMicros()).isEqualTo(report.elapsedMicros());
            assertThat(recorded.planMicros()).isEqualTo(report.phases().planMicros());
            assertThat(recorded.mmapStatus()).isEqualTo(report.mmapIndex().status());
            assertThat(recorded.checkpointStatus())
                    .isEqualTo(report.checkpoint().status());
            assertThat(recorded.planMicros()
                            + recorded.internerMicros()
                            + recorded.restoreMicros()
                            + recorded.hiddenRangesMicros())
                    .isLessThanOrEqualTo(recorded.elapsedMicros());
        }
    }

    @Test
    void onlyTemporaryFilesOfTheExactShapeAreTakenAway() {
        MemFs fs = new MemFs();
        write(fs, 1);
        List<String> stray = List.of(".tmpAbC123", ".tmpzzzzzz", "index.idemp.batpak-staged");
        List<String> kept = List.of(
                ".tmp", ".tmp12345", ".tmp1234567", ".tmpAbC12_", "x.tmpAbC123", ".tmpAbC123.txt", ".TMPAbC123");
        stray.forEach(name -> put(fs, name));
        kept.forEach(name -> put(fs, name));
        fs.symlink(".tmpLink00", SEGMENT);

        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            assertThat(reader.openReport().repairs())
                    .extracting(OpenReport.Repair::file)
                    .containsAll(stray);
            assertThat(reader.openReport().repairs()).noneMatch(OpenReport.Repair::done);
            assertThat(fs.list()).containsAll(stray);
        }
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            assertThat(store.openReport().repairs())
                    .filteredOn(OpenReport.Repair::done)
                    .extracting(OpenReport.Repair::file)
                    .containsExactlyInAnyOrderElementsOf(stray);
        }
        assertThat(fs.crash().list())
                .doesNotContainAnyElementsOf(stray)
                .containsAll(kept)
                .contains(".tmpLink00");
    }

    @Test
    void aMediumThatCannotBeWrittenIsRead() {
        MemFs fs = new MemFs();
        write(fs, 3);
        fs.delete(".batpak.lock");
        MemFs medium = fs.onReadOnlyMedium();
        try (StoreReader reader = StoreReader.open(StoreConfig.on(medium).build())) {
            assertThat(reader.query(Region.all()).toList()).hasSize(5);
            assertThat(reader.openReport().notices()).anyMatch(notice -> notice.contains("without a lock"));
        }
        assertThat(medium.mutations()).isZero();
        assertThatThrownBy(() -> Store.open(StoreConfig.on(medium).build())).isInstanceOf(StoreIoException.class);
    }

    @Test
    void whereTheLockFileIsThereItIsTakenOnAReadOnlyMediumToo() {
        MemFs fs = new MemFs();
        write(fs, 3);
        MemFs medium = fs.onReadOnlyMedium();
        try (StoreReader reader = StoreReader.open(StoreConfig.on(medium).build())) {
            assertThat(reader.openReport().notices()).isEmpty();
            assertThatThrownBy(() -> StoreReader.open(StoreConfig.on(medium).build()))
                    .isInstanceOf(StoreLockedException.class);
        }
    }

    @Test
    void aDirectoryWithoutWritePermissionIsRead(@TempDir Path work) throws IOException {
        Path directory = work.resolve("journal");
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            store.append(AT, EventKind.DATA, Payload.of(Value.map("n", 1)));
        }
        Files.delete(directory.resolve(".batpak.lock"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        boolean root = Files.isWritable(directory); // may write anywhere, and so has to take the lock
        try (StoreReader reader = StoreReader.open(StoreConfig.in(directory).build())) {
            assertThat(reader.query(Region.all()).toList()).hasSize(3);
            assertThat(reader.openReport().notices().stream().anyMatch(notice -> notice.contains("without a lock")))
                    .isEqualTo(!root);
            assertThat(Files.exists(directory.resolve(".batpak.lock"))).isEqualTo(root);
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void lookingBesideAWriterChangesNothingAndTakesNoLock() {
        MemFs fs = new MemFs();
        StoreConfig config = StoreConfig.on(fs).build();
        assertThat(Journal.inspectRecoveryState(config)).isEqualTo(new RecoveryState.Absent());
        write(fs, 3);
        try (Store store = Store.open(config)) {
            store.append(AT, EventKind.DATA, Payload.of(Value.map("n", 4)));
            long before = fs.mutations();
            RecoveryState.Openable state = (RecoveryState.Openable) Journal.inspectRecoveryState(config);
            assertThat(state.nextSequence()).isEqualTo(store.stats().nextSequence());
            assertThat(state.segmentCount()).isEqualTo(store.stats().segments());
            assertThat(state.changing()).isFalse();
            assertThat(state.report().restoredEntries() + state.report().tailEntries())
                    .isEqualTo(store.stats().eventCount());
            assertThat(fs.mutations()).isEqualTo(before);
        }
    }

    @Test
    void lookingTellsWhatAnOpenWouldMendOrRefuse() {
        MemFs fs = new MemFs();
        write(fs, 3);
        MemFs torn = fs.killed();
        torn.list().stream().filter(name -> name.startsWith("index.")).forEach(torn::delete);
        byte[] whole = torn.bytes(SEGMENT);
        torn.damage(SEGMENT, bytes -> Arrays.copyOf(bytes, 400));
        RecoveryState.Openable state = (RecoveryState.Openable)
                Journal.inspectRecoveryState(StoreConfig.on(torn).build());
        assertThat(state.report().repairs()).hasSize(1).noneMatch(OpenReport.Repair::done);
        assertThat(torn.bytes(SEGMENT)).hasSize(400);

        torn.damage(SEGMENT, _ -> {
            whole[200] ^= 1;
            whole[whole.length - 1] = 'x'; // without its footer, so that the frames are read
            return whole;
        });
        RecoveryState refused =
                Journal.inspectRecoveryState(StoreConfig.on(torn).build());
        assertThat(refused)
                .isInstanceOfSatisfying(
                        RecoveryState.Refused.class,
                        state2 -> assertThat(state2.refusal()).isInstanceOf(SegmentDamageException.class));
    }
}
