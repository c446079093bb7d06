package io.batpak.format;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// `visibility_ranges.fbv`: sequences that were written but never became visible.
///
/// ```
/// 0            6               8               12
/// | "FBATVR"   | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// body   {ranges [{start u64, end u64}], lane_ranges [{lane u32, ranges [{start, end}]}]}
/// ```
///
/// Ranges are half-open. Versions: 2 (current), 1 (without `lane_ranges`); 0 never existed, above 2 is too
/// new. The file does not exist while nothing is hidden. Bytes: docs/formats/visibility-ranges.md
///
/// @param global ranges that hide a sequence on every lane and from global order
/// @param lanes ranges that hide a sequence on one lane only; lanes ascending, none of them empty
public record VisibilityRanges(SequenceRanges global, SortedMap<Long, SequenceRanges> lanes) {

    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// Length of everything in front of the body, the least a file can have.
    public static final int ENVELOPE_BYTES = BODY_AT;

    /// The newest version that can be read, and the one that is written.
    public static final int VERSION_MAX = 2;

    /// Nothing is hidden.
    public static final VisibilityRanges NONE = new VisibilityRanges(SequenceRanges.NONE, Collections.emptySortedMap());

    private static final byte[] MAGIC = "FBATVR".getBytes(StandardCharsets.US_ASCII);
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;
    private static final int TYPICAL_BYTES = 128;
    private static final String[] BODY = {"ranges", "lane_ranges"};
    private static final String[] RANGE = {"start", "end"};
    private static final String[] LANE = {"lane", "ranges"};

    /// Keeps its own copy of the lanes, without the empty ones.
    public VisibilityRanges {
        SortedMap<Long, SequenceRanges> kept = new TreeMap<>(lanes);
        kept.values().removeIf(SequenceRanges::isEmpty);
        lanes = Collections.unmodifiableSortedMap(kept);
    }

    /// Whether nothing is hidden; then the file must not exist.
    public boolean isEmpty() {
        return global.isEmpty() && lanes.isEmpty();
    }

    /// Whether a sequence is hidden from global order.
    public boolean hides(long sequence) {
        return global.contains(sequence);
    }

    /// Whether a sequence is hidden from readers of its lane.
    public boolean hides(long lane, long sequence) {
        return hides(sequence) || lanes.getOrDefault(lane, SequenceRanges.NONE).contains(sequence);
    }

    /// These ranges and a run of further sequences.
    ///
    /// @param first the first of them
    /// @param onLanes the lane of each, in order
    public VisibilityRanges with(long first, List<Long> onLanes) {
        SortedMap<Long, long[]> bounds = new TreeMap<>();
        for (int i = 0; i < onLanes.size(); i++) {
            long[] one = {first + i, first + i + 1};
            bounds.merge(onLanes.get(i), one, VisibilityRanges::joined);
        }
        SortedMap<Long, SequenceRanges> wider = new TreeMap<>(lanes);
        bounds.forEach((lane, own) -> wider.merge(lane, SequenceRanges.of(own), SequenceRanges::and));
        return new VisibilityRanges(global.and(SequenceRanges.of(first, first + onLanes.size())), wider);
    }

    /// `one` behind `all`, as one range where they touch; lanes mostly come in long runs.
    private static long[] joined(long[] all, long[] one) {
        if (all[all.length - 1] == one[0]) {
            all[all.length - 1] = one[1];
            return all;
        }
        return concatenated(all, one);
    }

    /// The part of all ranges below a sequence.
    public VisibilityRanges below(long sequence) {
        SortedMap<Long, SequenceRanges> kept = new TreeMap<>();
        lanes.forEach((lane, ranges) -> kept.put(lane, ranges.below(sequence)));
        return new VisibilityRanges(global.below(sequence), kept);
    }

    /// The version a file claims. Needs [#ENVELOPE_BYTES] bytes.
    public static int version(byte[] file) {
        return SidxLayout.u16(file, VERSION_AT);
    }

    /// The whole file, in the current version.
    public byte[] encode() {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.raw(new byte[ENVELOPE_BYTES], 0, ENVELOPE_BYTES);
        out.mapHeader(BODY.length);
        out.string(BODY[0]);
        write(global, out);
        out.string(BODY[1]);
        out.arrayHeader(lanes.size());
        for (Map.Entry<Long, SequenceRanges> lane : lanes.entrySet()) {
            out.mapHeader(LANE.length);
            out.string(LANE[0]);
            out.unsigned(lane.getKey());
            out.string(LANE[1]);
            write(lane.getValue(), out);
        }
        byte[] file = out.toByteArray();
        System.arraycopy(MAGIC, 0, file, MAGIC_AT, MAGIC_BYTES);
        SidxLayout.putU16(file, VERSION_AT, VERSION_MAX);
        SidxLayout.putU32(file, CRC_AT, crc(file));
        return file;
    }

