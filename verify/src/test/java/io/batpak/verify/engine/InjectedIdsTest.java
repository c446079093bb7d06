package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// With the clock and the random bits given, a store without background threads does the same twice.
///
/// Tier: unit. Covers: B11.
class InjectedIdsTest {
    @Test
    void equalSeedsGiveEqualIdsAndOtherSeedsOtherOnes() {
        assertThat(ids(7)).isEqualTo(ids(7)).doesNotContainAnyElementsOf(ids(8)).doesNotHaveDuplicates();
    }

    @Test
    void equalSeedsGiveEqualFiles() {
        assertThat(play(7).bytes("000001.fbat")).isEqualTo(play(7).bytes("000001.fbat"));
    }

    private static List<EventId> ids(long seed) {
        try (Store store =
                Store.open(StoreConfig.on(play(seed)).cooperative(true).build())) {
            return store.query(Region.entity("order")).stream()
                    .map(Entry::eventId)
                    .toList();
        }
    }

    private static MemFs play(long seed) {
        MemFs fs = new MemFs();
        SplittableRandom random = new SplittableRandom(seed);
        StoreConfig config = StoreConfig.on(fs)
                .cooperative(true)
                .clock(new SettableClock(1_700_000_000_000_000L))
                .randomness(random::nextLong)
                .build();
        try (Store store = Store.open(config)) {
            for (int i = 0; i < 10; i++) {
                store.append(Coordinate.of("order:" + i % 3, "shop"), Workload.KIND, Payload.of(Value.map("n", i)));
            }
        }
        return fs;
    }
}
