package io.batpak.segment;

import io.batpak.fs.Mapping;
import io.batpak.testing.Schedules;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is read from is never closed under a reader, is closed once, and does not stay open: the pins of a segment
/// and the queue of those to be unmapped, under every schedule Lincheck chooses.
///
/// Tier: law. Covers: E38.
@Tag("soak-linear")
class SegmentLincheckTest {
    /// One byte that counts how often it was closed.
    private static final class Watched implements Mapping {
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public long length() {
            return 1;
        }

        @Override
        public void copy(long at, byte[] target, int from, int length) {
            if (closed.get() > 0) {
                throw new IllegalStateException("closed under a reader");
            }
            target[from] = 7;
        }

        @Override
        public byte byteAt(long at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public short shortAt(long at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int intAt(long at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long longAt(long at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /// A segment that readers pin and its table lets go of once.
    public static final class Pins {
        private final Watched mapping = new Watched();
        private final SegmentHandle handle = SegmentHandle.of(1, mapping);
        private boolean dropped;

        public Pins() {}

        /// A read, if it can be pinned. Whether it can is not told: somebody else's pin may keep it open.
        @Operation
        public void read() {
            if (handle.tryPin()) {
                if (handle.read(new byte[1], 1, 0) != 1) {
                    throw new IllegalStateException("read nothing");
                }
                release();
            }
        }

        /// The table lets go of it.
        @Operation(nonParallelGroup = "table")
        public void drop() {
            if (!dropped) {
                dropped = true;
                release();
            }
        }

        private void release() {
            if (handle.unpin()) {
                handle.close();
            }
        }

        /// Closed once if it was dropped, else open; then nobody can pin it.
        @Validate
        public void isClosedOnce() {
            if (mapping.closed.get() != (dropped ? 1 : 0) || (dropped && handle.tryPin())) {
                throw new IllegalStateException(mapping.closed + " times closed, dropped " + dropped);
            }
        }
    }

    /// Mappings handed over by several threads, one of which unmaps for all.
    public static final class Retired {
        private final Reclaimer reclaimer = new Reclaimer(null);
        private final AtomicInteger handedOver = new AtomicInteger();
        private final Watched shared = new Watched();

        public Retired() {}

        /// Hands one over.
        @Operation
        public void retire() {
            handedOver.incrementAndGet();
            reclaimer.retire(shared);
        }

        /// 16 would have to wait for that.
        @Operation
        public boolean isBehind() {
            return reclaimer.isBehind();
        }

        /// Nothing stays in the queue.
        @Validate
        public void allAreClosed() {
            if (shared.closed.get() != handedOver.get()) {
                throw new IllegalStateException(shared.closed + " closed of " + handedOver);
            }
        }
    }

    @Test
    void pins() {
        Schedules.chosen(3).check(Pins.class);
    }

    @Test
    void mappingsToBeUnmapped() {
        Schedules.chosen(2).threads(3).check(Retired.class);
    }
}
