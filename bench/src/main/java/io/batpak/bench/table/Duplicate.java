package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.bench.Scratch;
import io.batpak.bench.fixture.Prepared;
import io.batpak.model.AutoMerge;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// A copy of a prepared journal that shares nothing with it, so that replacing its segments frees their blocks. How
/// fast its segments were copied is what the disk gives for the same bytes.
///
/// @param scratch where it is
/// @param journal what it was copied from
/// @param bytes length of its segments
/// @param seconds what copying them and making them durable took
record Duplicate(Scratch scratch, Prepared journal, long bytes, double seconds) implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGABYTE = 1e6;

    static Duplicate of(Prepared journal) throws IOException {
        Path beside = journal.directory().toAbsolutePath().getParent();
        Scratch scratch = new Scratch(Files.createTempDirectory(beside, "duplicate-"));
        long bytes = 0;
        long nanos = 0;
        for (Path file : journal.files()) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".lock")) {
                long begun = System.nanoTime();
                long length = copy(file, scratch.path().resolve(name));
                if (name.endsWith(".fbat")) {
                    nanos += System.nanoTime() - begun;
                    bytes += length;
                }
            }
        }
        return new Duplicate(scratch, journal, bytes, nanos / NANOS_PER_SECOND);
    }

    private static long copy(Path from, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long length = source.size();
            for (long done = 0; done < length; ) {
                done += source.transferTo(done, length - done, target);
            }
            target.force(true);
            return length;
        }
    }

    /// Opens it with segments as long as they are. Nothing is merged but on demand.
    Store open() {
        return open(scratch, journal);
    }

    /// The same with any copy.
    static Store open(Scratch copy, Prepared journal) {
        StoreConfig.Builder config = StoreConfig.in(copy.path()).autoMerge(new AutoMerge.Never());
        long segmentBytes = journal.recipe().segmentBytesMax();
        return Store.open((segmentBytes > 0 ? config.segmentBytesMax(segmentBytes) : config).build());
    }

    void putRate(Map<Figure, Double> figures) {
        figures.put(Figure.COPY_RATE, bytes / MEGABYTE / seconds);
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
