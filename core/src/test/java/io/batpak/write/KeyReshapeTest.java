package io.batpak.write;

import static io.batpak.write.KeyRows.id;
import static io.batpak.write.KeyRows.stored;
import static io.batpak.write.KeyRows.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.IdempotencyRow;
import io.batpak.format.Kinds;
import io.batpak.format.TombstoneFrames;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.RunParts;
import io.batpak.index.Stretch;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Keys of events that a compaction drops stay known, and the others are followed to their new rows.
///
/// Covers: C1, F8.
/// Tier: unit.
class KeyReshapeTest {
    private static final long OPEN = 9000;
    private static final long CLOSE = 9001;

    private final KeyRows rows = new KeyRows();

    private KeyWindow window(IdempotencyRow... loaded) {
        return window(List.of(loaded));
    }

    private KeyWindow window(List<IdempotencyRow> loaded) {
        return new KeyWindow(
                rows.index.writer(), loaded, new IdempotencyRetention.Unbounded(), IdempotencyOverflow.FAIL_CLOSED);
    }

    private Stretch everything() {
        rows.index.writer().cut();
        rows.index.writer().publish();
        return rows.index.joined(0, rows.index.finished().size());
    }

    private static Reshaping dropping(Stretch stretch, int... dropped) {
        Reshaping.Builder verdicts = Reshaping.of(stretch.rows(), Hash.ZERO).move(1, 1, 57);
        for (int row : dropped) {
            verdicts.drop(row);
        }
        return verdicts.build();
    }

    private void reshape(KeyWindow window, Stretch stretch, Reshaping reshaping) {
        ReshapedRows after = new ReshapedRows(stretch, reshaping);
        window.reshape(stretch, after);
        rows.index.reshape(stretch, after.count() == 0 ? null : RunParts.run(after, after.segments()));
    }

    @Test
    void theKeyOfADroppedEventStaysKnown() {
        KeyWindow window = window();
        window.record(rows.insert(1, 7, tagged(1)));
        rows.insert(2, 8, Extensions.none());
        window.record(rows.insert(3, 9, Extensions.none()));
        Stretch stretch = everything();
        Reshaping reshaping = dropping(stretch, 0, 1);
        assertThat(window.freezeWith(List.of(new ReshapedRows(stretch, reshaping)))
                        .rows())
                .as("what is written before anything goes")
                .containsExactly(stored(1, 7, true, tagged(1)), stored(3, 9, false, Extensions.none()));
        assertThat(window.find(id(1)).orElseThrow().clock()).as("still there").isPresent();
        reshape(window, stretch, reshaping);
        Known known = window.find(id(1)).orElseThrow();
        assertThat(known.sequence()).isEqualTo(7);
        assertThat(known.clock()).isEmpty();
        assertThat(known.extensions()).isEqualTo(tagged(1));
        assertThat(window.find(id(2))).as("was not keyed").isEmpty();
        assertThat(window.find(id(3)).orElseThrow().clock()).isPresent();
        assertThat(window.count()).isEqualTo(2);
    }

    @Test
    void theKeyOfAnEmptiedEventTellsWhatItWasAndIsCountedOnce() {
        KeyWindow window = window();
        window.record(rows.insert(1, 7, tagged(1)));
        window.record(rows.insert(3, 9, Extensions.none()));
        Stretch stretch = everything();
        Reshaping reshaping = Reshaping.of(stretch.rows(), TombstoneFrames.emptiedHash())
                .move(1, 1, 57)
                .empty(0, 100, 80)
                .build();
        reshape(window, stretch, reshaping);
        requireEmptied(window);
        requireEmptied(window(window.snapshot()));
        IdempotencyRow elsewhere = stored(1, 7, false, tagged(1)); // as somebody may write it who does not look at all
        requireEmptied(window(elsewhere, stored(3, 9, false, Extensions.none())));
    }

    private static void requireEmptied(KeyWindow window) {
        Known known = window.find(id(1)).orElseThrow();
        assertThat(known.clock()).isPresent();
        assertThat(known.extensions()).isEqualTo(tagged(1));
        assertThat(known.contentHash()).isEqualTo(stored(1, 7, true, tagged(1)).contentHash());
        assertThat(known.kind()).isEqualTo(KeyRows.KIND);
        assertThat(window.count()).isEqualTo(2);
        assertThat(window.snapshot()).hasSize(2).first().isEqualTo(stored(1, 7, true, tagged(1)));
    }

