package io.batpak.verify.engine;

import static io.batpak.compact.Survivors.Action.EMPTY;
import static io.batpak.compact.Survivors.Action.KEEP;
import static io.batpak.compact.Survivors.Action.TOMBSTONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.compact.OutputCheck;
import io.batpak.compact.OutputWriter;
import io.batpak.compact.Pacing;
import io.batpak.compact.SourceBytes;
import io.batpak.compact.StagedOutput;
import io.batpak.compact.Survivors;
import io.batpak.error.SegmentDamageException;
import io.batpak.format.ByteSource;
import io.batpak.format.Preamble;
import io.batpak.format.SidxFooter;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A staged output holds exactly what was to be kept, and no failure leaves anything of it.
///
/// Tier: unit. Covers: J2.
class OutputWriterTest {
    private static final int DATA = 0x1234;
    private static final String NAME = "000002.fbat.compact-new";

    private final MemFs fs = new MemFs();
    private final OldSegments old = new OldSegments(fs);

    @BeforeEach
    void create() {
        fs.create();
    }

    private StagedOutput write(@Nullable Spawner spawner) {
        return OutputWriter.write(fs, old.output(2), old.sources(), Pacing.NONE, spawner);
    }

    private void isRight(StagedOutput output) {
        byte[] bytes = fs.bytes(NAME);
        assertThat(output.stagedName()).isEqualTo(NAME);
        assertThat(output.id()).isEqualTo(2);
        assertThat(output.createdNanos()).isEqualTo(OldSegments.CREATED);
        assertThat(output.length()).isEqualTo(bytes.length);
        assertThat(output.rows()).isEqualTo(old.events.size());
        assertThat(output.blake3()).isEqualTo(Hash.blake3(bytes));
        assertThat(Arrays.mismatch(OldSegments.start(bytes, output.framesEnd()), old.expected(2)))
                .as("the first byte that differs; all of them would be megabytes")
                .isEqualTo(-1);
        assertThat(SidxFooter.read(ByteSource.of(bytes), bytes.length))
                .isInstanceOfSatisfying(SidxFooter.Found.Footer.class, footer -> {
                    assertThat(footer.version()).isEqualTo(3);
                    assertThat(footer.framesEnd()).isEqualTo(output.framesEnd());
                    assertThat(footer.rows().count()).isEqualTo(old.events.size());
                    for (int row = 0; row < old.events.size(); row++) {
                        assertThat(footer.rows().sequence(row)).isEqualTo(10L * row);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void survivorsAreCopiedAsTheyAre(boolean threads) {
        old.write(3, 4000, DATA, 200, KEEP);
        old.write(4, 3000, DATA, 150, KEEP);
        isRight(write(threads ? Spawner.platformThreads() : null));
        assertThat(fs.list()).containsExactly(NAME, "000003.fbat", "000004.fbat");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x09, 0xF0, DATA})
    void tombstonesAreWrittenAnewWhateverTheirKindTakes(int kind) {
        old.write(3, 200, kind, 30, KEEP, TOMBSTONE, KEEP, KEEP, EMPTY, TOMBSTONE);
        isRight(write(null));
    }

    @ParameterizedTest
    @EnumSource(Survivors.Action.class)
    void framesLongerThanAPieceGoThrough(Survivors.Action action) {
        old.write(3, 3, DATA, 50, KEEP);
        old.write(4, 2, DATA, 2_000_000, action);
        old.write(5, 2, DATA, 50, KEEP);
        isRight(write(Spawner.platformThreads()));
    }

    @Test
    void anOutputMayHoldNoEvent() {
        isRight(write(null));
    }

    @Test
    void whatAnEarlierAttemptLeftIsReplaced() {
        fs.createNew(NAME).close();
        old.write(3, 5, DATA, 50, KEEP);
        isRight(write(null));
    }

    @Test
    void whatIsStagedSurvivesAPowerCut() {
        old.write(3, 500, DATA, 200, KEEP);
        StagedOutput output = write(null);
        byte[] bytes = fs.bytes(NAME);
        fs.syncDirectory();
        MemFs after = fs.crash();
        assertThat(after.bytes(NAME)).isEqualTo(bytes);
        assertThat(output.length()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @EnumSource(Survivors.Action.class)
    void noDamagedFrameIsCopied(Survivors.Action action) {
        old.write(3, 3, DATA, 40, action);
        OldSegments.Event second = old.events.get(1);
        byte[] whole = fs.bytes("000003.fbat");
        for (int at = 0; at < second.frame().length; at++) {
            int flipped = Math.toIntExact(second.offset()) + at;
            fs.damage("000003.fbat", bytes -> {
                bytes[flipped] ^= 0x10;
                return bytes;
            });
            assertThatThrownBy(() -> write(null))
                    .as("byte %d of the frame", at)
                    .isInstanceOfSatisfying(SegmentDamageException.class, damage -> {
                        assertThat(damage.segment()).isEqualTo(3);
                        assertThat(damage.offset()).isEqualTo(second.offset());
                    });
            assertThat(fs.list()).containsExactly("000003.fbat");
            fs.damage("000003.fbat", _ -> whole.clone());
        }
        isRight(write(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 8, 1_100_000, 1_999_000})
    void aLongFrameIsCheckedToo(int at) {
        old.write(3, 1, DATA, 1_500_000, KEEP);
        fs.damage("000003.fbat", bytes -> {
            bytes[Math.toIntExact(old.events.getFirst().offset()) + at] ^= 1;
            return bytes;
        });
        assertThatThrownBy(() -> write(null)).isInstanceOf(SegmentDamageException.class);
        assertThat(fs.list()).containsExactly("000003.fbat");
    }

    @Test
    void aSourceThatIsTooShortIsDamage() {
        old.write(3, 3, DATA, 40, KEEP);
        fs.damage("000003.fbat", bytes -> OldSegments.start(bytes, bytes.length - 1));
        assertThatThrownBy(() -> write(null)).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void aFrameThatCannotBeIsRefused() {
        old.events.add(new OldSegments.Event(3, 60, new byte[8], KEEP));
        fs.createNew("000003.fbat").close();
        assertThatThrownBy(() -> write(null)).isInstanceOf(SegmentDamageException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = MemOperation.class,
            names = {"CREATE", "WRITE", "SYNC", "READ", "OPEN"})
    void everyFailureLeavesNothingBehind(MemOperation operation) {
        old.write(3, 100, DATA, 40_000, KEEP);
        SourceBytes sources = old.sources();
        for (boolean threads : new boolean[] {false, true}) {
            long before = fs.count(operation);
            OutputWriter.write(fs, old.output(2), sources, Pacing.NONE, null);
            long count = fs.count(operation) - before;
            fs.delete(NAME);
            assertThat(count).isPositive();
            for (long occurrence = 1; occurrence <= count; occurrence++) {
                fs.plan(MemFault.of(operation, occurrence, IoKind.STORAGE_FULL));
                assertThatThrownBy(() -> OutputWriter.write(
                                fs, old.output(2), sources, Pacing.NONE, threads ? Spawner.platformThreads() : null))
                        .as("%s %d", operation, occurrence)
                        .isInstanceOf(StoreIoException.class);
                assertThat(fs.list()).as("%s %d", operation, occurrence).containsExactly("000003.fbat");
            }
        }
    }

    @Test
    void largeOutputsAreSyncedOnTheWay() {
        old.write(3, 150, DATA, 80_000, KEEP);
        long before = fs.count(MemOperation.SYNC);
        StagedOutput output = write(null);
        assertThat(fs.count(MemOperation.SYNC) - before).isEqualTo(output.length() / (8 << 20) + 1);
    }

    @Test
    void withoutThreadsItIsOnlySlower() {
        old.write(3, 50, DATA, 80_000, KEEP);
        isRight(write((name, _) -> {
            throw new SpawnFailedException(name, new OutOfMemoryError("none left"));
        }));
    }

    @Test
    void whatStopsBetweenPiecesDeletesTheOutput() {
        old.write(3, 50, DATA, 80_000, KEEP);
        SourceBytes sources = old.sources();
        assertThatThrownBy(() -> OutputWriter.write(
                        fs,
                        old.output(2),
                        sources,
                        _ -> {
                            throw new IllegalStateException("called off");
                        },
                        Spawner.platformThreads()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(fs.list()).containsExactly("000003.fbat");
    }

    @Test
    void anOutputThatIsNotWhatWasWrittenIsNotTrusted() {
        old.write(3, 5, DATA, 50, KEEP);
        StagedOutput output = write(null);
        byte[] bytes = fs.bytes(NAME);
        int footer = Math.toIntExact(output.framesEnd());
        int preamble = Preamble.encode(2, OldSegments.CREATED).length;
        for (int at : List.of(0, preamble - 1, footer, footer + 40, bytes.length - 1)) {
            fs.damage(NAME, copy -> {
                copy[at] ^= 1;
                return copy;
            });
            assertThatThrownBy(() -> OutputCheck.require(fs, output))
                    .as("byte %d", at)
                    .isInstanceOf(SegmentDamageException.class);
            fs.damage(NAME, _ -> bytes.clone());
        }
        fs.damage(NAME, copy -> OldSegments.start(copy, copy.length - 1));
        assertThatThrownBy(() -> OutputCheck.require(fs, output)).isInstanceOf(SegmentDamageException.class);
        fs.damage(NAME, _ -> bytes.clone());
        StagedOutput more = new StagedOutput(
                2, NAME, output.createdNanos(), 6, output.framesEnd(), output.length(), output.blake3());
        assertThatThrownBy(() -> OutputCheck.require(fs, more)).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void aSegmentThatIsNoSourceIsAMistakeOfTheCaller() {
        SourceBytes sources = old.sources();
        assertThatThrownBy(() -> sources.read(9, 0, new byte[1], 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStagingNameIsTheSegmentsWithAnotherEnd() {
        assertThat(OutputWriter.stagedName(2)).isEqualTo(NAME);
        assertThat(OutputWriter.stagedName(1_234_567)).isEqualTo("1234567.fbat.compact-new");
        assertThat(SegmentName.parse(NAME)).isEmpty();
    }
}
