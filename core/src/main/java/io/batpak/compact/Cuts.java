package io.batpak.compact;

import io.batpak.format.RunSource;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Finds the events that later ones of their stream refer to by their hash, and that are gone or emptied: so that the
/// links which then lead nowhere can be told from damage. One thread.
final class Cuts {
    private final Map<Long, long[]> hashes = new HashMap<>();
    private final Map<Long, Integer> counts = new HashMap<>();

    private Cuts() {}

    /// The first 63 bits of their hashes, by the output that stands for their segment.
    static Map<Long, long[]> of(ReshapedRows rows) {
        Cuts cuts = new Cuts();
        Reshaping shape = rows.reshaping();
        RunSource before = rows.stretch().source();
        BitSet followed = new BitSet();
        for (int row = 0; row < before.count(); row++) {
            int previous = before.before(row);
            if (previous >= 0 && isCut(shape, previous)) {
                followed.set(previous);
                long output = rows.outputOf(before.segment(previous));
                if (!shape.isDropped(row) || rows.outputOf(before.segment(row)) != output) {
                    cuts.add(output, before.hashWord(previous, 0) >>> 1); // another output may not come to be
                }
            }
        }
        for (int row = 0; row < before.count(); row++) {
            if (isCut(shape, row) && !followed.get(row)) { // whatever comes later, in another part, refers to it
                cuts.add(rows.outputOf(before.segment(row)), before.hashWord(row, 0) >>> 1);
            }
        }
        cuts.hashes.replaceAll((output, all) -> Arrays.copyOf(all, cuts.counts.get(output)));
        return cuts.hashes;
    }

    private static boolean isCut(Reshaping shape, int row) {
        return shape.isDropped(row) || shape.isEmptied(row);
    }

    private void add(long output, long hash) {
        int count = counts.merge(output, 1, Integer::sum);
        long[] known = hashes.computeIfAbsent(output, _ -> new long[16]);
        if (count > known.length) {
            known = Arrays.copyOf(known, 2 * known.length);
            hashes.put(output, known);
        }
        known[count - 1] = hash;
    }
}
