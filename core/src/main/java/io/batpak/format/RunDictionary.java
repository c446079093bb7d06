package io.batpak.format;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/// The names that the rows of a run have, sorted by their UTF-8 bytes; the place of a name is its id.
final class RunDictionary {
    /// Number of the source by id.
    final int[] numbers;

    private final int[] ids;
    private final IntFunction<String> names;

    /// @param known one above the highest number of the source
    /// @param number number of the name of a row
    RunDictionary(int rows, int known, IntUnaryOperator number, IntFunction<String> names) {
        this.names = names;
        ids = new int[known];
        int used = 0;
        for (int row = 0; row < rows; row++) {
            int at = number.applyAsInt(row);
            used += ids[at] == 0 ? 1 : 0;
            ids[at] = 1;
        }
        numbers = new int[used];
        int place = 0;
        for (int at = 0; at < known; at++) {
            if (ids[at] != 0) {
                numbers[place++] = at;
            }
        }
        IntOrder.sort(numbers, (a, b) -> compare(names.apply(a), names.apply(b)));
        for (int id = 0; id < used; id++) {
            ids[numbers[id]] = id;
        }
    }

    int count() {
        return numbers.length;
    }

    /// The id of a number of the source.
    int id(int number) {
        return ids[number];
    }

    byte[] utf8(int id) {
        return names.apply(numbers[id]).getBytes(StandardCharsets.UTF_8);
    }

    /// The order of the UTF-8 bytes, which is the order of code points.
    private static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int index = 0; index < shared; index++) {
            char a = left.charAt(index);
            char b = right.charAt(index);
            if (a != b) {
                boolean pairs = Character.isSurrogate(a) != Character.isSurrogate(b);
                return pairs && Math.min(a, b) >= Character.MIN_SURROGATE
                        ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /// Writes names and their lookup table; the sections are those behind `ends`.
    void write(RunOutput out, RunSection ends) {
        out.begin(ends);
        long end = 0;
        for (int id = 0; id < count(); id++) {
            end += utf8(id).length;
            if (end > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("the names of one run take more than 4 GiB");
            }
            out.u32((int) end);
        }
        out.end();
        out.begin(ends.after(1));
        for (int id = 0; id < count(); id++) {
            byte[] name = utf8(id);
            out.bytes(name, 0, name.length);
        }
        out.end();
        RunLookups.hashTable(out, ends.after(2), count(), id -> RunHash.ofName(utf8(id)));
    }
}
