package io.batpak.format;

/// One integer per row: a base that all share, and what is above it in 0, 1, 2, 4 or 8 bytes of the row.
final class RunColumn {
    private final RunBytes bytes;
    private final long at;
    private final int stride;
    private final int width;
    private final long base;

    /// @param at where it stands in the first row
    RunColumn(RunBytes bytes, long at, int stride, int width, long base) {
        this.bytes = bytes;
        this.at = at;
        this.stride = stride;
        this.width = width;
        this.base = base;
    }

    static boolean isWidth(long width) {
        return width >= 0 && width <= Long.BYTES && Long.bitCount(width) <= 1;
    }

    long get(int row) {
        return switch (width) {
            case 0 -> base;
            case Byte.BYTES -> base + bytes.u8(at + (long) stride * row);
            case Short.BYTES -> base + bytes.u16(at + (long) stride * row);
            case Integer.BYTES -> base + bytes.u32(at + (long) stride * row);
            default -> base + bytes.u64(at + (long) stride * row);
        };
    }
}
