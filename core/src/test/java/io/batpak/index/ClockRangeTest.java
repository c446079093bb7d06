package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.ClockRange;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Regions with a range of clocks over more rows than are noted together.
///
/// Tier: unit. Covers: F6.
class ClockRangeTest {
    private static final int ROWS = 20_000;
    private static final int ENTITIES = 1000;
    private static final EventKind EVEN = EventKind.ofRaw(0x1000);

    private static int clock(int row) {
        return row / ENTITIES * (row % 7 == 0 ? 3 : 1);
    }

    private static Index index() {
        Index index = Histories.index(List.of());
        for (int row = 0; row < ROWS; row++) {
            index.writer()
                    .insert(new IndexRow()
                            .sequence(row)
                            .eventId(0, row + 1)
                            .coordinate("order:" + row % ENTITIES, "shop:" + row % 3)
                            .kind(row % 2 == 0 ? EVEN.raw() : 0x1001)
                            .at(0, 0, clock(row), row)
                            .hashes(Hash.ZERO, Hash.of(1, 2, 3, row))
                            .position(1 + row / 5000, 32 + row, 100));
        }
        index.writer().cut();
        return index;
    }

    @Test
    void everyRowOfARangeIsFoundAndNoOther() {
        Index index = index();
        index.writer().publish(ROWS - 1);
        check(index.view(), ROWS - 1);
        index.writer().publish();
        check(index.view(), ROWS);
        index.replace(index.finished().getFirst(), RunParts.run(index.finished().getFirst()));
        check(index.view(), ROWS);
    }

    private static void check(IndexView view, int bound) {
        for (ClockRange range : List.of(
                new ClockRange(0, 0),
                new ClockRange(0, 4),
                new ClockRange(10, 12),
                new ClockRange(19, 19),
                new ClockRange(20, 56),
                new ClockRange(57, 57),
                new ClockRange(58, 0xFFFF_FFFFL))) {
            List<Long> all = expected(range, bound, false);
            List<Long> even = expected(range, bound, true);
            Region region = Region.all().withClockRange(range);
            assertThat(Model.sequences(view.query(region))).as("%s", range).isEqualTo(all);
            assertThat(Model.sequences(view.query(region.withKind(new KindFilter.Exact(EVEN)))))
                    .as("%s", range)
                    .isEqualTo(even);
            assertThat(Model.sequences(view.page(region, OptionalLong.of(9_999), 50)))
                    .as("%s", range)
                    .isEqualTo(all.stream().filter(s -> s > 9_999).limit(50).toList());
        }
    }

    private static List<Long> expected(ClockRange range, int bound, boolean even) {
        return IntStream.range(0, bound)
                .filter(row -> clock(row) >= range.start() && clock(row) <= range.end())
                .filter(row -> !even || row % 2 == 0)
                .mapToObj(row -> (long) row)
                .toList();
    }
}
