package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testing.Laws;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.quicktheories.generators.SourceDSL;

/// Covers: A4.
/// Tier: law.
class EventIdsTest {
    private static final long NOW_MICROS = 1_700_000_000_000_000L;

    private static int compare(EventId left, EventId right) {
        int high = Long.compareUnsigned(left.high(), right.high());
        return high != 0 ? high : Long.compareUnsigned(left.low(), right.low());
    }

    private static long millis(EventId id) {
        return id.high() >>> 16;
    }

    private static void assertVersion7(EventId id) {
        assertThat(id.high() >>> 12 & 0xF).isEqualTo(7);
        assertThat(id.low() >>> 62).isEqualTo(2);
    }

    @Test
    void idsAreVersion7UuidsOfTheGivenMillisecond() {
        EventId id = new EventIds().next(NOW_MICROS + 999);
        assertThat(millis(id)).isEqualTo(NOW_MICROS / 1000);
        assertVersion7(id);
    }

    @Test
    void theFreeBitsComeFromTheSource() {
        assertThat(new EventIds(() -> 0).next(0)).isEqualTo(new EventId(0x7000, Long.MIN_VALUE));
        assertThat(new EventIds(() -> -1).next(1000)).isEqualTo(new EventId(1L << 16 | 0x7FFF, 0xBFFF_FFFF_FFFF_FFFFL));
    }

    @Test
    void aClockBeforeTheEpochCountsAsTheEpoch() {
        assertThat(millis(new EventIds().next(-5_000_000))).isZero();
        assertThat(millis(new EventIds().next(Long.MIN_VALUE))).isZero();
    }

    @Test
    void idsAscendEvenIfTheClockStandsOrGoesBack() {
        Laws.qt(200)
                .forAll(SourceDSL.lists()
                        .of(SourceDSL.integers().between(-3000, 3000))
                        .ofSizeBetween(2, 200))
                .checkAssert(steps -> {
                    EventIds ids = new EventIds();
                    long now = NOW_MICROS;
                    EventId last = ids.next(now);
                    for (int step : steps) {
                        now += step;
                        EventId next = ids.next(now);
                        assertThat(compare(next, last)).isPositive();
                        assertVersion7(next);
                        last = next;
                    }
                });
    }

    @Test
    void theLastMillisecondIsReusedWhileTheClockLags() {
        EventIds ids = new EventIds();
        long first = millis(ids.next(NOW_MICROS));
        assertThat(millis(ids.next(NOW_MICROS - 2_000_000))).isEqualTo(first);
        assertThat(millis(ids.next(NOW_MICROS + 1_000))).isEqualTo(first + 1);
    }

    @Test
    void fullFreeBitsCarryIntoTheUpperOnesAndThenIntoTheMillisecond() {
        long[] draws = {0, -1, 0, 5, 6};
        int[] at = {0};
        EventIds carrying = new EventIds(() -> draws[at[0]++]);
        assertThat(carrying.next(0)).isEqualTo(new EventId(0x7000, 0xBFFF_FFFF_FFFF_FFFFL));
        assertThat(carrying.next(0)).isEqualTo(new EventId(0x7001, 0x8000_0000_0000_0000L));

        long[] full = {-1, -1, 0, 5, 6};
        at[0] = 0;
        EventIds overflowing = new EventIds(() -> full[at[0]++]);
        overflowing.next(0);
        assertThat(overflowing.next(0)).isEqualTo(new EventId(1L << 16 | 0x7005, 0x8000_0000_0000_0006L));
    }

    @Test
    void aMillionIdsAreDistinctAndTheirLowBitsVary() {
        EventIds ids = new EventIds();
        EventId last = ids.next(NOW_MICROS);
        long ones = 0;
        for (int index = 1; index < 1_000_000; index++) {
            EventId next = ids.next(NOW_MICROS + index);
            assertThat(compare(next, last) > 0).isTrue();
            ones += next.low() & 1;
            last = next;
        }
        assertThat(ones).isBetween(490_000L, 510_000L);
    }

    @Test
    void idsOfConcurrentCallersAreDistinct() throws InterruptedException {
        EventIds ids = new EventIds();
        Set<EventId> seen = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int count = 0; count < 5000; count++) {
                    seen.add(ids.next(NOW_MICROS));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen).hasSize(20_000);
    }
}
