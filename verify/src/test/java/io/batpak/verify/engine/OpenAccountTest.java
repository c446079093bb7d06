package io.batpak.verify.engine;

import static io.batpak.verify.engine.OpenLooks.inspected;
import static io.batpak.verify.engine.OpenLooks.newest;
import static io.batpak.verify.engine.OpenLooks.put;
import static io.batpak.verify.engine.OpenLooks.restored;
import static io.batpak.verify.engine.OpenLooks.segments;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.DirectoryMalformedException;
import io.batpak.error.StoreException;
import io.batpak.format.Artifact;
import io.batpak.format.ByteSource;
import io.batpak.format.SidxFooter;
import io.batpak.index.IndexView;
import io.batpak.model.Extensions;
import io.batpak.model.LoadStatus;
import io.batpak.model.OpenReport;
import io.batpak.recovery.Inspected;
import io.batpak.recovery.Inventory;
import io.batpak.recovery.OpenFacts;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.testkit.MemFs;
import io.batpak.time.Spawner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The account that an open gives of itself: where its time went, where the events came from and what it noted.
///
/// Tier: unit. Covers: E8, E12.
class OpenAccountTest {
    private static final long TICK_MICROS = 7;
    private static final int VERSION_AT = 6;
    private static final long SEQUENCE_MAX = Long.MAX_VALUE - 1;

    private final MemFs fs = new MemFs();

    /// Segments of a few events each, all of them finished.
    private MemFs closed() {
        session(fs, 0, 9);
        return fs;
    }

    private static void session(MemFs fs, int from, int to) {
        try (Store store = Store.open(quiet(fs).segmentBytesMax(1200).build())) {
            for (int n = from; n < to; n++) {
                append(store, n);
            }
        }
    }

    private static String file(long segment) {
        return SegmentName.of(segment).fileName();
    }

    private static long framesEnd(MemFs fs, long segment) {
        byte[] bytes = fs.bytes(file(segment));
        return SidxFooter.claimedStart(ByteSource.of(bytes), bytes.length);
    }

    @Test
    void theTimeOfAnOpenIsCountedToItsPhases() {
        MemFs left = closed();
        for (OpenReport report : List.of(
                Restore.run(left, new TickingClock(1), false, position -> Extensions.none())
                        .report(),
                inspected(left, new TickingClock(1)).report())) {
            assertThat(report.phases()).isEqualTo(new OpenReport.Phases(TICK_MICROS, 0, TICK_MICROS, TICK_MICROS));
            assertThat(report.elapsedMicros()).isEqualTo(4 * TICK_MICROS);
        }
    }

