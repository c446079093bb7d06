package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.IndexRunDamageException;
import io.batpak.format.Preamble;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RunFiles;
import io.batpak.sidecar.RunFiles.Choice;
import io.batpak.sidecar.RunFiles.Discarded;
import io.batpak.sidecar.RunName;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Index runs beside the segments: which of them describe what is on disk, and what a crash leaves.
///
/// Tier: crash. Covers: C2.
class RunFilesTest {
    private static final int ROWS = 3;

    private final MemFs fs = new MemFs();
    private final List<SegmentName> segments = new ArrayList<>();

    @BeforeEach
    void fiveSegments() {
        fs.create();
        for (long id = 1; id <= 5; id++) {
            SegmentName name = SegmentName.of(id);
            segments.add(name);
            byte[] preamble = Preamble.encode(id, 1000 + id);
            byte[] bytes = Arrays.copyOf(preamble, preamble.length + 6000);
            try (StoreFile file = fs.createNew(name.fileName())) {
                file.write(bytes, 0, bytes.length, 0);
            }
        }
        fs.syncDirectory();
    }

    private RunSegment identity(SegmentName segment) {
        return RunFiles.identify(fs, segment, 57, false, ROWS).orElseThrow();
    }

    private RunName write(int first, int last) {
        List<RunSegment> covered =
                segments.subList(first - 1, last).stream().map(this::identity).toList();
        return RunFiles.write(fs, new EqualRows(first, ROWS, ROWS * covered.size()), covered);
    }

    private Choice choose() {
        return choose(fs);
    }

    private Choice choose(MemFs where) {
        return RunFiles.choose(where, where.list(), segments, false);
    }

    private static List<String> used(Choice choice) {
        return choice.used().stream().map(run -> run.name().fileName()).toList();
    }

    private static List<String> discarded(Choice choice) {
        return choice.discarded().stream().map(Discarded::fileName).toList();
    }

    private void assertDiscarded(String fileName, String why) {
        Choice choice = choose();
        assertThat(choice.used()).isEmpty();
        assertThat(choice.discarded()).singleElement().satisfies(found -> {
            assertThat(found.fileName()).isEqualTo(fileName);
            assertThat(found.why()).contains(why);
        });
    }

    private void damageSegment(long id, UnaryOperator<byte[]> change) {
        fs.damage(SegmentName.of(id).fileName(), change);
    }

    @Test
    void whatWasWrittenIsChosenAndSurvivesAPowerCut() {
        for (int row : new int[] {1, 3}) {
            write(row, row + 1);
        }
        for (MemFs after : List.of(fs, fs.killed())) {
            Choice choice = choose(after);
            assertThat(used(choice)).containsExactly("000001-000002.fbx", "000003-000004.fbx");
            assertThat(choice.discarded()).isEmpty();
            assertThat(choice.segmentsCovered()).isEqualTo(4);
            assertThat(choice.rows()).isEqualTo(12);
            assertThat(choice.used().get(1).file().segment(5)).isEqualTo(4);
            assertThat(choice.used().get(1).fileLength()).isEqualTo(after.bytes("000003-000004.fbx").length);
        }
        assertThat(fs.crash().bytes("000003-000004.fbx")).isEqualTo(fs.bytes("000003-000004.fbx"));
    }

    @Test
    void deletedRunsStayAway() {
        RunName name = write(1, 3);
        RunFiles.delete(fs, List.of(name.fileName()));
        assertThat(fs.crash().list()).doesNotContain(name.fileName());
    }

    @Test
    void withoutRunsNothingIsCovered() {
        assertThat(choose()).isEqualTo(new Choice(List.of(), List.of()));
        assertThat(RunFiles.choose(fs, fs.list(), List.of(), false).segmentsCovered())
                .isZero();
    }

    @Test
    void theWidestRunWinsAndTheOthersAreSuperseded() {
        write(1, 1);
        write(2, 3);
        write(1, 3);
        write(4, 4);
        Choice choice = choose();
        assertThat(used(choice)).containsExactly("000001-000003.fbx", "000004-000004.fbx");
        assertThat(discarded(choice)).containsExactly("000001-000001.fbx", "000002-000003.fbx");
        assertThat(choice.discarded().getFirst().why()).isEqualTo("superseded by 000001-000003.fbx");
        RunFiles.delete(fs, discarded(choice));
        assertThat(fs.crash().list()).doesNotContain("000001-000001.fbx", "000002-000003.fbx");
        assertThat(used(choose())).isEqualTo(used(choice));
        long mutations = fs.mutations();
        RunFiles.delete(fs, List.of());
        assertThat(fs.mutations()).isEqualTo(mutations);
    }

