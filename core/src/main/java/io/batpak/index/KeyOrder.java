package io.batpak.index;

/// Sorts global rows into clock-key order: wall clock, clock, event id.
///
/// A merge sort that leaves ordered stretches alone: the rows of an entity are nearly sorted already, since
/// its lanes differ only where they were written in the same millisecond. Threads: one reader.
final class KeyOrder {
    private final Parts parts;
    private final int[] rows;
    private final int[] spare;

    private KeyOrder(Parts parts, int[] rows) {
        this.parts = parts;
        this.rows = rows;
        spare = new int[rows.length];
    }

    /// Sorts `rows` in place and returns it.
    static int[] sort(Parts parts, int[] rows) {
        KeyOrder order = new KeyOrder(parts, rows);
        for (long width = 1; width < rows.length; width *= 2) {
            for (long from = 0; from + width < rows.length; from += 2 * width) {
                int middle = (int) (from + width);
                order.merge((int) from, middle, (int) Math.min(rows.length, middle + width));
            }
        }
        return rows;
    }

    private void merge(int from, int middle, int end) {
        if (parts.compareKeys(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        System.arraycopy(rows, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        int to = from;
        while (left < middle) {
            boolean takeRight = right < end && parts.compareKeys(rows[right], spare[left]) < 0;
            rows[to++] = takeRight ? rows[right++] : spare[left++];
        }
    }
}
