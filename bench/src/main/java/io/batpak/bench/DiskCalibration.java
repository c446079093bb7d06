package io.batpak.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the disk below gives without any journal: the ceiling beside which the store's figures are read.
///
/// Appends of 700 bytes (a frame with a payload of about 200 bytes), and the same with an fdatasync after
/// each. The file starts again at 256 MiB, the default length of a segment.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class DiskCalibration {
    private static final int FRAME_BYTES = 700;
    private static final long FILE_BYTES_MAX = 256L << 20;

    private final byte[] frame = new byte[FRAME_BYTES];

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private OpenFile open;

    /// The file of one iteration.
    record OpenFile(Path path, RandomAccessFile file, FileChannel channel) {}

    /// Creates the file.
    @Setup(Level.Iteration)
    public void create() throws IOException {
        Path path = Files.createTempFile(Scratch.parent(), "batpak-calibration", ".bin");
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        open = new OpenFile(path, file, file.getChannel());
    }

    /// Deletes the file.
    @TearDown(Level.Iteration)
    public void delete() throws IOException {
        open.file().close();
        Files.delete(open.path());
    }

    /// One write through the same kind of file handle as the growing segment's.
    @Benchmark
    public void write() throws IOException {
        RandomAccessFile file = open.file();
        if (file.getFilePointer() >= FILE_BYTES_MAX) {
            file.setLength(0);
            file.seek(0);
        }
        file.write(frame);
    }

    /// One write and one fdatasync.
    @Benchmark
    public void writeAndDataSync() throws IOException {
        open.channel().write(ByteBuffer.wrap(frame));
        open.channel().force(false);
    }
}
