package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The rows of `index.fbati`, read through a window of a few hundred. Layout: [MmapIndexLayout].
final class MmapIndexRows implements ArtifactRows {
    private static final int WINDOW_ROWS = 512;
    private static final Hash256 HASH = Hash256.blake3();

    private final ByteSource file;
    private final MmapIndex.Sections at;
    private final int shift;
    private final int rowBytes;
    private final int count;
    private final List<String> names;
    private final byte[] window;
    private final int windowRows;
    private int windowFirst = -1;
    private int row; // offset in the window
    private long extensionsLeft;
    private boolean checked;

    MmapIndexRows(ByteSource file, MmapIndex.Sections at, List<String> names) {
        this.file = file;
        this.at = at;
        this.shift = MmapIndexLayout.shift(at.version());
        this.rowBytes = MmapIndexLayout.rowBytes(at.version());
        this.count = Math.toIntExact(at.rowCount());
        this.names = names;
        this.windowRows = Math.min(count, WINDOW_ROWS);
        this.window = new byte[windowRows * rowBytes];
        this.extensionsLeft = at.extensionBytes();
    }

    /// From now on an extension map that cannot be read means that the file has changed.
    void checked() {
        checked = true;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void moveTo(int index) {
        Objects.checkIndex(index, count);
        if (windowFirst < 0 || index < windowFirst || index - windowFirst >= windowRows) {
            int first = Math.min(index, count - windowRows);
            windowFirst = -1; // a failing read leaves no half-filled window behind
            file.read(at.rowsAt() + (long) first * rowBytes, window, 0, window.length);
            windowFirst = first;
        }
        row = (index - windowFirst) * rowBytes;
    }

    @Override
    public int entityNumber() {
        return (int) SidxLayout.u32(window, row + MmapIndexLayout.ENTITY_AT);
    }

    @Override
    public int entityNumbers() {
        return names.size();
    }

    @Override
    public String entity() {
        return names.get(entityNumber());
    }

    @Override
    public int scopeNumber() {
        return (int) SidxLayout.u32(window, row + MmapIndexLayout.SCOPE_AT);
    }

    @Override
    public int scopeNumbers() {
        return names.size();
    }

    @Override
    public String scope() {
        return names.get(scopeNumber());
    }

    @Override
    public long idHigh() {
        return SidxLayout.u64(window, row + MmapIndexLayout.EVENT_ID_AT + Long.BYTES);
    }

    @Override
    public long idLow() {
        return SidxLayout.u64(window, row + MmapIndexLayout.EVENT_ID_AT);
    }

    @Override
    public int kind() {
        return SidxLayout.u16(window, row + MmapIndexLayout.KIND_AT);
    }

    @Override
    public long wallMillis() {
        return SidxLayout.u64(window, row + MmapIndexLayout.WALL_AT);
    }

    @Override
    public int clock() {
        return (int) SidxLayout.u32(window, row + MmapIndexLayout.CLOCK_AT);
    }

    @Override
    public int lane() {
        return shift > 0 ? 0 : (int) SidxLayout.u32(window, row + MmapIndexLayout.LANE_AT);
    }

    @Override
    public int depth() {
        return shift > 0 ? 0 : (int) SidxLayout.u32(window, row + MmapIndexLayout.DEPTH_AT);
    }

    /// Offset in the window of a field behind the clock.
    private int behindClock(int field) {
        return row + field - shift;
    }

    @Override
    public long sequence() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.SEQUENCE_AT));
    }

    @Override
    public long segment() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.SEGMENT_AT));
    }

    @Override
    public long frameOffset() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.FRAME_OFFSET_AT));
    }

    @Override
    public int frameLength() {
        return (int) SidxLayout.u32(window, behindClock(MmapIndexLayout.FRAME_LENGTH_AT));
    }

    @Override
    public void previousHash(byte[] target, int offset) {
        System.arraycopy(window, behindClock(MmapIndexLayout.PREVIOUS_HASH_AT), target, offset, SidxLayout.HASH_BYTES);
    }

    @Override
    public void eventHash(byte[] target, int offset) {
        System.arraycopy(window, behindClock(MmapIndexLayout.EVENT_HASH_AT), target, offset, SidxLayout.HASH_BYTES);
    }

    @Override
    public long correlationHigh() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.CORRELATION_AT) + Long.BYTES);
    }

    @Override
    public long correlationLow() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.CORRELATION_AT));
    }

    @Override
    public long causationHigh() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.CAUSATION_AT) + Long.BYTES);
    }

    @Override
    public long causationLow() {
        return SidxLayout.u64(window, behindClock(MmapIndexLayout.CAUSATION_AT));
    }

    @Override
    public Extensions extensions() {
        if (at.version() < MmapIndexLayout.EXTENSIONS_SINCE) {
            return Extensions.none();
        }
        long length = SidxLayout.u64(window, row + MmapIndexLayout.EXTENSION_LENGTH_AT);
        if (length == 0) {
            return Extensions.none();
        }
        try {
            return slice(SidxLayout.u64(window, row + MmapIndexLayout.EXTENSION_AT), length);
        } catch (FormatSignal | MessageFormatException e) {
            if (checked) {
                throw new IllegalStateException("the index has changed since it was checked", e);
            }
            throw e;
        }
    }

    /// No two rows share bytes, so all slices together are no longer than their section; otherwise a small file
    /// could keep a reader busy for hours.
    private Extensions slice(long offset, long length) {
        if (offset < 0 || length < 0 || offset > at.extensionBytes() - length) {
            throw new FormatSignal("extensions reach past their section");
        }
        if (!checked) {
            extensionsLeft -= length;
            if (extensionsLeft < 0) {
                throw new FormatSignal("extensions of several rows overlap");
            }
        }
        if (length > IdempotencyTable.rowBytesMax()) {
            throw new FormatSignal("extensions of " + length + " bytes");
        }
        byte[] slice = new byte[(int) length];
        file.read(at.extensionsAt() + offset, slice, 0, slice.length);
        byte[] hash = HASH.digest(slice);
        int stored = row + MmapIndexLayout.EXTENSION_HASH_AT;
        if (!Arrays.equals(hash, 0, hash.length, window, stored, stored + hash.length)) {
            throw new FormatSignal("extensions do not match their hash");
        }
        return ExtensionMap.read(new MessageReader(slice));
    }
}
