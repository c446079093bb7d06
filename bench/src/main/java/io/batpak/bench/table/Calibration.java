package io.batpak.bench.table;

import io.batpak.bench.Scratch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.zip.CRC32;

/// What the disk and one core give at this moment without any journal.
///
/// @param syncsPerSecond appends of 600 bytes, each with an fdatasync
/// @param writesPerSecond unbuffered writes of 700 bytes
/// @param sequentialMegabytesPerSecond writes of 1 MiB with one fdatasync at the end, in 10^6 bytes
/// @param checksumGigabytesPerSecond CRC-32 of memory that no cache holds, in 10^9 bytes
record Calibration(
        double syncsPerSecond,
        double writesPerSecond,
        double sequentialMegabytesPerSecond,
        double checksumGigabytesPerSecond) {
    private static final int SYNCED_BYTES = 600;
    private static final int WRITTEN_BYTES = 700;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int WRITES_PER_MILLISECOND = 200;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int CHECKSUMMED_BYTES = 64 << 20;

    static Calibration measure(Duration length) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            return new Calibration(
                    syncs(scratch.path().resolve("synced"), length),
                    writes(scratch.path().resolve("written"), length.toMillis() * WRITES_PER_MILLISECOND),
                    sequential(scratch.path().resolve("sequential"), Math.max(8, length.toMillis() / 4)),
                    checksum(Math.max(2, length.toMillis() / 50)));
        }
    }

    private static double syncs(Path file, Duration length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(SYNCED_BYTES);
            long begun = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - begun < length.toNanos()) {
                channel.write(bytes.rewind());
                channel.force(false);
                count++;
            }
            return perSecond(count, begun);
        }
    }

    private static double writes(Path path, long count) throws IOException {
        byte[] bytes = new byte[WRITTEN_BYTES];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long begun = System.nanoTime();
            for (long written = 0; written < count; written++) {
                file.write(bytes);
            }
            return perSecond(count, begun);
        } finally {
            Files.delete(path);
        }
    }

    private static double sequential(Path file, long blocks) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK_BYTES);
            long begun = System.nanoTime();
            for (long written = 0; written < blocks; written++) {
                channel.write(bytes.rewind());
            }
            channel.force(false);
            return perSecond(blocks * BLOCK_BYTES, begun) / 1e6;
        }
    }

    private static double checksum(long turns) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(CHECKSUMMED_BYTES);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        long begun = System.nanoTime();
        for (long turn = 0; turn < turns; turn++) {
            crc.update(bytes.rewind());
        }
        return perSecond(turns * CHECKSUMMED_BYTES, begun) / 1e9;
    }

    private static double perSecond(long count, long begun) {
        return count * NANOS_PER_SECOND / (System.nanoTime() - begun);
    }
}
