package io.batpak.format;

import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes the `SDX3` footer of a segment straight from where its events are known, in two passes: the names, then
/// the rows. Holds one piece of the footer at a time, whatever the number of rows.
///
/// Threads: one owner at a time. Bytes: docs/formats/footer.md
public final class SidxWriter {
    /// 2048 rows are 324 KiB: below the size at which the garbage collector treats an array specially.
    private static final int CHUNK_ROWS = 2048;

    private static final int ARRAY_HEADER_BYTES_MAX = 5;
    private static final int STRINGS_CAPACITY = 1024;
    private static final int UNUSED = -1;

    private final SidxSource source;
    private final int count;
    private final SidxBuilder.Sink sink;
    private final CRC32 crc = new CRC32();
    private final int[] entities;
    private final int[] scopes;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final MessageWriter strings = new MessageWriter(STRINGS_CAPACITY);

    private SidxWriter(SidxSource source, int count, SidxBuilder.Sink sink) {
        this.source = source;
        this.count = count;
        this.sink = sink;
        this.entities = new int[source.entityNumbers()];
        this.scopes = new int[source.scopeNumbers()];
        Arrays.fill(entities, UNUSED);
        Arrays.fill(scopes, UNUSED);
    }

    /// Writes the footer in parts of at most a few hundred KiB.
    ///
    /// @param count number of events
    /// @param framesEnd offset of the footer's first byte in the segment
    /// @throws IllegalArgumentException for a batch marker, which never has a row
    public static void write(SidxSource source, int count, long framesEnd, SidxBuilder.Sink sink) {
        SidxWriter writer = new SidxWriter(source, count, sink);
        writer.names();
        writer.rows();
        writer.trailer(framesEnd);
    }

    private void names() {
        for (int row = 0; row < count; row++) {
            source.moveTo(row);
            if (entities[source.entityNumber()] == UNUSED) {
                entities[source.entityNumber()] = indexOf(source.entity());
            }
            if (scopes[source.scopeNumber()] == UNUSED) {
                scopes[source.scopeNumber()] = indexOf(source.scope());
            }
        }
        MessageWriter header = new MessageWriter(ARRAY_HEADER_BYTES_MAX);
        header.arrayHeader(indexes.size());
        part(header.array(), header.length());
        part(strings.array(), strings.length());
    }

    private int indexOf(String text) {
        Integer known = indexes.get(text);
        if (known != null) {
            return known;
        }
        int index = indexes.size();
        strings.string(text);
        indexes.put(text, index);
        return index;
    }

    private void rows() {
        byte[] chunk = new byte[Math.min(count, CHUNK_ROWS) * SidxLayout.ENTRY_BYTES];
        int filled = 0;
        for (int row = 0; row < count; row++) {
            source.moveTo(row);
            row(chunk, filled);
            filled += SidxLayout.ENTRY_BYTES;
            if (filled == chunk.length) {
                part(chunk, filled);
                filled = 0;
            }
        }
        part(chunk, filled);
    }

    private void row(byte[] b, int at) {
        if (Kinds.isMarker(source.kind())) {
            throw new IllegalArgumentException("batch markers have no footer row");
        }
        SidxLayout.putId(b, at + SidxLayout.EVENT_ID_AT, source.idHigh(), source.idLow());
        SidxLayout.putU32(b, at + SidxLayout.ENTITY_AT, entities[source.entityNumber()]);
        SidxLayout.putU32(b, at + SidxLayout.SCOPE_AT, scopes[source.scopeNumber()]);
        SidxLayout.putU16(b, at + SidxLayout.KIND_AT, source.kind());
        SidxLayout.putU64(b, at + SidxLayout.WALL_AT, source.wallMillis());
        SidxLayout.putU32(b, at + SidxLayout.CLOCK_AT, source.clock());
        SidxLayout.putU32(b, at + SidxLayout.LANE_AT, source.lane());
        SidxLayout.putU32(b, at + SidxLayout.DEPTH_AT, source.depth());
        source.previousHash(b, at + SidxLayout.PREVIOUS_HASH_AT);
        source.eventHash(b, at + SidxLayout.EVENT_HASH_AT);
        SidxLayout.putU64(b, at + SidxLayout.FRAME_OFFSET_AT, source.frameOffset());
        SidxLayout.putU32(b, at + SidxLayout.FRAME_LENGTH_AT, source.frameLength());
        SidxLayout.putU64(b, at + SidxLayout.SEQUENCE_AT, source.sequence());
        SidxLayout.putId(b, at + SidxLayout.CORRELATION_AT, source.correlationHigh(), source.correlationLow());
        SidxLayout.putId(b, at + SidxLayout.CAUSATION_AT, source.causationHigh(), source.causationLow());
    }

    private void trailer(long framesEnd) {
        byte[] tail = SidxBuilder.tail(crc.getValue(), framesEnd, count);
        sink.write(tail, 0, tail.length);
    }

    private void part(byte[] b, int length) {
        crc.update(b, 0, length);
        sink.write(b, 0, length);
    }
}
