package io.batpak.format;

/// The bare hash table of an index run: numbers by hash; the keys stay where the numbers point to.
final class RunTable {
    private final RunBytes bytes;
    private final long bucketsAt;
    private final long slotsAt;
    private final long tagsAt;
    private final int bits;
    private final int count;

    RunTable(RunBytes bytes, long bucketsAt, long slotsAt, long tagsAt, int count) {
        this.bytes = bytes;
        this.bucketsAt = bucketsAt;
        this.slotsAt = slotsAt;
        this.tagsAt = tagsAt;
        this.bits = RunHash.bits(count);
        this.count = count;
    }

    int count() {
        return count;
    }

    /// First slot of the bucket of this hash.
    int start(long hash) {
        int bucket = RunHash.bucket(hash, bits);
        return bucket == 0 ? 0 : slot(bytes.i32(bucketsAt + Integer.BYTES * (bucket - 1L)));
    }

    /// One above the last slot of the bucket of this hash.
    int end(long hash) {
        return slot(bytes.i32(bucketsAt + Integer.BYTES * (long) RunHash.bucket(hash, bits)));
    }

    private int slot(int slot) {
        if (slot < 0 || slot > count) {
            throw bytes.damaged("slot " + slot + " of " + count);
        }
        return slot;
    }

    byte tag(int slot) {
        return (byte) bytes.u8(tagsAt + slot);
    }

    int number(int slot) {
        int number = bytes.i32(slotsAt + Integer.BYTES * (long) slot);
        if (number < 0 || number >= count) {
            throw bytes.damaged("a slot names number " + number + " of " + count);
        }
        return number;
    }

    /// One above the last of these slots whose number is below `bound`.
    int below(int bound, int start, int end) {
        int low = start;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number(middle) < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
