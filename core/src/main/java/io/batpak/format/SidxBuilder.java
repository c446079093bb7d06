package io.batpak.format;

import io.batpak.msgpack.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Collects the rows of a segment whose events come one by one, and writes its `SDX3` footer. Where the events are
/// in the index, [SidxWriter] needs no second copy of them.
///
/// Rows are kept as the 162 bytes they become, in chunks, so that adding one allocates nothing but, now and
/// then, a chunk. Only committed events are added, in commit order; markers never.
///
/// Threads: one owner at a time, the holder of the commit turn. Bytes: docs/formats/footer.md
public final class SidxBuilder {

    /// 2048 rows are 324 KiB: below the size at which the garbage collector treats an array specially.
    private static final int CHUNK_ROWS = 2048;

    private static final int CHUNK_BYTES = CHUNK_ROWS * SidxLayout.ENTRY_BYTES;
    private static final int ARRAY_HEADER_BYTES_MAX = 5;
    private static final int STRINGS_CAPACITY = 1024;
    private static final byte[] MAGIC = {'S', 'D', 'X', '3'};

    private final List<byte[]> chunks = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final MessageWriter strings = new MessageWriter(STRINGS_CAPACITY);
    private int count;

    /// A builder without rows.
    public SidxBuilder() {}

    /// Where the parts of a footer go, in order.
    @FunctionalInterface
    public interface Sink {
        /// Takes `length` bytes of `b`; the array is reused afterwards.
        void write(byte[] b, int offset, int length);
    }

    /// Number of rows.
    public int count() {
        return count;
    }

    /// Forgets all rows and strings, for the next segment. Keeps the first chunk.
    public void reset() {
        while (chunks.size() > 1) {
            chunks.removeLast();
        }
        indexes.clear();
        names.clear();
        strings.reset();
        count = 0;
    }

    /// Forgets the rows from `newCount` on and the strings only they used, after a commit that failed.
    ///
    /// Takes time in proportion to the rows that stay.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer rows
    public void truncate(int newCount) {
        if (newCount < 0 || newCount > count) {
            throw new IndexOutOfBoundsException("cannot cut " + count + " rows to " + newCount);
        }
        count = newCount;
        long used = 0; // strings are numbered by first use, so those still in use are the first ones
        for (int row = 0; row < count; row++) {
            byte[] b = chunks.get(row / CHUNK_ROWS);
            int at = row % CHUNK_ROWS * SidxLayout.ENTRY_BYTES;
            used = Math.max(used, SidxLayout.u32(b, at + SidxLayout.ENTITY_AT) + 1);
            used = Math.max(used, SidxLayout.u32(b, at + SidxLayout.SCOPE_AT) + 1);
        }
        List<String> kept = List.copyOf(names.subList(0, (int) used));
        indexes.clear();
        names.clear();
        strings.reset();
        kept.forEach(this::indexOf);
    }

    /// Adds the row of an event just encoded.
    ///
    /// @param frameOffset offset of the frame in its segment
    /// @param frameLength length of the frame in bytes, head included
    /// @param sequence the event's sequence in the store
    /// @throws IllegalArgumentException for a batch marker, which never has a row
    public void add(FrameDraft draft, long frameOffset, int frameLength, long sequence) {
        refuseMarker(draft.kind);
        byte[] b = reserve();
        int at = next();
        position(b, at, draft.entity, draft.scope);
        SidxLayout.putId(b, at + SidxLayout.EVENT_ID_AT, draft.eventHigh, draft.eventLow);
        SidxLayout.putU16(b, at + SidxLayout.KIND_AT, draft.kind);
        SidxLayout.putU64(b, at + SidxLayout.WALL_AT, draft.wallMillis);
        SidxLayout.putU32(b, at + SidxLayout.CLOCK_AT, draft.clock);
        SidxLayout.putU32(b, at + SidxLayout.LANE_AT, draft.lane);
        SidxLayout.putU32(b, at + SidxLayout.DEPTH_AT, draft.depth);
        System.arraycopy(draft.previousHash, 0, b, at + SidxLayout.PREVIOUS_HASH_AT, SidxLayout.HASH_BYTES);
        System.arraycopy(draft.chainHash(), 0, b, at + SidxLayout.EVENT_HASH_AT, SidxLayout.HASH_BYTES);
        SidxLayout.putId(b, at + SidxLayout.CORRELATION_AT, draft.correlationHigh, draft.correlationLow);
        SidxLayout.putId(b, at + SidxLayout.CAUSATION_AT, draft.causationHigh, draft.causationLow);
        finish(b, at, frameOffset, frameLength, sequence);
    }

