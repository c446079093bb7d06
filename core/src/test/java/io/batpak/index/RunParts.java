package io.batpak.index;

import io.batpak.format.Decoded;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.format.RunSource;
import io.batpak.format.RunWriter;
import io.batpak.fs.Mapping;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/// Turns finished parts of an index into run files that lie in arrays.
public final class RunParts {
    private RunParts() {}

    /// Replaces every finished part by a run, or leaves it, then joins some neighbours; at random.
    static void seal(Index index, Random random) {
        for (Stretch stretch : index.finished()) {
            if (random.nextInt(4) > 0) {
                index.replace(stretch, run(stretch));
            }
        }
        int parts = index.finished().size();
        while (parts > 1 && random.nextInt(3) > 0) {
            int first = random.nextInt(parts - 1);
            Stretch joined = index.joined(first, 2 + random.nextInt(parts - first - 1));
            if (!joined.hasGaps()) {
                index.replace(joined, run(joined));
            }
            parts = index.finished().size();
        }
    }

    static RunFile run(Stretch stretch) {
        return run(stretch.source(), stretch.segments());
    }

    public static RunFile run(RunSource source, List<Stretch.SegmentRows> covered) {
        List<RunSegment> segments = covered.stream()
                .map(rows -> new RunSegment(rows.segment(), 1000, 1, 2, 900, false, 0, rows.rows()))
                .toList();
        return file(source, segments);
    }

    /// A run file of these rows, which lie in these segments.
    public static RunFile file(RunSource source, List<RunSegment> segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunWriter.write(source, segments, bytes::write);
        return switch (RunFile.open("test.fbx", new ArrayMapping(bytes.toByteArray()))) {
            case Decoded.Ok<RunFile>(RunFile file) -> file;
            case Decoded.Damaged<RunFile>(var damage) -> throw new AssertionError(damage.toString());
        };
    }

    static final class ArrayMapping implements Mapping {
        private static final VarHandle SHORT =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final byte[] bytes;

        ArrayMapping(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void copy(long at, byte[] target, int offset, int length) {
            System.arraycopy(bytes, Math.toIntExact(at), target, offset, length);
        }

        @Override
        public byte byteAt(long at) {
            return bytes[Math.toIntExact(at)];
        }

        @Override
        public short shortAt(long at) {
            return (short) SHORT.get(bytes, Math.toIntExact(at));
        }

        @Override
        public int intAt(long at) {
            return (int) INT.get(bytes, Math.toIntExact(at));
        }

        @Override
        public long longAt(long at) {
            return (long) LONG.get(bytes, Math.toIntExact(at));
        }

        @Override
        public void close() {}
    }
}