    @Test
    void keysOfEventsThatGoInSeveralStretchesAreWrittenTogether() {
        rows.insert(1, 7, Extensions.none());
        Stretch early = everything();
        rows.insert(2, 8, Extensions.none());
        rows.index.writer().cut();
        rows.insert(3, 9, Extensions.none());
        rows.index.writer().cut();
        rows.index.writer().publish();
        Stretch late = rows.index.joined(2, 1);
        KeyWindow window = window(); // knows of no key, so that each may be one
        List<ReshapedRows> shrinking =
                List.of(new ReshapedRows(early, dropping(early, 0)), new ReshapedRows(late, dropping(late, 0)));
        assertThat(window.freezeWith(shrinking).rows())
                .containsExactly(stored(1, 7, true, Extensions.none()), stored(3, 9, true, Extensions.none()));
        for (ReshapedRows after : shrinking) {
            window.reshape(after.stretch(), after);
            rows.index.reshape(after.stretch(), null);
        }
        assertThat(window.snapshot())
                .containsExactly(stored(1, 7, true, Extensions.none()), stored(3, 9, true, Extensions.none()));
    }

    @Test
    void theKeyOfAnEventThatIsCommittedAfterTheFlushIsWrittenLater() {
        KeyWindow window = window();
        window.record(rows.insert(1, 7, Extensions.none()));
        Stretch stretch = everything();
        Reshaping reshaping = dropping(stretch, 0);
        window.freezeWith(List.of(new ReshapedRows(stretch, reshaping)));
        window.record(rows.insert(2, 8, tagged(2)));
        reshape(window, stretch, reshaping);
        assertThat(window.snapshot())
                .containsExactly(stored(1, 7, true, Extensions.none()), stored(2, 8, false, tagged(2)));
    }