    @Test
    void aDamagedWideRunFallsBackToTheNarrowOnes() {
        write(1, 1);
        write(2, 3);
        write(1, 3);
        fs.damage("000001-000003.fbx", bytes -> {
            bytes[100] ^= 1;
            return bytes;
        });
        Choice choice = choose();
        assertThat(used(choice)).containsExactly("000001-000001.fbx", "000002-000003.fbx");
        assertThat(choice.discarded())
                .singleElement()
                .satisfies(found -> assertThat(found.why()).startsWith("it is damaged"));
        assertThatThrownBy(
                        () -> RunFiles.open(fs, new RunName(1, 3)).verifyAll().orElseThrow())
                .isInstanceOf(IndexRunDamageException.class);
    }

    @Test
    void runsBehindAGapAreNotUsed() {
        write(1, 1);
        write(3, 5);
        Choice choice = choose();
        assertThat(used(choice)).containsExactly("000001-000001.fbx");
        assertThat(discarded(choice)).containsExactly("000003-000005.fbx");
        assertThat(choice.discarded().getFirst().why()).contains("before it");
    }

    @Test
    void aDroppedFirstSegmentMakesItsRunUseless() {
        write(1, 2);
        segments.removeFirst();
        assertDiscarded("000001-000002.fbx", "its first segment is not there");
    }

    @Test
    void aSegmentInBetweenThatIsGoneOrNewIsNoticed() {
        write(1, 3);
        SegmentName middle = segments.remove(1);
        assertDiscarded("000001-000003.fbx", "other segments");
        segments.add(1, middle);
        fs.delete(middle.fileName());
        assertDiscarded("000001-000003.fbx", "segment 2 is not the one");
    }

    @Test
    void aChangedSegmentOfEqualLengthIsNoticed() {
        write(1, 2);
        damageSegment(2, bytes -> {
            bytes[bytes.length - RunSegment.TAIL_BYTES] ^= 1;
            return bytes;
        });
        assertDiscarded("000001-000002.fbx", "segment 2 is not the one it describes");
    }

    @Test
    void aSegmentOfAnotherTimeIsNoticed() {
        write(1, 2);
        damageSegment(1, bytes -> {
            byte[] other = Preamble.encode(1, 9999);
            System.arraycopy(other, 0, bytes, 0, other.length);
            return bytes;
        });
        assertDiscarded("000001-000002.fbx", "segment 1 is not the one it describes");
    }

    @Test
    void aFooterThatWasAddedLaterChangesTheIdentity() {
        RunSegment before = identity(segments.getFirst());
        write(1, 1);
        damageSegment(1, bytes -> Arrays.copyOf(bytes, bytes.length + 182));
        RunSegment after = identity(segments.getFirst());
        assertThat(after.fileLength()).isEqualTo(before.fileLength() + 182);
        assertThat(after.matches(before.fileLength(), before.createdNanos(), before.tailCrc()))
                .isFalse();
        assertDiscarded("000001-000001.fbx", "segment 1 is not the one it describes");
    }

    @Test
    void aRunThatHasOtherRowsThanTheFooterOfItsSegmentIsNotUsed() {
        RunFiles.write(
                fs,
                new EqualRows(1, ROWS, ROWS),
                List.of(RunFiles.identify(fs, segments.getFirst(), 57, true, ROWS)
                        .orElseThrow()));
        assertDiscarded("000001-000001.fbx", "segment 1 is not the one it describes");
    }

    @Test
    void theIdentityHasTheChecksumOfTheFooterOnlyWithAFooter() {
        damageSegment(1, bytes -> {
            bytes[bytes.length - 20] = 0x11;
            bytes[bytes.length - 17] = 0x44;
            return bytes;
        });
        RunSegment with =
                RunFiles.identify(fs, segments.getFirst(), 57, true, ROWS).orElseThrow();
        assertThat(with.footerCrc()).isEqualTo(0x4400_0011);
        RunSegment without =
                RunFiles.identify(fs, segments.getFirst(), 57, false, 0).orElseThrow();
        assertThat(without.footerCrc()).isZero();
        damageSegment(1, bytes -> new byte[10]);
        assertThat(RunFiles.identify(fs, segments.getFirst(), 57, false, 0)).isEmpty();
    }

