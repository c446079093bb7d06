package io.batpak.read;

import io.batpak.segment.SegmentReads;
import io.batpak.segment.SegmentSweep;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What going through many events needs: memory for pieces of segments, and a decoder. Costs more to make than some
/// events to read, so the few that are in use at once are kept. One thread, between a loan and its end.
final class SweepDesk {
    final SegmentSweep sweep;
    final EventDecoder decoder = new EventDecoder();

    private SweepDesk(SegmentReads reads) {
        this.sweep = new SegmentSweep(reads);
    }

    /// Lends desks. Any thread. One that is never given back is the garbage collector's.
    static final class Pool {
        private static final int SPARES = 8;
        /// One that has read a larger frame is not kept, nor is its memory.
        private static final int SPARE_BYTES_MAX = 256 << 10;

        private final SegmentReads reads;
        private final AtomicReferenceArray<@Nullable SweepDesk> spare = new AtomicReferenceArray<>(SPARES);

        Pool(SegmentReads reads) {
            this.reads = reads;
        }

        SweepDesk lend() {
            SweepDesk desk = spare.getAndSet(slot(), null);
            return desk == null ? new SweepDesk(reads) : desk;
        }

        void takeBack(SweepDesk desk) {
            if (desk.sweep.array().length <= SPARE_BYTES_MAX) {
                desk.sweep.forget();
                spare.set(slot(), desk);
            }
        }

        private static int slot() {
            return (int) (Thread.currentThread().threadId() % SPARES);
        }
    }
}