    @Test
    void anUnkeyedEventOfAClosedSessionLeavesNoKey() {
        List<IdempotencyRow> file = twoSessions(true);
        KeyWindow window = window(file);
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 1, 5));
        assertThat(window.find(id(1))).isEmpty();
        assertThat(window.find(id(3))).isEmpty();
    }

    /// Open, 1, 2 keyed, close unless it crashed; open, 3, close; then what the file says.
    private List<IdempotencyRow> twoSessions(boolean firstCloses) {
        List<IdempotencyRow> file = new ArrayList<>();
        rows.insertOfKind(OPEN, 0, Kinds.OPEN_COMPLETED);
        rows.insert(1, 1, Extensions.none());
        rows.insert(2, 2, Extensions.none());
        if (firstCloses) {
            file.add(stored(OPEN, 0, false, Extensions.none()));
            file.add(stored(2, 2, false, Extensions.none()));
            rows.insertOfKind(CLOSE, 3, Kinds.CLOSE_COMPLETED);
            file.add(stored(CLOSE, 3, false, Extensions.none()));
        } else {
            rows.insert(4, 3, Extensions.none());
        }
        rows.insertOfKind(OPEN + 10, 4, Kinds.OPEN_COMPLETED);
        rows.insert(3, 5, Extensions.none());
        rows.insertOfKind(CLOSE + 10, 6, Kinds.CLOSE_COMPLETED);
        file.add(stored(OPEN + 10, 4, false, Extensions.none()));
        file.add(stored(CLOSE + 10, 6, false, Extensions.none()));
        return file;
    }

    @Test
    void anEventOfACrashedSessionMayHaveBeenKeyed() {
        KeyWindow window = window(twoSessions(false));
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 0, 1, 2, 5));
        assertThat(window.find(id(1))).isPresent();
        assertThat(window.find(id(2))).isPresent();
        assertThat(window.find(id(3))).as("of the session that closed").isEmpty();
        assertThat(window.find(id(OPEN))).as("the journal's own").isEmpty();
    }

    @Test
    void withoutTheFileEveryEventMayHaveBeenKeyed() {
        twoSessions(true);
        KeyWindow window = window();
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 1, 2, 5));
        assertThat(List.of(window.find(id(1)), window.find(id(2)), window.find(id(3))))
                .allMatch(found -> found.isPresent());
    }

    @Test
    void anEventBelowTheOldestWrittenKeyMayHaveBeenKeyed() {
        List<IdempotencyRow> file = twoSessions(true);
        file.removeIf(row -> row.sequence() < 2); // as a file that was full leaves out the oldest
        KeyWindow window = window(file);
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 1, 5));
        assertThat(window.find(id(1))).isPresent();
        assertThat(window.find(id(3))).isEmpty();
    }

    @Test
    void aDroppedOpeningDoesNotMakeACrashedSessionLookClosed() {
        KeyWindow window = window(twoSessions(false));
        Stretch first = everything();
        reshape(window, first, dropping(first, 4));
        List<IdempotencyRow> file = window.snapshot();
        KeyWindow reopened = window(file);
        Stretch stretch = everything();
        reshape(reopened, stretch, dropping(stretch, 1));
        assertThat(reopened.find(id(1))).isPresent();
    }

    @Test
    void onlyTheSessionWhoseOpeningGoesForgetsItsClose() {
        KeyWindow window = window(twoSessions(true));
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 0));
        assertThat(window.snapshot())
                .extracting(IdempotencyRow::eventId)
                .containsExactly(id(OPEN), id(2), id(OPEN + 10), id(CLOSE + 10));
        assertThat(window.count()).isEqualTo(4);
        window.record(rows.insertOfKind(CLOSE + 20, 7, Kinds.CLOSE_COMPLETED));
        assertThat(window.count()).as("the end of this session").isEqualTo(5);
    }

    @Test
    void anOpeningThatBecomesATombstoneTakesTheKeyOfItsCloseAlong() {
        KeyWindow window = window(twoSessions(true));
        Stretch stretch = everything();
        reshape(
                window,
                stretch,
                Reshaping.of(stretch.rows(), Hash.ZERO)
                        .move(1, 1, 57)
                        .tombstone(4, 100, 80)
                        .build());
        assertThat(window.snapshot())
                .extracting(IdempotencyRow::eventId)
                .contains(id(CLOSE))
                .doesNotContain(id(CLOSE + 10));
    }

    @Test
    void openingsOutsideOfWhatChangesKeepTheKeyOfTheirClose() {
        List<IdempotencyRow> file = twoSessions(true);
        Stretch early = everything();
        rows.insert(7, 7, Extensions.none());
        rows.insertOfKind(OPEN + 20, 8, Kinds.OPEN_COMPLETED);
        rows.insertOfKind(CLOSE + 20, 9, Kinds.CLOSE_COMPLETED);
        file.add(stored(OPEN + 20, 8, false, Extensions.none()));
        file.add(stored(CLOSE + 20, 9, false, Extensions.none()));
        rows.index.writer().cut();
        rows.index.writer().publish();
        KeyWindow window = window(file);
        Stretch late = rows.index.joined(1, 1);
        reshape(window, late, dropping(late, 0));
        reshape(window, early, dropping(early, 1, 5));
        assertThat(window.snapshot())
                .extracting(IdempotencyRow::eventId)
                .contains(id(CLOSE), id(CLOSE + 10), id(CLOSE + 20));
    }

    @Test
    void ifTheOpeningOfThisSessionIsDroppedItsCloseVouchesForNothing() {
        rows.insertOfKind(OPEN, 0, Kinds.OPEN_COMPLETED);
        rows.insert(1, 1, Extensions.none());
        KeyWindow window = window(stored(OPEN, 0, false, Extensions.none()));
        window.record(rows.insertOfKind(OPEN + 10, 2, Kinds.OPEN_COMPLETED));
        window.record(rows.insert(5, 3, Extensions.none()));
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 2));
        long keys = window.count();
        window.record(rows.insertOfKind(CLOSE, 4, Kinds.CLOSE_COMPLETED));
        assertThat(window.count()).isEqualTo(keys);
        KeyWindow reopened = window(window.snapshot());
        Stretch all = everything();
        Reshaping.Builder verdicts =
                Reshaping.of(all.rows(), Hash.ZERO).move(1, 1, 57).drop(1);
        ReshapedRows after = new ReshapedRows(all, verdicts.build());
        reopened.reshape(all, after);
        assertThat(reopened.snapshot()).extracting(IdempotencyRow::eventId).contains(id(1));
    }

    @Test
    void keysOfASessionWhoseOpeningIsDroppedCountAsBefore() {
        KeyWindow window = window();
        window.record(rows.insertOfKind(OPEN, 0, Kinds.OPEN_COMPLETED));
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 0));
        window.record(rows.insert(6, 5, Extensions.none()));
        assertThat(window.count()).isEqualTo(2);
    }

    @Test
    void extensionsThatTheFileToldFollowTheirEventsUnread() {
        for (int key = 1; key <= 3; key++) {
            rows.insertUnknown(key, key, tagged(key));
        }
        KeyWindow window =
                window(stored(1, 1, false, tagged(1)), stored(2, 2, false, tagged(2)), stored(3, 3, false, tagged(3)));
        Stretch stretch = everything();
        Reshaping reshaping = dropping(stretch, 0);
        ReshapedRows after = new ReshapedRows(stretch, reshaping);
        window.reshape(stretch, after);
        rows.index.reshape(stretch, RunParts.run(after, after.segments()));
        rows.frames.clear(); // whoever reads one fails
        assertThat(window.snapshot())
                .extracting(IdempotencyRow::extensions)
                .containsExactly(tagged(1), tagged(2), tagged(3));
    }

    @Test
    void aKeyOfATombstoneIsItsOwnUnlessTheFileTellsAnEventThatWasThereBefore() {
        rows.insertEmptied(1, 7);
        assertThat(window(KeyRows.tombstone(1, 7)).isOfDropped(id(1))).isFalse();
        assertThat(window(stored(1, 6, true, Extensions.none())).isOfDropped(id(1)))
                .as("of another event with the same key")
                .isFalse();
        assertThat(window(stored(1, 7, false, Extensions.none())).isOfDropped(id(1)))
                .isTrue();
    }

    @Test
    void keysThatTheWindowHasLeftBehindAreNotKept() {
        KeyWindow window = new KeyWindow(
                rows.index.writer(), List.of(), new IdempotencyRetention.Window(5), IdempotencyOverflow.FAIL_CLOSED);
        window.record(rows.insert(1, 1, Extensions.none()));
        window.record(rows.insert(2, 18, Extensions.none()));
        window.record(rows.insert(3, 19, Extensions.none()));
        window.evict(20);
        Stretch stretch = everything();
        reshape(window, stretch, dropping(stretch, 0, 1));
        assertThat(window.find(id(1))).isEmpty();
        assertThat(window.find(id(2))).isPresent();
        assertThat(window.count()).isEqualTo(2);
        window.evict(24);
        assertThat(window.count()).as("both were left behind").isEqualTo(1);
    }

    @Test
    void bitsFollowTheirRowsWhateverIsDropped() {
        for (long seed = 0; seed < 40; seed++) {
            checkBits(new Random(seed));
        }
    }

    private static void checkBits(Random random) {
        KeyReshapeTest world = new KeyReshapeTest();
        KeyWindow window = world.window();
        TreeSet<Long> keyed = new TreeSet<>();
        TreeSet<Long> unkeyed = new TreeSet<>();
        long sequence = 0;
        for (int round = 0; round < 4; round++) {
            for (int event = 0; event < 30; event++, sequence++) {
                boolean withKey = random.nextBoolean();
                int row = world.rows.insert(sequence + 1, sequence, Extensions.none());
                (withKey ? keyed : unkeyed).add(sequence);
                if (withKey) {
                    window.record(row);
                }
            }
            Stretch stretch = world.everything();
            int[] dropped = random.ints(random.nextInt(20), 0, stretch.rows())
                    .sorted()
                    .distinct()
                    .toArray();
            for (int row : dropped) {
                unkeyed.remove(stretch.source().sequence(row));
            }
            world.reshape(window, stretch, dropping(stretch, dropped));
            assertThat(window.count()).isEqualTo(keyed.size());
            assertThat(window.snapshot())
                    .extracting(IdempotencyRow::sequence)
                    .containsExactlyInAnyOrderElementsOf(keyed);
            for (long left : unkeyed) {
                assertThat(window.find(id(left + 1))).isPresent();
            }
        }
    }
}