    @Test
    void anUnknownVersionIsPassedOverInPlainWords() {
        write(1, 1);
        fs.damage("000001-000001.fbx", bytes -> {
            bytes[6] = 2;
            return bytes;
        });
        assertDiscarded("000001-000001.fbx", "it is of another release");
        assertThatThrownBy(() -> RunFiles.open(fs, new RunName(1, 1))).isInstanceOf(IndexRunDamageException.class);
    }

    @Test
    void aRunUnderTheNameOfAnotherIsNotUsed() {
        write(1, 2);
        fs.rename("000001-000002.fbx", "000001-000003.fbx");
        assertDiscarded("000001-000003.fbx", "its name");
    }

    @Test
    void aRunThatCannotBeReadIsNoRefusal() {
        write(1, 1);
        fs.plan(new MemFault(MemOperation.MAP, 1, IoKind.OTHER, 0));
        assertDiscarded("000001-000001.fbx", "it cannot be read");
    }

    @Test
    void aSegmentThatCannotBeReadIsAFailure() {
        write(1, 1);
        fs.plan(new MemFault(MemOperation.OPEN, 2, IoKind.OTHER, 0)); // the first is the run
        assertThatThrownBy(this::choose).isInstanceOf(StoreIoException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-2.fbx",
                "000001-000002.fbx.batpak-staged",
                "0000001-0000002.fbx",
                "000002-000001.fbx",
                "000001-000002.FBX",
                "+00001-000002.fbx",
                "000001-000002",
                "000001_000002.fbx",
                "000001-00000\u0662.fbx",
                "000001-99999999999999999999.fbx",
                " 000001-000002.fbx"
            })
    void otherNamesAreNotRuns(String name) {
        assertThat(RunName.parse(name)).isEmpty();
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        for (RunName name : List.of(new RunName(0, 0), new RunName(1, 22), new RunName(999_999, 1_234_567))) {
            assertThat(RunName.parse(name.fileName())).contains(name);
            assertThat(StoreFileKind.of(name.fileName())).isEqualTo(StoreFileKind.OTHER);
        }
        assertThat(new RunName(7, 1_234_567).fileName()).isEqualTo("000007-1234567.fbx");
        assertThatIllegalArgumentException().isThrownBy(() -> new RunName(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> RunFiles.write(fs, new EqualRows(1, 1, 0), List.of()));
    }

    /// Power off after every change while a run is replaced by another of the same name.
    @Test
    void aPowerCutAtAnyStepLeavesTheOldRunOrTheNewOne() {
        boolean sawOld = false;
        boolean sawNew = false;
        for (long cut = 0; cut < 12; cut++) {
            MemFs run = fs.killed();
            run.create();
            RunFiles.write(run, new EqualRows(1, ROWS, ROWS), List.of(identity(segments.getFirst())));
            byte[] old = run.bytes("000001-000001.fbx");
            run.powerOffAfter(run.mutations() + cut);
            RunSegment changed = new RunSegment(1, 1, 1, 1, 1, false, 0, 1);
            try {
                RunFiles.write(run, new EqualRows(1, 1, 1), List.of(changed));
            } catch (StoreIoException powerOff) {
                assertThat(powerOff).hasMessageContaining("power");
            }
            for (MemFs left : List.of(run.crash(), run.crash(cut), run.crash(cut + 100), run.killed())) {
                boolean isOld = Arrays.equals(left.bytes("000001-000001.fbx"), old);
                RunFile opened = RunFiles.open(left, new RunName(1, 1));
                assertThat(opened.verifyAll()).isEmpty();
                assertThat(opened.rows()).isEqualTo(isOld ? ROWS : 1);
                sawOld |= isOld;
                sawNew |= !isOld;
            }
        }
        assertThat(sawOld).isTrue();
        assertThat(sawNew).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = MemOperation.class,
            names = {"CREATE", "WRITE", "SYNC", "RENAME"})
    void aFailedStepLeavesTheOldAnswer(MemOperation step) {
        write(1, 2);
        List<String> before = fs.list();
        fs.plan(new MemFault(step, 1, IoKind.STORAGE_FULL, 5));
        assertThatThrownBy(() -> write(1, 3)).isInstanceOf(StoreIoException.class);
        assertThat(fs.list()).isEqualTo(before);
        assertThat(used(choose())).containsExactly("000001-000002.fbx");
    }
}
