package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.error.StoreClosedException;
import io.batpak.time.Spawner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// Many readers, fewer open segments than they need, interrupts, and a close in the middle: every read returns
/// the right bytes or says that the store is closed, and in the end nothing is open.
///
/// Tier: law. Covers: F8, E19.
class SegmentReadsConcurrencyTest {
    private static final int SEGMENTS = 6;
    private static final int FRAMES = 30;
    private static final int READERS = 8;
    private static final int READS_BEFORE_CLOSE = 40_000;
    private static final long HANG_NANOS = 60_000_000_000L;

    @TempDir
    private Path directory;

    private final AtomicInteger done = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @RepeatedTest(4)
    void readsUnderEvictionEndWellAndACloseEndsThem() throws InterruptedException {
        WatchedFs fs = new WatchedFs(directory);
        List<FrameFiles.Written> all = new ArrayList<>();
        for (int i = 1; i <= SEGMENTS; i++) {
            fs.list().stream().filter(SegmentName.of(i).fileName()::equals).forEach(fs::delete);
            all.add(FrameFiles.write(fs, i, FRAMES, 2000));
        }
        SegmentReads reads = new SegmentReads(fs, 2, Spawner.platformThreads());
        reads.finishedBelow(-1);
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            int seed = i;
            Thread.Builder kind =
                    i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            readers.add(kind.name("reader-" + i).start(() -> readUntilClosed(reads, all, new Random(seed))));
        }
        until(() -> done.get() >= READS_BEFORE_CLOSE);
        reads.close();
        for (Thread reader : readers) {
            reader.join();
        }
        until(() -> fs.open() == 0 || !failures.isEmpty());
        assertThat(failures).isEmpty();
        assertThat(fs.closedUnderCopy).hasValue(0);
        assertThat(fs.mapped).hasPositiveValue();
        int whileMapping = 2; // a file and its mapping
        int waitingForTheUnmapper = 16 + 1;
        assertThat(fs.openMost.get()).isLessThanOrEqualTo(2 + READERS + whileMapping + waitingForTheUnmapper + READERS);
    }

    private void readUntilClosed(SegmentReads reads, List<FrameFiles.Written> all, Random random) {
        FrameBuffer buffer = new FrameBuffer();
        try {
            while (true) {
                if (random.nextInt(500) == 0) {
                    Thread.currentThread().interrupt();
                }
                FrameFiles.Written segment = all.get(random.nextInt(SEGMENTS));
                int frame = random.nextInt(FRAMES);
                for (int again = random.nextInt(150); again >= 0; again--) {
                    if (!FrameFiles.reads(reads, buffer, segment, frame)) {
                        throw new AssertionError("wrong bytes");
                    }
                    done.incrementAndGet();
                }
                Thread.interrupted();
            }
        } catch (StoreClosedException closed) {
            done.incrementAndGet(); // the end that was wanted
        } catch (Throwable other) {
            failures.add(other);
            done.addAndGet(READS_BEFORE_CLOSE);
        }
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as("hangs").isLessThan(HANG_NANOS);
            LockSupport.parkNanos(200_000);
        }
    }
}
