package io.batpak.format;

import io.batpak.hash.Checksum32;
import io.batpak.hash.RunningCrc32;
import java.util.Arrays;

/// The bytes of an index run on their way out: one block in memory, checksummed and handed on when it is full.
///
/// Sections come in their order and are left out by not being begun.
final class RunOutput {
    private final RunWriter.Sink sink;
    private final byte[] block = new byte[RunLayout.BLOCK_BYTES];
    private int used;
    private long flushed;
    private int[] crcs = new int[16];
    private int blocks;
    private final long[] lengths = new long[RunSection.COUNT];
    private int next;
    private long sectionAt;

    RunOutput(RunWriter.Sink sink) {
        this.sink = sink;
        System.arraycopy(RunLayout.MAGIC, 0, block, 0, RunLayout.MAGIC.length);
        SidxLayout.putU16(block, RunLayout.VERSION_AT, RunLayout.VERSION);
        used = RunLayout.HEAD_BYTES;
    }

    long at() {
        return flushed + used;
    }

    void begin(RunSection section) {
        if (section.number() < next) {
            throw new IllegalStateException(section + " is out of order");
        }
        next = section.number() + 1;
        sectionAt = at();
    }

    void end() {
        lengths[next - 1] = at() - sectionAt;
        for (int pad = (int) (RunLayout.aligned(at()) - at()); pad > 0; pad--) {
            u8(0);
        }
    }

    void u8(int value) {
        block[used++] = (byte) value;
        flushFull();
    }

    /// Like the wider ones only for elements that lie at a multiple of their size, and so within a block.
    void u16(int value) {
        SidxLayout.putU16(block, used, value);
        used += Short.BYTES;
        flushFull();
    }

    void u32(int value) {
        SidxLayout.putU32(block, used, value);
        used += Integer.BYTES;
        flushFull();
    }

    void u64(long value) {
        SidxLayout.putU64(block, used, value);
        used += Long.BYTES;
        flushFull();
    }

    void u32s(int[] values) {
        for (int value : values) {
            u32(value);
        }
    }

    void bytes(byte[] bytes, int from, int length) {
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, block.length - used);
            System.arraycopy(bytes, from + done, block, used, part);
            used += part;
            done += part;
            flushFull();
        }
    }

    private void flushFull() {
        if (used == block.length) {
            flush();
        }
    }

    private void flush() {
        if (blocks == crcs.length) {
            crcs = Arrays.copyOf(crcs, blocks * 2);
        }
        crcs[blocks++] = Checksum32.crc32().of(block, 0, used);
        sink.accept(block, 0, used);
        flushed += used;
        used = 0;
    }

    /// Writes the checksums and the directory, in which all but lengths and checksum is filled in already, and
    /// returns the length of the file.
    long finish(byte[] directory) {
        if (used > 0) {
            flush();
        }
        RunningCrc32 crc = new RunningCrc32();
        byte[] head = Arrays.copyOf(RunLayout.MAGIC, RunLayout.HEAD_BYTES);
        SidxLayout.putU16(head, RunLayout.VERSION_AT, RunLayout.VERSION);
        crc.update(head, 0, head.length);
        byte[] table = new byte[Math.multiplyExact(blocks, Integer.BYTES)];
        for (int number = 0; number < blocks; number++) {
            SidxLayout.putU32(table, number * Integer.BYTES, crcs[number]);
        }
        crc.update(table, 0, table.length);
        for (int section = 0; section < lengths.length; section++) {
            SidxLayout.putU64(directory, RunLayout.LENGTHS_AT + section * Long.BYTES, lengths[section]);
        }
        crc.update(directory, 0, RunLayout.CRC_AT);
        SidxLayout.putU32(directory, RunLayout.CRC_AT, crc.value());
        sink.accept(table, 0, table.length);
        sink.accept(directory, 0, directory.length);
        return flushed + table.length + directory.length;
    }
}
