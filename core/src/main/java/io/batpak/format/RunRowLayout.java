package io.batpak.format;

/// Where the parts of one row stand in an index run: the event id, then everything else by falling width, so that
/// each part lies at a multiple of its size and a point read needs one place of memory.
///
/// ```
/// 0        16                                                   stride, a multiple of 8
/// | id     | fields of 8 | before u32 | fields of 4 | of 2 | of 1 | flags u8 | 0 |
/// ```
final class RunRowLayout {
    static final int ID_BYTES = 2 * Long.BYTES;

    /// Bytes of a row.
    final int stride;

    final int beforeAt;
    final int flagsAt;
    private final int[] offsets = new int[RunField.COUNT];

    /// @param widths bytes of each field: 0, 1, 2, 4 or 8
    RunRowLayout(int[] widths) {
        int at = place(widths, Long.BYTES, ID_BYTES);
        beforeAt = at;
        at = place(widths, Integer.BYTES, at + Integer.BYTES);
        at = place(widths, Short.BYTES, at);
        at = place(widths, Byte.BYTES, at);
        flagsAt = at;
        stride = (int) RunLayout.aligned(at + Byte.BYTES);
    }

    private int place(int[] widths, int width, int from) {
        int at = from;
        for (int field = 0; field < widths.length; field++) {
            if (widths[field] == width) {
                offsets[field] = at;
                at += width;
            }
        }
        return at;
    }

    /// Where a field stands in its row.
    int offset(RunField field) {
        return offsets[field.number()];
    }
}
