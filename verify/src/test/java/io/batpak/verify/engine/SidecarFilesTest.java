package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.HiddenRangesException;
import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.error.StoreErrorKind;
import io.batpak.format.Artifact;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.SequenceRanges;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.RecoveryState;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.sidecar.AtomicFile;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SettableClock;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small files beside the segments: put in place and removed as a whole whatever fails, and what damage in
/// them means.
///
/// Tier: crash. Covers: C2, E9.
class SidecarFilesTest {
    private static final String NAME = "some.file";
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};
    private static final List<IdempotencyRow> KEYS = List.of(new IdempotencyRow(
            new IdempotencyKey(1, 2),
            new EventId(1, 2),
            3,
            new FramePosition(1, 57, 500),
            Hash.of(1, 2, 3, 4),
            Hash.ZERO,
            Coordinate.of("order:1", "shop"),
            EventKind.of(0xF, 1),
            3,
            true,
            Extensions.none().with("app.tag", NEW)));

    private final MemFs fs = new MemFs();

    @BeforeEach
    void create() {
        fs.create();
    }

    @Test
    void aPublishedFileSurvivesThePowerCutThatFollows() {
        AtomicFile.write(fs, NAME, OLD);
        assertThat(fs.crash().bytes(NAME)).isEqualTo(OLD);
        AtomicFile.write(fs, NAME, NEW);
        assertThat(fs.crash().bytes(NAME)).isEqualTo(NEW);
        assertThat(fs.list()).containsExactly(NAME);
    }

    @Test
    void aPowerCutAtAnyStepLeavesTheOldFileOrTheNewOne() {
        for (long last = 0; last <= 6; last++) {
            for (long seed = 0; seed < 20; seed++) {
                MemFs cut = new MemFs();
                cut.create();
                AtomicFile.write(cut, NAME, OLD);
                boolean whole = isWritten(cut, last);
                byte[] left = cut.crash(seed).bytes(NAME);
                assertThat(Arrays.equals(left, NEW) || (!whole && Arrays.equals(left, OLD)))
                        .as("after change %d, seed %d: %s", last, seed, Arrays.toString(left))
                        .isTrue();
            }
        }
    }

    private static boolean isWritten(MemFs cut, long changes) {
        cut.powerOffAfter(cut.mutations() + changes);
        try {
            AtomicFile.write(cut, NAME, NEW);
            return true;
        } catch (StoreIoException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MemOperation.class,
            names = {"CREATE", "WRITE", "SYNC", "RENAME"})
    void aStepThatFailsLeavesTheOldFileAndNothingElse(MemOperation step) {
        AtomicFile.write(fs, NAME, OLD);
        fs.plan(MemFault.of(step, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(() -> AtomicFile.write(fs, NAME, NEW)).isInstanceOf(StoreIoException.class);
        assertThat(fs.bytes(NAME)).isEqualTo(OLD);
        assertThat(fs.list()).containsExactly(NAME);
        AtomicFile.write(fs, NAME, NEW);
        assertThat(fs.crash().bytes(NAME)).isEqualTo(NEW);
    }

    @Test
    void contentThatFailsLeavesTheOldFileToo() {
        AtomicFile.write(fs, NAME, OLD);
        assertThatThrownBy(() -> AtomicFile.write(fs, NAME, file -> {
                    file.write(NEW, 0, 1, 0);
                    throw new IllegalStateException("no more");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(fs.bytes(NAME)).isEqualTo(OLD);
        assertThat(fs.list()).containsExactly(NAME);
    }

    @Test
    void aStagedFileThatCannotBeRemovedIsReplacedTheNextTime() {
        fs.plan(MemFault.shortWrite(1, 2, IoKind.OTHER));
        fs.plan(MemFault.of(MemOperation.DELETE, 1, IoKind.OTHER));
        assertThatThrownBy(() -> AtomicFile.write(fs, NAME, NEW))
                .isInstanceOf(StoreIoException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(fs.list()).containsExactly(NAME + StoreFileKind.STAGED_SUFFIX);
        AtomicFile.write(fs, NAME, OLD);
        assertThat(fs.bytes(NAME)).isEqualTo(OLD);
        assertThat(fs.list()).containsExactly(NAME);
    }

    @Test
    void whenOnlyTheDirectorySyncFailsTheNewFileIsThere() {
        AtomicFile.write(fs, NAME, OLD);
        fs.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, 1, IoKind.OTHER));
        assertThatThrownBy(() -> AtomicFile.write(fs, NAME, NEW)).isInstanceOf(StoreIoException.class);
        assertThat(fs.bytes(NAME)).isEqualTo(NEW);
    }

    @Test
    void aRemovedFileStaysAway() {
        AtomicFile.write(fs, NAME, OLD);
        assertThat(AtomicFile.remove(fs, NAME)).isTrue();
        assertThat(fs.crash().list()).isEmpty();
        long mutations = fs.mutations();
        assertThat(AtomicFile.remove(fs, NAME)).isFalse();
        assertThat(fs.mutations()).as("nothing was there to sync").isEqualTo(mutations);
        AtomicFile.write(fs, NAME, OLD);
        fs.plan(MemFault.of(MemOperation.DELETE, 1, IoKind.OTHER));
        assertThatThrownBy(() -> AtomicFile.remove(fs, NAME)).isInstanceOf(StoreIoException.class);
        assertThat(fs.bytes(NAME)).isEqualTo(OLD);
    }

    @Test
    void symbolicLinksAreNeitherReplacedNorRemoved() {
        AtomicFile.write(fs, NAME, OLD);
        fs.symlink("link", NAME);
        for (Runnable attempt :
                List.<Runnable>of(() -> AtomicFile.write(fs, "link", NEW), () -> AtomicFile.remove(fs, "link"))) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOfSatisfying(
                            StoreIoException.class, e -> assertThat(e.ioKind()).isEqualTo(IoKind.INVALID_INPUT));
        }
        assertThat(fs.list()).containsExactly("link", NAME);
        assertThat(fs.bytes(NAME)).isEqualTo(OLD);
    }

    @Test
    void keysAreWrittenAndReadAgain() {
        assertThat(IdempotencyFile.load(fs)).as("missing").isEqualTo(new IdempotencyFile.Loaded(List.of(), none()));
        IdempotencyFile.write(fs, KEYS);
        assertThat(IdempotencyFile.load(fs.crash())).isEqualTo(new IdempotencyFile.Loaded(KEYS, none()));
        IdempotencyFile.write(fs, List.of());
        assertThat(IdempotencyFile.load(fs.crash()).rows()).isEmpty();
        assertThat(fs.bytes(IdempotencyFile.NAME)).hasSize(13);
    }

    private static java.util.Optional<String> none() {
        return java.util.Optional.empty();
    }

    @Test
    void keysAreReadThroughALinkAndNotWrittenThroughOne() {
        IdempotencyFile.write(fs, KEYS);
        fs.rename(IdempotencyFile.NAME, "elsewhere");
        fs.symlink(IdempotencyFile.NAME, "elsewhere");
        assertThat(IdempotencyFile.load(fs).rows()).isEqualTo(KEYS);
        assertThatThrownBy(() -> IdempotencyFile.write(fs, List.of())).isInstanceOf(StoreIoException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc", "magic", "cut", "short", "old", "empty"})
    void damagedAndOldKeysAreNoKeysWithANotice(String damage) {
        IdempotencyFile.write(fs, KEYS);
        fs.damage(IdempotencyFile.NAME, damaging(damage));
        Restored restored = restore();
        assertThat(restored.keys()).isEmpty();
        assertThat(restored.report().notices())
                .singleElement()
                .asString()
                .startsWith("index.idemp is damaged (IDEMPOTENCY_")
                .endsWith("): keys of dropped events are not known");
    }

    private static UnaryOperator<byte[]> damaging(String damage) {
        return bytes -> switch (damage) {
            case "crc" -> flipped(bytes, bytes.length - 1);
            case "magic" -> flipped(bytes, 2);
            case "cut" -> Arrays.copyOf(bytes, bytes.length - 5);
            case "short" -> Arrays.copyOf(bytes, 11);
            case "old" -> flipped(bytes, 6);
            default -> new byte[0];
        };
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    @Test
    void aDiskThatRefusesToReadTheKeysIsANoticeForWhoOnlyReads() {
        IdempotencyFile.write(fs, KEYS);
        fs.plan(MemFault.of(MemOperation.READ, 1, IoKind.OTHER));
        IdempotencyFile.Loaded loaded = IdempotencyFile.look(fs);
        assertThat(loaded.rows()).isEmpty();
        assertThat(loaded.notice().orElseThrow()).startsWith("index.idemp is unreadable (read index.idemp");
    }

    /// They would be written over at the end of the session.
    @Test
    void keysThatTheDiskRefusesTodayAreNotForgotten() {
        IdempotencyFile.write(fs, KEYS);
        List<String> before = fs.list();
        fs.plan(MemFault.of(MemOperation.READ, 1, IoKind.OTHER));
        assertThatThrownBy(() -> Store.open(StoreConfig.on(fs).build()))
                .isInstanceOf(StoreIoException.class)
                .hasMessageContaining("read index.idemp");
        assertThat(fs.list()).containsAll(before);
        fs.plan(MemFault.of(MemOperation.READ, 1, IoKind.OTHER));
        assertThat(Store.inspectRecoveryState(StoreConfig.on(fs).build())).isInstanceOf(RecoveryState.Refused.class);
        fs.plan(MemFault.of(MemOperation.READ, 1, IoKind.OTHER));
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            assertThat(reader.openReport().notices())
                    .anyMatch(notice -> notice.startsWith("index.idemp is unreadable"));
        }
        assertThat(IdempotencyFile.load(fs).rows()).isEqualTo(KEYS);
        assertThat(restore().keys()).isEqualTo(KEYS);
    }

    @Test
    void keysOfALaterVersionFailTheOpenBeforeAnythingIsMended() {
        IdempotencyFile.write(fs, KEYS);
        fs.damage(IdempotencyFile.NAME, bytes -> {
            byte[] later = flipped(bytes, bytes.length - 1); // the version is looked at before the checksum
            later[6] = 2;
            later[7] = 1;
            return later;
        });
        fs.createNew("000001.fbat" + StoreFileKind.STAGED_SUFFIX).close();
        long mutations = fs.mutations();
        for (boolean writable : new boolean[] {false, true}) {
            assertThatThrownBy(() -> Restore.run(fs, new SettableClock(1), writable, position -> Extensions.none()))
                    .isInstanceOfSatisfying(IdempotencyFutureVersionException.class, e -> {
                        assertThat(e.kind()).isEqualTo(StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION);
                        assertThat(e.stored()).isEqualTo(0x102);
                        assertThat(e.current()).isEqualTo(1);
                        assertThat(e.facts()).containsEntry("stored", 0x102).containsEntry("current", 1);
                    });
        }
        assertThat(fs.mutations()).isEqualTo(mutations);
    }

    @Test
    void anArtifactOfALaterVersionFailsTheOpenWithBothNumbers() {
        MemFs checkpoint = closedWith(Artifact.Form.CHECKPOINT);
        assertThatThrownBy(() -> StoreReader.open(StoreConfig.on(checkpoint).build()))
                .isInstanceOfSatisfying(CheckpointFutureVersionException.class, e -> {
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.CHECKPOINT_FUTURE_VERSION);
                    assertThat(e.found()).isEqualTo(0x107);
                    assertThat(e.supported()).isEqualTo(6);
                    assertThat(e.facts()).containsEntry("found", 0x107).containsEntry("supported", 6);
                });
        MemFs mmap = closedWith(Artifact.Form.MMAP_INDEX);
        assertThatThrownBy(() -> StoreReader.open(StoreConfig.on(mmap).build()))
                .isInstanceOfSatisfying(MmapFutureVersionException.class, e -> {
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.MMAP_FUTURE_VERSION);
                    assertThat(e.found()).isEqualTo(0x107);
                    assertThat(e.supported()).isEqualTo(5);
                    assertThat(e.facts()).containsEntry("found", 0x107).containsEntry("supported", 5);
                });
    }

    /// A directory whose artifact says that it has version 0x107.
    private static MemFs closedWith(Artifact.Form form) {
        MemFs closed = new MemFs();
        Store.open(Samples.quiet(closed).build()).close();
        ReopenPath.writeArtifact(closed, form, 0);
        closed.damage(ArtifactFile.name(form), bytes -> {
            bytes[6] = 7;
            bytes[7] = 1;
            return bytes;
        });
        return closed;
    }

    @Test
    void keysAreRestoredInBothModes() {
        IdempotencyFile.write(fs, KEYS);
        assertThat(restore().keys()).isEqualTo(KEYS);
        assertThat(Restore.run(fs, new SettableClock(1), true, position -> Extensions.none())
                        .keys())
                .isEqualTo(KEYS);
    }

    private Restored restore() {
        return Restore.run(fs, new SettableClock(1), false, position -> Extensions.none());
    }

    @Test
    void hiddenRangesAreWrittenReadAndRemovedWhenNothingIsHidden() {
        VisibilityRanges ranges = new VisibilityRanges(SequenceRanges.of(3, 5), new TreeMap<>());
        long length = HiddenRangesFile.write(fs, ranges);
        assertThat(length).isEqualTo(fs.bytes(HiddenRangesFile.NAME).length);
        assertThat(HiddenRangesFile.read(fs.crash())).isEqualTo(ranges);
        assertThat(HiddenRangesFile.write(fs, VisibilityRanges.NONE)).isZero();
        assertThat(fs.crash().list()).isEmpty();
    }

    @Test
    void rangesThatLieWhollyAboveTheEventsGoWithTheirFile() {
        HiddenRangesFile.write(fs, new VisibilityRanges(SequenceRanges.of(3, 5), new TreeMap<>()));
        Restored restored = Restore.run(fs, new SettableClock(1), true, position -> Extensions.none());
        assertThat(restored.report().repairs()).singleElement().satisfies(repair -> {
            assertThat(repair.file()).isEqualTo(HiddenRangesFile.NAME);
            assertThat(repair.toLength()).isZero();
        });
        assertThat(fs.crash().list()).isEmpty();
    }

    @Test
    void damagedHiddenRangesFailTheOpen() {
        HiddenRangesFile.write(fs, new VisibilityRanges(SequenceRanges.of(3, 5), new TreeMap<>()));
        fs.damage(HiddenRangesFile.NAME, bytes -> flipped(bytes, bytes.length - 1));
        assertThatThrownBy(() -> HiddenRangesFile.read(fs)).isInstanceOf(HiddenRangesException.class);
        try (StoreFile file = fs.openExisting(HiddenRangesFile.NAME)) {
            file.write(new byte[1], 0, 1, 64L << 20);
        }
        assertThatThrownBy(() -> HiddenRangesFile.read(fs))
                .isInstanceOf(HiddenRangesException.class)
                .hasMessageContaining("more than any fence leaves");
    }
}
