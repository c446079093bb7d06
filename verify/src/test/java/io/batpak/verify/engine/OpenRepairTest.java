package io.batpak.verify.engine;

import static io.batpak.verify.engine.OpenLooks.inspected;
import static io.batpak.verify.engine.OpenLooks.newest;
import static io.batpak.verify.engine.OpenLooks.put;
import static io.batpak.verify.engine.OpenLooks.restored;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.format.Preamble;
import io.batpak.format.SequenceRanges;
import io.batpak.format.VisibilityRanges;
import io.batpak.model.OpenReport;
import io.batpak.recovery.Restored;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.testkit.MemFs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an open would mend and what it mends: a read-only one announces it, a writable one does exactly that,
/// durably.
///
/// Tier: unit. Covers: E8, E12.
class OpenRepairTest {
    private static final int SECTOR = 512;

    private final MemFs fs = new MemFs();

    /// A session whose process died; nothing of it was synced.
    private MemFs killed(Consumer<Store> last) {
        Store store = Store.open(quiet(fs).build());
        append(store, 1);
        append(store, 2);
        last.accept(store);
        return fs.killed();
    }

    /// What a crash can leave.
    enum Left {
        TORN_END,
        OPEN_BATCH,
        UNFINISHED_PREAMBLE,
        RANGES_BEYOND_THE_END,
        RANGES_BEYOND_THE_END_ONLY,
        PREPARED_FILE,
        LOST_SECTOR,
        TORN_END_OF_A_LINKED_FILE;

        MemFs of(OpenRepairTest test) {
            MemFs left = this == OPEN_BATCH
                    ? test.killed(store -> store.appendBatch(List.of(keyed(3), keyed(4))))
                    : test.killed(store -> append(store, 3));
            switch (this) {
                case TORN_END -> left.damage(newest(left), bytes -> Arrays.copyOf(bytes, bytes.length - 30));
                case OPEN_BATCH -> left.damage(newest(left), bytes -> Arrays.copyOf(bytes, bytes.length - 360));
                case UNFINISHED_PREAMBLE -> put(left, "000002.fbat", Arrays.copyOf(Preamble.encode(2, 5), 20));
                case RANGES_BEYOND_THE_END -> HiddenRangesFile.write(left, ranges(SequenceRanges.of(1, 2, 3, 9)));
                case RANGES_BEYOND_THE_END_ONLY -> HiddenRangesFile.write(left, ranges(SequenceRanges.of(50, 60)));
                case PREPARED_FILE -> put(left, "index.idemp.batpak-staged", new byte[33]);
                case LOST_SECTOR ->
                    left.damage(newest(left), bytes -> {
                        Arrays.fill(bytes, SECTOR, 2 * SECTOR, (byte) 0);
                        return bytes;
                    });
                case TORN_END_OF_A_LINKED_FILE -> {
                    left.damage(newest(left), bytes -> Arrays.copyOf(bytes, bytes.length - 30));
                    left.link(newest(left), "backup");
                }
            }
            return left.killed();
        }

        private static VisibilityRanges ranges(SequenceRanges ranges) {
            SortedMap<Long, SequenceRanges> lanes = new TreeMap<>(Map.of(0L, ranges));
            return new VisibilityRanges(ranges, lanes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAReadOnlyOpenAnnouncesAWritableOneDoes(Left what) {
        MemFs left = what.of(this);
        long before = left.mutations();
        List<OpenReport.Repair> announced = restored(left, false).report().repairs();
        assertThat(inspected(left, Samples.clock()).report().repairs()).isEqualTo(announced);
        assertThat(left.mutations()).isEqualTo(before);
        assertThat(announced).hasSize(1).allSatisfy(repair -> {
            assertThat(repair.done()).isFalse();
            assertThat(repair.fromLength()).isEqualTo(left.bytes(repair.file()).length);
        });
        Restored opened = restored(left, true);
        assertThat(opened.report().repairs())
                .containsExactlyElementsOf(announced.stream()
                        .map(repair -> new OpenReport.Repair(
                                repair.file(), repair.what(), repair.fromLength(), repair.toLength(), true))
                        .toList());
        OpenReport.Repair repair = announced.getFirst();
        MemFs after = left.crash(); // what was mended is durable
        if (repair.toLength() > 0) {
            assertThat(after.bytes(repair.file())).hasSize((int) repair.toLength());
        } else {
            assertThat(left.list()).doesNotContain(repair.file());
        }
        Restored again = restored(after, true);
        assertThat(again.nextSequence()).isEqualTo(opened.nextSequence());
        assertThat(again.hidden()).isEqualTo(opened.hidden());
        assertThat(again.report().repairs().stream().filter(other -> what != Left.PREPARED_FILE))
                .isEmpty();
    }

    @Test
    void whatLiesBehindALostSectorIsKeptBeside() {
        MemFs left = Left.LOST_SECTOR.of(this);
        byte[] whole = left.bytes(newest(left));
        int cut = (int) restored(left, true).report().repairs().getFirst().toLength();
        String kept = newest(left) + ".cut-" + cut + "-" + whole.length;
        assertThat(left.crash().bytes(kept)).isEqualTo(Arrays.copyOfRange(whole, cut, whole.length));
    }

    @Test
    void aTornEndIsNotCutOffUnderAnotherNameOfTheFile() {
        MemFs left = Left.TORN_END_OF_A_LINKED_FILE.of(this);
        byte[] torn = left.bytes("backup");
        restored(left, true);
        assertThat(left.bytes("backup")).isEqualTo(torn);
        assertThat(left.bytes(newest(left))).isEqualTo(Arrays.copyOf(torn, left.bytes(newest(left)).length));
        assertThat(left.bytes(newest(left)).length).isLessThan(torn.length);
    }

    /// A killed process has written frames and not synced them; what follows must not stand behind bytes that a
    /// power cut takes away.
    @Test
    void whatAKilledProcessWroteIsDurableOnceTheJournalIsOpen() {
        MemFs left = killed(store -> append(store, 3));
        byte[] written = left.bytes(newest(left));
        long next = restored(left, true).nextSequence();
        MemFs cut = left.crash();
        assertThat(cut.bytes(newest(cut))).isEqualTo(written);
        assertThat(restored(cut, false).nextSequence()).isEqualTo(next).isEqualTo(4);
    }
}
