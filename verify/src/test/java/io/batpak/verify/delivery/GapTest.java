package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.KIND;
import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.GapObservation;
import io.batpak.delivery.SequenceRange;
import io.batpak.format.SequenceRanges;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFile;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.KindFilter;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A cursor notes which sequences between two events cancelled fences have hidden, and nothing else.
///
/// Tier: unit. Covers: A15, I5.
class GapTest {
    private static final EventKind OTHER = EventKind.of(0xF, 2);
    private static final CursorOptions NOTING = CursorOptions.fromTheBeginning().keepingGaps(10);

    private final MemFs fs = new MemFs();

    private static void cancelled(Store store, long lane, int events) {
        VisibilityFence fence = store.beginFence();
        for (int n = 0; n < events; n++) {
            fence.submitBatch(List.of(BatchItem.of(
                    Coordinate.of("a", "room"),
                    KIND,
                    Payload.of(Value.map("n", n)),
                    AppendOptions.none().lane(lane))));
        }
        fence.cancel();
    }

    private static SequenceRange range(long start, long end) {
        return new SequenceRange(start, end);
    }

    @Test
    void onlyWhatFencesHaveHiddenIsAGapLiveAndReopened() {
        long first;
        long second;
        long third;
        try (Store store = open(fs)) {
            first = write(store, "a");
            cancelled(store, 0, 3);
            write(store, "a", OTHER, AppendOptions.none());
            cancelled(store, 0, 1);
            second = write(store, "a");
            write(store, "a", OTHER, AppendOptions.none());
            third = write(store, "a");
            cancelled(store, 0, 2);
            check(store.cursor(REGION, NOTING), first, second, third);
        }
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            check(reader.cursor(REGION, NOTING), first, second, third);
        }
    }

    private static void check(Cursor cursor, long first, long second, long third) {
        assertThat(second).isEqualTo(first + 6);
        assertThat(Notes.sequences(cursor.poll(2))).containsExactly(first, second);
        assertThat(cursor.takeGaps())
                .containsExactly(new GapObservation(
                        first + 1, second, List.of(range(first + 1, first + 4), range(first + 5, second))));
        assertThat(Notes.sequences(cursor.poll(2))).containsExactly(third);
        assertThat(cursor.takeGaps()).as("a hole that other events fill").isEmpty();
    }

    @Test
    void theOldestGapsAreForgottenFirstAndWithoutRoomNoneIsNoted() {
        try (Store store = open(fs)) {
            for (int n = 0; n < 5; n++) {
                cancelled(store, 0, 1);
                write(store, "a");
            }
            Cursor two = store.cursor(REGION, CursorOptions.fromTheBeginning().keepingGaps(2));
            List<Long> all = Notes.sequences(two.poll(10));
            assertThat(two.takeGaps()).extracting(GapObservation::delivered).containsExactly(all.get(3), all.get(4));
            assertThat(two.takeGaps()).isEmpty();
            Cursor none = store.cursor(REGION);
            none.poll(10);
            assertThat(none.takeGaps()).isEmpty();
            assertThatThrownBy(() -> CursorOptions.fromTheBeginning().keepingGaps(-1))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    /// Ranges of lanes beside those of all, as 0.9.0 may leave them.
    @Test
    void whatIsHiddenOnALaneIsAGapToWhoFollowsIt() {
        long last;
        try (Store store = open(fs)) {
            for (int n = 0; n < 5; n++) {
                write(store, "a", KIND, AppendOptions.none().lane(n % 2 == 0 ? 3 : 0));
            }
            last = write(store, "a", KIND, AppendOptions.none().lane(3));
        }
        long first = last - 5;
        TreeMap<Long, SequenceRanges> lanes = new TreeMap<>();
        lanes.put(3L, SequenceRanges.of(first + 2, first + 3));
        byte[] file = new VisibilityRanges(SequenceRanges.of(first + 3, first + 4), lanes).encode();
        try (StoreFile hidden = fs.createNew("visibility_ranges.fbv")) {
            hidden.write(file, 0, file.length, 0);
        }
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            Cursor lane = reader.cursor(Region.all().withLane(3).withKind(new KindFilter.Exact(KIND)), NOTING);
            assertThat(Notes.sequences(lane.poll(10))).containsExactly(first, first + 4, last);
            assertThat(lane.takeGaps())
                    .containsExactly(new GapObservation(
                            first + 1, first + 4, List.of(range(first + 3, first + 4), range(first + 2, first + 3))));
        }
    }
}
