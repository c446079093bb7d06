package io.batpak.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Work in pieces: each row once, the failure a single thread would have met, no thread left behind.
///
/// Tier: unit. Covers: E24.
class RowPiecesTest {
    private static final int PIECE = 8192;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 10 * PIECE + 7})
    void everyRowIsWorkedOnOnce(int rows) {
        for (@Nullable Spawner spawner : new @Nullable Spawner[] {null, Spawner.platformThreads()}) {
            AtomicIntegerArray seen = new AtomicIntegerArray(rows + 1);
            new RowPieces(rows, spawner).run(() -> (from, to) -> {
                assertThat(from % Long.SIZE).isZero();
                for (int row = from; row < to; row++) {
                    seen.incrementAndGet(row);
                }
            });
            for (int row = 0; row < rows; row++) {
                assertThat(seen.get(row)).isEqualTo(1);
            }
        }
    }

    @Test
    void theLowestFailureIsThrownWhoeverMetIt() {
        for (int repeat = 0; repeat < 50; repeat++) {
            RowPieces pieces = new RowPieces(40 * PIECE, Spawner.platformThreads());
            assertThatThrownBy(() -> pieces.run(() -> (from, to) -> {
                        if (from >= 7 * PIECE) {
                            throw new IllegalStateException("at " + from);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("at " + 7 * PIECE);
        }
    }

    @Test
    void anErrorIsThrownAsItIs() {
        RowPieces pieces = new RowPieces(1, Spawner.platformThreads());
        assertThatThrownBy(() -> pieces.run(() -> {
                    throw new AssertionError("no desk");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no desk");
    }

    @Test
    void withoutThreadsTheCallerDoesItAll() {
        AtomicInteger asked = new AtomicInteger();
        Spawner none = (name, _) -> {
            asked.incrementAndGet();
            throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
        };
        ConcurrentHashMap<Thread, Integer> workers = new ConcurrentHashMap<>();
        new RowPieces(5 * PIECE, none)
                .run(() -> (from, to) -> workers.merge(Thread.currentThread(), to - from, Integer::sum));
        assertThat(workers).containsOnlyKeys(Thread.currentThread()).containsValue(5 * PIECE);
        assertThat(asked).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void anInterruptStaysPendingAndStopsNothing() {
        AtomicInteger rows = new AtomicInteger();
        Thread.currentThread().interrupt();
        try {
            new RowPieces(20 * PIECE, Spawner.platformThreads()).run(() -> (from, to) -> rows.addAndGet(to - from));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(rows).hasValue(20 * PIECE);
    }

    @Test
    void bitsAreListedInAscendingOrder() {
        RowBits bits = new RowBits(130);
        bits.set(129);
        bits.set(64);
        bits.set(0);
        assertThat(bits.rowsWith(true)).containsExactly(0, 64, 129);
        assertThat(bits.rowsWith(false))
                .hasSize(127)
                .startsWith(1)
                .endsWith(128)
                .isSorted();
        assertThat(bits.get(64)).isTrue();
        assertThat(bits.get(65)).isFalse();
        assertThat(new RowBits(0).rowsWith(false)).isEmpty();
    }
}