    @Test
    void lookingFindsWhatAnOpenFinds() {
        MemFs left = closed();
        Restored opened = restored(left, false);
        Inspected looked = inspected(left, Samples.clock());
        assertThat(looked.nextSequence()).isEqualTo(opened.nextSequence()).isEqualTo(11);
        assertThat(looked.segmentCount())
                .isEqualTo(opened.segmentCount())
                .isEqualTo(segments(left).size());
        assertThat(looked.report()).isEqualTo(opened.report());
        assertThat(opened.segments())
                .containsExactlyElementsOf(segments(left).stream()
                        .map(name ->
                                new OpenFacts.Segment(Long.parseLong(name.substring(0, 6)), left.bytes(name).length))
                        .toList());
        assertThat(file(opened.newSegmentId())).isGreaterThan(newest(left));
        assertThat(opened.asides()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everySegmentIsToldWhicheverSourceSpeaksForIt(ReopenPath path) {
        MemFs left = path.of(closed());
        OpenReport report = restored(left, false).report();
        boolean footers = path != ReopenPath.FRAMES;
        assertThat(report.restoredEntries()).isEqualTo(11);
        assertThat(report.tailEntries()).isZero();
        assertThat(report.segments()).hasSameSizeAs(segments(left)).allSatisfy(segment -> {
            int length = left.bytes(file(segment.segment())).length;
            assertThat(segment.tail()).isEqualTo("CLEAN");
            assertThat(segment.fileLength()).isEqualTo(length);
            assertThat(segment.footer()).isEqualTo(footers);
            assertThat(segment.wholeLength()).isEqualTo(footers ? framesEnd(left, segment.segment()) : length);
        });
    }

    @Test
    void whatNoRunCoversComesFromAnArtifactOrFromTheSegments() {
        MemFs older = ReopenPath.RUNS.of(closed());
        session(fs, 9, 12);
        MemFs left = ReopenPath.FOOTERS.of(fs);
        older.list().stream().filter(name -> name.endsWith(".fbx")).forEach(run -> put(left, run, older.bytes(run)));
        OpenReport tail = restored(left, false).report();
        assertThat(tail.openPath()).isEqualTo("Runs");
        assertThat(List.of(tail.restoredEntries(), tail.tailEntries())).containsExactly(11L, 5L);
        for (Artifact.Form form : Artifact.Form.values()) {
            MemFs helped = left.killed();
            ReopenPath.writeArtifact(helped, form, 0);
            Restored opened = restored(helped, false);
            assertThat(opened.report().openPath()).isEqualTo("Runs");
            assertThat(List.of(
                            opened.report().restoredEntries(), opened.report().tailEntries()))
                    .containsExactly(16L, 0L);
            OpenReport.Artifact used = form == Artifact.Form.MMAP_INDEX
                    ? opened.report().mmapIndex()
                    : opened.report().checkpoint();
            assertThat(used.status()).isEqualTo(LoadStatus.LOADED);
            IndexView view = opened.index().view();
            assertThat(view.committedCount()).isEqualTo(16);
            assertThat(view.committed(15).sequence()).isEqualTo(15);
        }
    }

    @Test
    void anArtifactIsTrustedUpToTheLastSequenceThereCanBe() {
        MemFs whole = ReopenPath.FOOTERS.of(closed());
        MemFs left = whole.killed();
        ReopenPath.writeArtifact(left, Artifact.Form.MMAP_INDEX, SEQUENCE_MAX - 11);
        Inspected last = inspected(left, Samples.clock());
        assertThat(last.report().openPath()).isEqualTo("Mmap");
        assertThat(last.nextSequence()).isEqualTo(SEQUENCE_MAX);
        for (long hostile : new long[] {SEQUENCE_MAX - 10, Long.MIN_VALUE, -12}) {
            MemFs other = whole.killed();
            ReopenPath.writeArtifact(other, Artifact.Form.MMAP_INDEX, hostile);
            Inspected refused = inspected(other, Samples.clock());
            assertThat(refused.report().openPath()).isEqualTo("Rebuild");
            assertThat(refused.nextSequence()).isEqualTo(refused.report().restoredEntries());
            assertThat(refused.report().mmapIndex().status()).isEqualTo(LoadStatus.INVALID);
            assertThat(refused.report().mmapIndex().invalidReason())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("no event can have sequence"));
            assertThat(refused.report().notices()).containsExactly("an index artifact cannot be used");
        }
    }

    @Test
    void artifactsThatAreSwitchedOffAreNotLookedAt() {
        MemFs whole = closed();
        for (ReopenPath path : List.of(ReopenPath.MMAP, ReopenPath.CHECKPOINT)) {
            MemFs left = path.of(whole);
            for (int on = 0; on < 4; on++) {
                boolean mmap = (on & 1) != 0;
                boolean checkpoint = (on & 2) != 0;
                OpenReport report = Restore.inspect(new Surroundings(
                                left,
                                Samples.clock(),
                                Spawner.platformThreads(),
                                Surroundings.NEVER,
                                false,
                                mmap,
                                checkpoint))
                        .report();
                boolean used = path == ReopenPath.MMAP ? mmap : checkpoint;
                assertThat(path.isReportedAs(report.openPath())).isEqualTo(used);
                assertThat(mmap || report.mmapIndex().equals(OpenReport.Artifact.NOT_TRIED))
                        .isTrue();
                assertThat(checkpoint || report.checkpoint().equals(OpenReport.Artifact.NOT_TRIED))
                        .isTrue();
                assertThat(report.restoredEntries()).isEqualTo(11);
            }
        }
    }

    @Test
    void anArtifactMaySpeakForSegmentsWithoutFooter() {
        MemFs left = ReopenPath.FRAMES.of(closed());
        ReopenPath.writeArtifact(left, Artifact.Form.CHECKPOINT, 0);
        OpenReport report = restored(left, false).report();
        assertThat(report.openPath()).isEqualTo("Checkpoint");
        assertThat(report.segments()).hasSameSizeAs(segments(left)).allSatisfy(segment -> {
            assertThat(segment.footer()).isFalse();
            assertThat(segment.wholeLength()).isEqualTo(left.bytes(file(segment.segment())).length);
        });
    }

    @Test
    void aRunOfNoUseIsAnnouncedAndTakenAway() {
        MemFs left = ReopenPath.RUNS.of(closed());
        String run = left.list().stream()
                .filter(name -> name.endsWith(".fbx"))
                .findFirst()
                .orElseThrow();
        left.damage(run, bytes -> Arrays.copyOf(bytes, 10));
        OpenReport report = restored(left, false).report();
        assertThat(report.openPath()).isEqualTo("Rebuild");
        assertThat(report.repairs()).singleElement().satisfies(repair -> {
            assertThat(repair.file()).isEqualTo(run);
            assertThat(repair.what()).startsWith("removed an index run: ");
            assertThat(List.of(repair.fromLength(), repair.toLength())).containsExactly(10L, 0L);
        });
        assertThat(restored(left, true).report().openPath()).isEqualTo("Rebuild");
        assertThat(left.list()).doesNotContain(run);
    }

    @ParameterizedTest
    @EnumSource
    void anArtifactOfALaterReleaseRefusesTheOpenEvenWhereNobodyNeedsIt(Artifact.Form form) {
        MemFs left = ReopenPath.RUNS.of(closed());
        ReopenPath.writeArtifact(left, form, 0);
        left.damage(ArtifactFile.name(form), bytes -> {
            bytes[VERSION_AT] = 99;
            return bytes;
        });
        assertThatThrownBy(() -> restored(left, false))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("99");
    }

    @Test
    void idsAreReadFromZeroUpToTheGreatestThatLeavesRoomForMore() {
        for (long id : new long[] {0, Long.MAX_VALUE - 2}) {
            MemFs own = new MemFs();
            own.create();
            put(own, file(id), new byte[0]);
            assertThat(Inventory.of(own).segments()).containsExactly(SegmentName.of(id));
            assertThat(Inventory.of(own).highestSegment()).isEqualTo(id);
        }
        MemFs above = new MemFs();
        above.create();
        put(above, file(Long.MAX_VALUE - 1), new byte[0]);
        assertThatThrownBy(() -> Inventory.of(above)).isInstanceOf(DirectoryMalformedException.class);
    }

    @Test
    void namesThatSayNothingAreNoted() {
        MemFs left = closed();
        put(left, "first.fbat", new byte[5]);
        put(left, "000001.fbat.compact-src", new byte[5]);
        for (boolean writable : new boolean[] {false, true}) {
            OpenReport report = restored(left, writable).report();
            assertThat(report.notices())
                    .containsExactly(
                            "first.fbat looks like a segment but has no id; not read",
                            "000001.fbat.compact-src was left by a compaction of long ago; not read");
            assertThat(report.repairs()).isEmpty();
        }
        assertThat(left.list()).contains("first.fbat", "000001.fbat.compact-src");
    }

    @Test
    void aSegmentBehindASymbolicLinkIsAsLongAsTheFile() {
        MemFs left = ReopenPath.FOOTERS.of(closed());
        long length = left.bytes("000003.fbat").length;
        left.rename("000003.fbat", "elsewhere");
        left.symlink("000003.fbat", "elsewhere");
        Restored opened = restored(left, false);
        assertThat(opened.segments()).contains(new OpenFacts.Segment(3, length));
        assertThat(opened.nextSequence()).isEqualTo(11);
    }
}
