package io.batpak.format;

import java.nio.charset.StandardCharsets;

/// Where things stand in an index run. All integers are little-endian.
///
/// ```
/// 0          6            8                          T               T+4b          end
/// | "FBATRN" | version u16 | sections, each at 8n     | b x crc u32   | directory   |
///                            T = end of the last section, up to 8n; one crc per 64 KiB of [0, T)
///
/// directory
/// 0                    320               480         496         512        516         520
/// | 40 lengths u64     | 10 fields       | least id  | greatest  | rows u32 | crc u32   |
///                        base u64,         high u64,   id                     of [0, 8), the block
///                        width u64         low u64                            checksums, the directory
/// ```
final class RunLayout {
    static final byte[] MAGIC = "FBATRN".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION_AT = 6;
    static final int VERSION = 1;
    static final int HEAD_BYTES = 8;
    static final int ALIGNMENT = 8;
    static final int BLOCK_BITS = 16;
    static final int BLOCK_BYTES = 1 << BLOCK_BITS;

    static final int LENGTHS_AT = 0;
    static final int COLUMNS_AT = LENGTHS_AT + Long.BYTES * RunSection.COUNT;
    static final int COLUMN_BYTES = 2 * Long.BYTES;
    static final int LEAST_ID_AT = COLUMNS_AT + COLUMN_BYTES * RunField.COUNT;
    static final int GREATEST_ID_AT = LEAST_ID_AT + 2 * Long.BYTES;
    static final int ROWS_AT = GREATEST_ID_AT + 2 * Long.BYTES;
    static final int CRC_AT = ROWS_AT + Integer.BYTES;
    static final int DIRECTORY_BYTES = CRC_AT + Integer.BYTES;

    /// Leaves `row + 1` an int.
    static final int ROWS_MAX = Integer.MAX_VALUE - 1;

    // flags of a row; the lowest two bits are the state of its extensions
    static final int EXTENSIONS_MASK = 3;
    static final int PREVIOUS_IS_BEFORE = 1 << 2;
    static final int PREVIOUS_STORED = 1 << 3;
    static final int CORRELATION_STORED = 1 << 4;
    static final int CAUSATION_STORED = 1 << 5;

    // flags of an entity
    static final int KEYS_UNORDERED = 1;
    static final int LANE_UNORDERED = 1 << 1;

    /// Rows of which the least and the greatest clock are noted together.
    static final int ZONE_BITS = 10;

    // an element of SEGMENTS
    static final int SEGMENT_ID_AT = 0;
    static final int SEGMENT_LENGTH_AT = SEGMENT_ID_AT + Long.BYTES;
    static final int SEGMENT_CREATED_AT = SEGMENT_LENGTH_AT + Long.BYTES;
    static final int SEGMENT_FRAMES_END_AT = SEGMENT_CREATED_AT + Long.BYTES;
    static final int SEGMENT_TAIL_CRC_AT = SEGMENT_FRAMES_END_AT + Long.BYTES;
    static final int SEGMENT_FOOTER_CRC_AT = SEGMENT_TAIL_CRC_AT + Integer.BYTES;
    static final int SEGMENT_ROWS_AT = SEGMENT_FOOTER_CRC_AT + Integer.BYTES;
    static final int SEGMENT_FLAGS_AT = SEGMENT_ROWS_AT + Integer.BYTES;
    static final int FOOTER_PROVEN = 1;

    // an element of LANES
    static final int LANE_ID_AT = 0;
    static final int LANE_COUNT_AT = LANE_ID_AT + Integer.BYTES;
    static final int LANE_LIST_END_AT = LANE_COUNT_AT + Integer.BYTES;
    static final int LANE_FIRST_AT = LANE_LIST_END_AT + Integer.BYTES;
    static final int LANE_LAST_AT = LANE_FIRST_AT + Integer.BYTES;
    static final int LANE_MAX_WALL_AT = LANE_LAST_AT + 2 * Integer.BYTES;

    private RunLayout() {}

    static long aligned(long at) {
        return (at + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /// Zones of so many rows.
    static int zones(int rows) {
        return (int) (((long) rows + (1 << ZONE_BITS) - 1) >>> ZONE_BITS);
    }

    static long blocks(long bytes) {
        return (bytes + BLOCK_BYTES - 1) >>> BLOCK_BITS;
    }
}
