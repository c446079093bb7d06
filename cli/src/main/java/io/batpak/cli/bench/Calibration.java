package io.batpak.cli.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// What the disk gives without a journal.
///
/// @param syncsPerSecond appends of 600 bytes, each followed by an fdatasync
/// @param writesPerSecond writes of 700 bytes into the system's cache
/// @param readsPerSecond reads of 700 bytes at random places, from the system's cache
/// @param sequentialMegabytesPerSecond reads of 1 MiB one after the other, from the system's cache, in 10^6
///     bytes
public record Calibration(
        double syncsPerSecond, double writesPerSecond, double readsPerSecond, double sequentialMegabytesPerSecond) {
    private static final int SYNCED_BYTES = 600;
    private static final int FRAME_BYTES = 700;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final long FILE_BYTES_MAX = 256L << 20;
    /// Two calibrations that differ more than this say that somebody else used the disk.
    private static final double STEADY_TIMES_MAX = 1.5;

    /// Measures in `directory` and leaves nothing there.
    ///
    /// @param length of each of the four parts
    /// @throws IOException when the disk refuses
    static Calibration measure(Path directory, Duration length) throws IOException {
        Path path = Files.createTempFile(directory, "calibration-", ".bin");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            double syncs = syncs(file.getChannel(), length);
            double writes = writes(file, length);
            return new Calibration(syncs, writes, reads(file, length), sequential(file, length));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.delete(path);
        }
    }

    /// The middle between a measurement before and one after.
    Calibration mean(Calibration after) {
        return new Calibration(
                (syncsPerSecond + after.syncsPerSecond) / 2,
                (writesPerSecond + after.writesPerSecond) / 2,
                (readsPerSecond + after.readsPerSecond) / 2,
                (sequentialMegabytesPerSecond + after.sequentialMegabytesPerSecond) / 2);
    }

    /// Whether two measurements agree so far that ratios mean something.
    boolean agrees(Calibration after) {
        return near(syncsPerSecond, after.syncsPerSecond) && near(writesPerSecond, after.writesPerSecond);
    }

    private static boolean near(double before, double after) {
        return Math.max(before, after) <= STEADY_TIMES_MAX * Math.min(before, after);
    }

    private static double syncs(FileChannel channel, Duration length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(SYNCED_BYTES);
        return Samples.during(length, _ -> {
                    try {
                        channel.write(bytes.rewind());
                        channel.force(false);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .perSecond();
    }

    private static double writes(RandomAccessFile file, Duration length) {
        byte[] bytes = new byte[FRAME_BYTES];
        return Samples.during(length, _ -> {
                    try {
                        if (file.getFilePointer() >= FILE_BYTES_MAX) {
                            file.seek(0);
                        }
                        file.write(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .perSecond();
    }

    private static double reads(RandomAccessFile file, Duration length) throws IOException {
        byte[] bytes = new byte[FRAME_BYTES];
        long places = Math.max(1, file.length() / FRAME_BYTES);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Samples.during(length, _ -> {
                    try {
                        file.seek(random.nextLong(places) * FRAME_BYTES);
                        file.readFully(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .perSecond();
    }

    private static double sequential(RandomAccessFile file, Duration length) throws IOException {
        byte[] bytes = new byte[BLOCK_BYTES];
        long[] total = {0};
        file.seek(0);
        Samples samples = Samples.during(length, _ -> {
            try {
                int read = file.read(bytes);
                if (read < bytes.length) {
                    file.seek(0);
                }
                total[0] += Math.max(0, read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return total[0] / 1e6 * samples.perSecond() / samples.count();
    }
}
