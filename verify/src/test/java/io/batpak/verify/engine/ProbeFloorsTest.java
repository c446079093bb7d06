package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.format.Damage;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.outcome.Outcome;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Four probes count and check at once: frames, values, outcomes and writes; none is lost, none fails, and each comes
/// above a floor that only a catastrophe would miss. The floors are in processor time of the calling thread, so that
/// a busy machine passes too. Outcomes of the product have no functions to combine them but batches, so that is what is
/// counted.
///
/// Tier: law. Covers: E36.
class ProbeFloorsTest {
    private static final int ROUNDS = Depth.isFull() ? 20_000 : 500;
    private static final int FRAMES_PER_SECOND = Depth.isFull() ? 50_000 : 10_000;
    private static final int OUTCOMES_PER_SECOND = Depth.isFull() ? 100_000 : 50_000;
    private static final int WRITES_PER_SECOND = Depth.isFull() ? 1_000 : 500;

    private final MemFs fs = new MemFs();

    /// Runs a probe often, the first half to warm up.
    private static void require(int floor, int rounds, IntConsumer probe) {
        IntStream.range(0, rounds).forEach(probe);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        IntStream.range(0, rounds).forEach(probe);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        long rate = rounds * 1_000_000_000L / Math.max(1, nanos);
        assertThat(rate).as("probes a second of processor time").isGreaterThanOrEqualTo(floor);
    }

    private Store open() {
        return Store.open(Samples.quiet(fs).cooperative(true).build());
    }

    @Test
    void frames() {
        try (Store store = open()) {
            Receipt receipt = store.append(Samples.AT, Samples.KIND, Samples.payload(1));
            FramePosition at = receipt.position();
            byte[] segment = fs.bytes("000001.fbat");
            FrameView view = new FrameView();
            int from = (int) at.offset() + FrameHead.BYTES;
            int length = at.length() - FrameHead.BYTES;
            require(FRAMES_PER_SECOND, ROUNDS * 10, round -> {
                Damage damage = view.decode(segment, from, length);
                assertThat(damage == null
                                && view.eventLow() == receipt.eventId().low())
                        .isTrue();
                assertThat(view.decode(segment, from, round % length) != null).isTrue();
            });
        }
    }

    @Test
    void values() {
        require(FRAMES_PER_SECOND, ROUNDS * 10, round -> {
            Value value = Value.map("n", round, "text", "x");
            assertThat(Value.fromMessagePack(Payload.of(value).bytes()).equals(value))
                    .isTrue();
        });
    }

    @Test
    void outcomes() {
        require(OUTCOMES_PER_SECOND, ROUNDS * 100, round -> {
            Outcome<Integer> batch = Outcome.batch(List.of(Outcome.ok(round), Outcome.cancelled("no")));
            if (!batch.isBatch() || batch.isOk() || batch.equals(Outcome.ok(round))) {
                throw new AssertionError(batch.toString());
            }
        });
    }

    @Test
    void writes() {
        try (Store store = open()) {
            require(WRITES_PER_SECOND, ROUNDS, round -> store.append(Samples.AT, Samples.KIND, Samples.payload(round)));
            List<Entry> found = store.query(Region.entity(Samples.AT.entity())).toList();
            assertThat(found).hasSize(2 * ROUNDS);
        }
    }

    @Test
    void aProbeThatIsTooSlowFindsOutAndOneThatFailsDoes() {
        assertThatThrownBy(() -> require(Integer.MAX_VALUE, 10, round -> Value.map("n", round)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("probes a second");
        assertThatThrownBy(() -> require(1, 10, round -> {
                    throw new IllegalStateException("lost");
                }))
                .hasMessage("lost");
    }
}
