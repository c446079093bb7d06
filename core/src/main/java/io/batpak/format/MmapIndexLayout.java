package io.batpak.format;

/// Where things stand in `index.fbati`, by version. All integers are little-endian, ids included.
///
/// ```
/// 0           6           8        12              20              28            36          40        48
/// | "FBATIX"  | version   | crc    | watermark     | watermark     | next        | names     | rows    | names
/// |           | u16       | u32    | segment u64   | offset u64    | sequence u64| count u32 | u64     | bytes u64
///
/// 56 (v2)          64 (v5)
/// | summary        | extension      | names | summary | extensions | rows x 162, 170 or 218 |
/// | bytes u64      | bytes u64      |
///
/// row, versions 3 to 5; versions 1 and 2 lack lane and depth, everything behind them stands 8 bytes earlier
/// 0           16          20          24      26          34       38      42       46              78
/// | event id  | entity    | scope     | kind  | wall ms   | clock  | lane  | depth  | previous hash | event hash
/// | u128      | u32       | u32       | u16   | u64       | u32    | u32   | u32    | 32            | 32
///
/// 110             118             126            130        138           154          170 (v5)     178      186
/// 218
/// | segment id    | frame offset  | frame length | sequence | correlation | causation  | extensions | length |
/// BLAKE3
/// |
/// | u64           | u64           | u32          | u64      | u128        | u128       | offset u64 | u64    | 32
/// |
/// ```
final class MmapIndexLayout {
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int ENVELOPE_BYTES = CRC_AT + Integer.BYTES;
    static final int WATERMARK_SEGMENT_AT = ENVELOPE_BYTES;
    static final int WATERMARK_OFFSET_AT = WATERMARK_SEGMENT_AT + Long.BYTES;
    static final int NEXT_SEQUENCE_AT = WATERMARK_OFFSET_AT + Long.BYTES;
    static final int NAME_COUNT_AT = NEXT_SEQUENCE_AT + Long.BYTES;
    static final int ROW_COUNT_AT = NAME_COUNT_AT + Integer.BYTES;
    static final int NAME_BYTES_AT = ROW_COUNT_AT + Long.BYTES;
    static final int SUMMARY_BYTES_AT = NAME_BYTES_AT + Long.BYTES;
    static final int EXTENSION_BYTES_AT = SUMMARY_BYTES_AT + Long.BYTES;
    static final int HEADER_BYTES = EXTENSION_BYTES_AT + Long.BYTES;

    static final int EVENT_ID_AT = 0;
    static final int ENTITY_AT = EVENT_ID_AT + SidxLayout.ID_BYTES;
    static final int SCOPE_AT = ENTITY_AT + Integer.BYTES;
    static final int KIND_AT = SCOPE_AT + Integer.BYTES;
    static final int WALL_AT = KIND_AT + Short.BYTES;
    static final int CLOCK_AT = WALL_AT + Long.BYTES;
    static final int LANE_AT = CLOCK_AT + Integer.BYTES;
    static final int DEPTH_AT = LANE_AT + Integer.BYTES;
    static final int PREVIOUS_HASH_AT = DEPTH_AT + Integer.BYTES;
    static final int EVENT_HASH_AT = PREVIOUS_HASH_AT + SidxLayout.HASH_BYTES;
    static final int SEGMENT_AT = EVENT_HASH_AT + SidxLayout.HASH_BYTES;
    static final int FRAME_OFFSET_AT = SEGMENT_AT + Long.BYTES;
    static final int FRAME_LENGTH_AT = FRAME_OFFSET_AT + Long.BYTES;
    static final int SEQUENCE_AT = FRAME_LENGTH_AT + Integer.BYTES;
    static final int CORRELATION_AT = SEQUENCE_AT + Long.BYTES;
    static final int CAUSATION_AT = CORRELATION_AT + SidxLayout.ID_BYTES;
    static final int EXTENSION_AT = CAUSATION_AT + SidxLayout.ID_BYTES;
    static final int EXTENSION_LENGTH_AT = EXTENSION_AT + Long.BYTES;
    static final int EXTENSION_HASH_AT = EXTENSION_LENGTH_AT + Long.BYTES;
    static final int ROW_BYTES = EXTENSION_HASH_AT + SidxLayout.HASH_BYTES;

    static final int SUMMARY_SINCE = 2;
    static final int LANES_SINCE = 3;
    static final int FALLBACKS_SINCE = 4;
    static final int EXTENSIONS_SINCE = 5;

    private MmapIndexLayout() {}

    static int headerBytes(int version) {
        return version < SUMMARY_SINCE
                ? SUMMARY_BYTES_AT
                : version < EXTENSIONS_SINCE ? EXTENSION_BYTES_AT : HEADER_BYTES;
    }

    /// How much earlier than in later versions stands what follows the clock.
    static int shift(int version) {
        return version < LANES_SINCE ? PREVIOUS_HASH_AT - LANE_AT : 0;
    }

    static int rowBytes(int version) {
        return version < EXTENSIONS_SINCE ? EXTENSION_AT - shift(version) : ROW_BYTES;
    }
}
