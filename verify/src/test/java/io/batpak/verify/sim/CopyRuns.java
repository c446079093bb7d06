package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Entry;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The runs that fork and import under a crash.
final class CopyRuns {
    private static final int SMALL_SEGMENTS = 512;
    private static final long NOON_MICROS = 1_700_000_000_000_000L;
    private static final Path FORK = Path.of("/fork");
    private static final long FORK_TOKEN = 0xC001;
    private static final long DISK_SEED = 0x1B000001;
    private static final int LIES_ONE_IN = 4;
    private static final int LYING_SEEDS = 5;

    private CopyRuns() {}

    /// A fork, and the crash of both sides.
    ///
    /// @param source payloads of the source, in hex
    /// @param fork the same of the fork
    /// @param forkEvents how many events the fork has, those of the store included
    /// @param digest the number of the run
    record Forked(List<String> source, List<String> fork, long forkEvents, long digest) {}

    /// An import, its end in a crash, and the import again.
    ///
    /// @param source contents of the source: payload, hash and link of each event
    /// @param dest the same of the destination, in the end
    /// @param again what the second import counted
    /// @param dropped how many syncs of the destination were lies
    /// @param digest the number of the run
    record Reapplied(List<String> source, List<String> dest, ImportReport again, long dropped, long digest) {}

    /// An import of a journal into itself, twice.
    ///
    /// @param appended how many events there were
    /// @param first what the first counted
    /// @param second what the second counted
    /// @param finalCount how many events there are, those of the store included
    /// @param digest the number of the run
    record SameStore(int appended, ImportReport first, ImportReport second, long finalCount, long digest) {}

    private static StoreConfig.Builder config(MemFs fs) {
        return StoreConfig.on(fs)
                .cooperative(true)
                .clock(new SettableClock(NOON_MICROS))
                .syncEveryEvents(1)
                .fsyncSchedule(FsyncSchedule.REFERENCE)
                .checkpoint(false)
                .mmapIndex(false);
    }

    private static int mod(long seed, int divisor) {
        return (int) Long.remainderUnsigned(seed, divisor);
    }

    static Forked fork(long seed) {
        MemFs fs = new MemFs();
        Store store = Store.open(config(fs).segmentBytesMax(SMALL_SEGMENTS).build());
        fill(store, 3 + mod(seed, 5));
        List<String> source = payloads(store.query(Region.all()).toList(), store);
        store.fork(FORK);
        MemFs left = fs.crash().elsewhere(FORK);
        try (StoreReader reader = StoreReader.open(StoreConfig.on(left).build())) {
            long events = reader.stats().eventCount();
            long digest = new RunDigest(seed).fold(FORK_TOKEN).fold(events).value();
            return new Forked(source, payloads(reader.query(Region.all()).toList(), reader), events, digest);
        }
    }

    private static void fill(Store store, int events) {
        for (int n = 0; n < events; n++) {
            store.append(RecoveryRun.AT, RecoveryRun.KIND, Payload.of(Value.map("n", n)));
        }
    }

    private static List<String> payloads(List<Entry> entries, Journal journal) {
        return entries.stream()
                .filter(entry -> entry.kind().equals(RecoveryRun.KIND))
                .map(entry -> HexFormat.of().formatHex(journal.read(entry).payload()))
                .toList();
    }

    private static List<String> contents(Store store) {
        List<String> contents = new ArrayList<>();
        for (Entry entry : store.query(Region.all())) {
            if (entry.kind().equals(RecoveryRun.KIND)) {
                contents.add(HexFormat.of().formatHex(store.read(entry).payload()) + " " + entry.eventHash() + " "
                        + entry.previousHash());
            }
        }
        return contents;
    }

    static Reapplied importAgain(long seed) {
        ImportOptions one = ImportOptions.from("dst").chunkSize(1);
        try (Store source = Store.open(config(new MemFs()).build())) {
            fill(source, 4 + mod(seed, 5));
            MemFs fs = new MemFs();
            if (mod(seed, LYING_SEEDS) == 0) {
                fs.dropSyncs(new LyingDisk(seed ^ DISK_SEED, LIES_ONE_IN));
            }
            Store killed = Store.open(config(fs).build());
            killed.importEvents(source, one);
            try (Store dest = Store.open(config(fs.crash()).build())) {
                ImportReport again = dest.importEvents(source, one);
                List<String> there = contents(source);
                List<String> here = contents(dest);
                long digest = new RunDigest(seed)
                        .fold(there.size())
                        .fold(here.size())
                        .fold(again.deduplicated())
                        .value();
                return new Reapplied(there, here, again, fs.droppedSyncs(), digest);
            }
        }
    }

    static SameStore importIntoItself(long seed) {
        int events = 8 + mod(seed, 17);
        String blob = "x".repeat(200 + mod(seed, 80));
        ImportOptions options = ImportOptions.from("dst").chunkSize(1 + mod(seed, 4));
        try (Store store =
                Store.open(config(new MemFs()).segmentBytesMax(SMALL_SEGMENTS).build())) {
            for (int i = 0; i < events; i++) {
                store.append(RecoveryRun.AT, RecoveryRun.KIND, Payload.of(Value.map("blob", blob, "i", i)));
            }
            ImportReport first = store.importEvents(store, options);
            ImportReport second = store.importEvents(store, options);
            long count = store.stats().eventCount();
            long digest = new RunDigest(seed)
                    .fold(first.imported())
                    .fold(second.deduplicated())
                    .fold(count)
                    .value();
            return new SameStore(events, first, second, count, digest);
        }
    }
}
