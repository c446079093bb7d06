package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AutoMerge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A program that appends, reads, fences, compacts and copies one journal from many threads, until it is killed or
/// its time is over, and prints what was acknowledged as soon as it is. Lines:
///
/// ```
/// A <fact>     a receipt, see CompactionFacts
/// K <fact>     the same of a keyed append
/// R <n> <r>    from now on a compaction may drop DROP events whose number leaves r divided by n
/// T <n> <r>    the same for tombstones of TOMB events
/// P <n>        compactions that were performed, a figure
/// ! <text>     something that must not happen; the program ends
/// ```
final class CompactingProcess {
    static final long SEGMENT_BYTES = 30_000;

    private CompactingProcess() {}

    /// Runs.
    ///
    /// @param arguments the directory, a directory for copies, seed, number of the session, milliseconds until it
    ///     ends by itself
    public static void main(String[] arguments) throws InterruptedException {
        SpokenFacts out = new SpokenFacts();
        AtomicBoolean over = new AtomicBoolean();
        long seed = Long.parseLong(arguments[2]);
        int session = Integer.parseInt(arguments[3]);
        StoreConfig config = config(Path.of(arguments[0]), seed);
        try (Store store = Store.open(config)) {
            CompactionLoad load = new CompactionLoad(store, out::say, session, seed);
            CompactionChanges changes = new CompactionChanges(store, out::say, Path.of(arguments[1]), seed);
            CompactionReads reads = new CompactionReads(store, load, seed);
            List<Thread> threads = new ArrayList<>();
            load.works().forEach(work -> threads.add(out.start(work, () -> !over.get())));
            reads.works().forEach(work -> threads.add(out.start(work, () -> !over.get())));
            changes.works().forEach(work -> threads.add(out.start(work, () -> !over.get())));
            Thread.sleep(Long.parseLong(arguments[4]));
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            reads.everyReceiptVerifies();
        } catch (RuntimeException | Error e) {
            out.fail(e);
        }
    }

    static StoreConfig config(Path directory, long seed) {
        return StoreConfig.in(directory)
                .segmentBytesMax(SEGMENT_BYTES)
                .syncEveryEvents(seed % 2 == 0 ? 100 : 1)
                .autoMerge(seed % 3 == 0 ? new AutoMerge.Tiered(0) : new AutoMerge.SmallSegments())
                .build();
    }
}