    /// Adds the row of an event found in a segment.
    ///
    /// @param frameOffset offset of the frame in its segment
    /// @param frameLength length of the frame in bytes, head included
    /// @param sequence the event's sequence in the store
    /// @throws IllegalArgumentException for a batch marker, which never has a row
    public void add(FrameView view, long frameOffset, int frameLength, long sequence) {
        refuseMarker(view.kind());
        byte[] b = reserve();
        int at = next();
        position(b, at, view.entity(), view.scope());
        SidxLayout.putId(b, at + SidxLayout.EVENT_ID_AT, view.eventHigh(), view.eventLow());
        SidxLayout.putU16(b, at + SidxLayout.KIND_AT, view.kind());
        SidxLayout.putU64(b, at + SidxLayout.WALL_AT, view.wallMillis());
        SidxLayout.putU32(b, at + SidxLayout.CLOCK_AT, view.clock());
        SidxLayout.putU32(b, at + SidxLayout.LANE_AT, view.lane());
        SidxLayout.putU32(b, at + SidxLayout.DEPTH_AT, view.depth());
        view.copyPreviousHash(b, at + SidxLayout.PREVIOUS_HASH_AT);
        view.copyEventHash(b, at + SidxLayout.EVENT_HASH_AT);
        SidxLayout.putId(b, at + SidxLayout.CORRELATION_AT, view.correlationHigh(), view.correlationLow());
        SidxLayout.putId(b, at + SidxLayout.CAUSATION_AT, view.causationHigh(), view.causationLow());
        finish(b, at, frameOffset, frameLength, sequence);
    }

    /// Adds a row of another footer unchanged but for its strings, which are looked up anew.
    public void add(SidxRows rows, long row) {
        byte[] b = reserve();
        int at = next();
        rows.copyRow(row, b, at);
        position(b, at, rows.entity(row), rows.scope(row));
        count++;
    }

    /// Length of the footer in bytes.
    public long encodedLength() {
        return arrayHeader().length()
                + (long) strings.length()
                + (long) count * SidxLayout.ENTRY_BYTES
                + SidxLayout.CRC_BYTES
                + SidxLayout.TRAILER_BYTES;
    }

    /// Writes the footer, string table first, in parts of at most a few hundred KiB.
    ///
    /// @param framesEnd offset of the footer's first byte in the segment
    public void writeTo(long framesEnd, Sink sink) {
        CRC32 crc = new CRC32();
        MessageWriter header = arrayHeader();
        part(header.array(), header.length(), crc, sink);
        part(strings.array(), strings.length(), crc, sink);
        long left = (long) count * SidxLayout.ENTRY_BYTES;
        for (int i = 0; left > 0; i++) {
            int length = (int) Math.min(left, CHUNK_BYTES);
            part(chunks.get(i), length, crc, sink);
            left -= length;
        }
        byte[] tail = tail(crc.getValue(), framesEnd, count);
        sink.write(tail, 0, tail.length);
    }

    /// Checksum and trailer, the end of a footer.
    static byte[] tail(long crc, long framesEnd, int count) {
        byte[] tail = new byte[SidxLayout.CRC_BYTES + SidxLayout.TRAILER_BYTES];
        SidxLayout.putU32(tail, 0, crc);
        SidxLayout.putU64(tail, SidxLayout.CRC_BYTES + SidxLayout.TRAILER_END_AT, framesEnd);
        SidxLayout.putU32(tail, SidxLayout.CRC_BYTES + SidxLayout.TRAILER_COUNT_AT, count);
        System.arraycopy(MAGIC, 0, tail, SidxLayout.CRC_BYTES + SidxLayout.TRAILER_MAGIC_AT, MAGIC.length);
        return tail;
    }

    /// The whole footer as one array; for small segments and tests.
    ///
    /// @param framesEnd offset of the footer's first byte in the segment
    public byte[] toByteArray(long framesEnd) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(encodedLength()));
        writeTo(framesEnd, all::write);
        return all.toByteArray();
    }

    private static void part(byte[] b, int length, CRC32 crc, Sink sink) {
        crc.update(b, 0, length);
        sink.write(b, 0, length);
    }

    private MessageWriter arrayHeader() {
        MessageWriter header = new MessageWriter(ARRAY_HEADER_BYTES_MAX);
        header.arrayHeader(indexes.size());
        return header;
    }

    private static void refuseMarker(int kind) {
        if (Kinds.isMarker(kind)) {
            throw new IllegalArgumentException("batch markers have no footer row");
        }
    }

    /// The chunk with room for one more row.
    private byte[] reserve() {
        int chunk = count / CHUNK_ROWS;
        if (chunk == chunks.size()) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        return chunks.get(chunk);
    }

    private int next() {
        return count % CHUNK_ROWS * SidxLayout.ENTRY_BYTES;
    }

    private void position(byte[] b, int at, String entity, String scope) {
        SidxLayout.putU32(b, at + SidxLayout.ENTITY_AT, indexOf(entity));
        SidxLayout.putU32(b, at + SidxLayout.SCOPE_AT, indexOf(scope));
    }

    private void finish(byte[] b, int at, long frameOffset, int frameLength, long sequence) {
        SidxLayout.putU64(b, at + SidxLayout.FRAME_OFFSET_AT, frameOffset);
        SidxLayout.putU32(b, at + SidxLayout.FRAME_LENGTH_AT, frameLength);
        SidxLayout.putU64(b, at + SidxLayout.SEQUENCE_AT, sequence);
        count++;
    }

    private int indexOf(String text) {
        Integer known = indexes.get(text);
        if (known != null) {
            return known;
        }
        int index = indexes.size();
        strings.string(text);
        names.add(text);
        indexes.put(text, index);
        return index;
    }
}
