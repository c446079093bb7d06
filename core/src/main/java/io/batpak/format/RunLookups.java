package io.batpak.format;

import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/// Writes hash tables and lists of an index run, by counting.
final class RunLookups {
    private RunLookups() {}

    /// Numbers by hash: ends of the buckets, numbers (ascending within a bucket), tags.
    static void hashTable(RunOutput out, RunSection buckets, int count, IntToLongFunction hash) {
        int bits = RunHash.bits(count);
        Lists table = group(count, 1 << bits, number -> RunHash.bucket(hash.applyAsLong(number), bits));
        out.begin(buckets);
        out.u32s(table.ends);
        out.end();
        out.begin(buckets.after(1));
        out.u32s(table.members);
        out.end();
        out.begin(buckets.after(2));
        for (int number : table.members) {
            out.u8(RunHash.tag(hash.applyAsLong(number)));
        }
        out.end();
    }

    /// Numbers by group, ascending within each.
    /// `ends` tells where the list of each group ends among the members.
    static final class Lists {
        final int[] ends;
        final int[] members;

        Lists(int[] ends, int[] members) {
            this.ends = ends;
            this.members = members;
        }

        int start(int group) {
            return group == 0 ? 0 : ends[group - 1];
        }

        /// Writes the ends and, unless one group has everything, the members; the sections follow each other.
        void write(RunOutput out, RunSection listEnds, int count) {
            out.begin(listEnds);
            out.u32s(ends);
            out.end();
            out.begin(listEnds.after(1));
            if (ends.length > 1 || members.length < count) {
                out.u32s(members);
            }
            out.end();
        }
    }

    /// @param groupOf group of a number, below 0 if it is in none
    static Lists group(int count, int groups, IntUnaryOperator groupOf) {
        int[] next = new int[groups];
        int listed = 0;
        for (int number = 0; number < count; number++) {
            int group = groupOf.applyAsInt(number);
            if (group >= 0) {
                next[group]++;
                listed++;
            }
        }
        int start = 0;
        for (int group = 0; group < groups; group++) {
            int size = next[group];
            next[group] = start;
            start += size;
        }
        int[] members = new int[listed];
        for (int number = 0; number < count; number++) {
            int group = groupOf.applyAsInt(number);
            if (group >= 0) {
                members[next[group]++] = number;
            }
        }
        return new Lists(next, members);
    }
}
