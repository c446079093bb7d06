package io.batpak.format;

/// Sorts numbers by what they stand for, without an object per number.
final class IntOrder {
    private IntOrder() {}

    /// Compares what two numbers stand for.
    @FunctionalInterface
    interface Comparison {
        int compare(int left, int right);
    }

    /// Stable merge sort; needs a second array of the same length.
    static void sort(int[] numbers, Comparison order) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        boolean elsewhere = false;
        for (long width = 1; width < numbers.length; width *= 2) {
            for (long start = 0; start < numbers.length; start += 2 * width) {
                int middle = (int) Math.min(start + width, numbers.length);
                int end = (int) Math.min(start + 2 * width, numbers.length);
                merge(from, to, new int[] {(int) start, middle, end}, order);
            }
            int[] merged = to;
            to = from;
            from = merged;
            elsewhere = !elsewhere;
        }
        if (elsewhere) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    private static void merge(int[] from, int[] to, int[] bounds, Comparison order) {
        int left = bounds[0];
        int right = bounds[1];
        int end = bounds[2];
        boolean ordered = right >= end || order.compare(from[right - 1], from[right]) <= 0;
        if (ordered) {
            System.arraycopy(from, left, to, left, end - left);
            return;
        }
        for (int at = bounds[0]; at < end; at++) {
            boolean takeLeft = left < bounds[1] && (right >= end || order.compare(from[left], from[right]) <= 0);
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