    private static void write(SequenceRanges ranges, MessageWriter out) {
        out.arrayHeader(ranges.count());
        for (int i = 0; i < ranges.count(); i++) {
            out.mapHeader(RANGE.length);
            out.string(RANGE[0]);
            out.unsigned(ranges.start(i));
            out.string(RANGE[1]);
            out.unsigned(ranges.end(i));
        }
    }

    /// Reads a whole file.
    ///
    /// Checks, in order: length, magic, later version, version that never existed, checksum, body, ranges.
    public static Decoded<VisibilityRanges> decode(byte[] file) {
        Damage damage = envelope(file);
        if (damage != null) {
            return new Decoded.Damaged<>(damage);
        }
        MessageReader reader = new MessageReader();
        reader.reset(file, BODY_AT, file.length - BODY_AT);
        try {
            return body(reader);
        } catch (MessageFormatException e) {
            return damaged(Damage.Reason.RANGES_UNDECODABLE, "body: " + e.getMessage(), BODY_AT + e.offset());
        } catch (FormatSignal e) {
            return damaged(Damage.Reason.RANGES_UNDECODABLE, e.detail(), BODY_AT + reader.position());
        }
    }

    private static @Nullable Damage envelope(byte[] file) {
        if (file.length < ENVELOPE_BYTES) {
            String detail = "file of " + file.length + " bytes, " + ENVELOPE_BYTES + " required";
            return Damage.of(Damage.Reason.RANGES_SHORT, detail);
        }
        if (!Arrays.equals(file, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return Damage.of(Damage.Reason.RANGES_MAGIC, "bad magic");
        }
        int version = version(file);
        if (version > VERSION_MAX) {
            String detail = "version " + version + ", supported up to " + VERSION_MAX;
            return new Damage(Damage.Reason.RANGES_TOO_NEW, detail, VERSION_AT);
        }
        if (version == 0) {
            return new Damage(Damage.Reason.RANGES_VERSION, "version 0 never existed", VERSION_AT);
        }
        if (crc(file) != SidxLayout.u32(file, CRC_AT)) {
            return new Damage(Damage.Reason.RANGES_CRC, "checksum does not match", CRC_AT);
        }
        return null;
    }

    private static long crc(byte[] file) {
        CRC32 crc = new CRC32();
        crc.update(file, BODY_AT, file.length - BODY_AT);
        return crc.getValue();
    }

    private static Decoded<VisibilityRanges> body(MessageReader reader) {
        Struct fields = new Struct("hidden ranges", 1, 0b01, BODY);
        long[] global = new long[0];
        SortedMap<Long, long[]> lanes = Collections.emptySortedMap();
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            if (field == 0) {
                global = ranges(reader);
            } else {
                lanes = lanes(reader);
            }
        }
        SortedMap<Long, SequenceRanges> merged = new TreeMap<>();
        for (Map.Entry<Long, long[]> lane : lanes.entrySet()) {
            if (SequenceRanges.firstMalformed(lane.getValue()) < lane.getValue().length) {
                return malformed(lane.getValue());
            }
            merged.put(lane.getKey(), SequenceRanges.of(lane.getValue()));
        }
        if (SequenceRanges.firstMalformed(global) < global.length) {
            return malformed(global);
        }
        return new Decoded.Ok<>(new VisibilityRanges(SequenceRanges.of(global), merged));
    }

    private static SortedMap<Long, long[]> lanes(MessageReader reader) {
        Struct fields = new Struct("lane ranges", 3, 0b11, LANE);
        SortedMap<Long, long[]> lanes = new TreeMap<>();
        int count = reader.arrayHeader();
        for (int i = 0; i < count; i++) {
            long lane = 0;
            long[] bounds = new long[0];
            fields.open(reader);
            for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
                if (field == 0) {
                    lane = reader.unsigned(U32_MAX);
                } else {
                    bounds = ranges(reader);
                }
            }
            lanes.merge(lane, bounds, VisibilityRanges::concatenated);
        }
        return lanes;
    }

    private static long[] concatenated(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Start and end of each range in turn. The array grows with what was read, never with what was claimed.
    private static long[] ranges(MessageReader reader) {
        Struct fields = new Struct("range", 5, 0b11, RANGE);
        int count = reader.arrayHeader();
        long[] bounds = new long[2 * Math.min(count, TYPICAL_BYTES)];
        int length = 0;
        for (int i = 0; i < count; i++) {
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            fields.open(reader);
            for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
                bounds[length + field] = reader.unsigned(U64_MAX);
            }
            length += 2;
        }
        return Arrays.copyOf(bounds, length);
    }

    private static Decoded<VisibilityRanges> malformed(long[] bounds) {
        String range = SequenceRanges.text(bounds, SequenceRanges.firstMalformed(bounds));
        return damaged(Damage.Reason.RANGES_MALFORMED, "range " + range + " is empty", BODY_AT);
    }

    private static Decoded<VisibilityRanges> damaged(Damage.Reason reason, String detail, long at) {
        return new Decoded.Damaged<>(new Damage(reason, detail, at));
    }
}
