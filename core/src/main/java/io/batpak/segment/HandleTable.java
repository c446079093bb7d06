package io.batpak.segment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which segments are open: id to handle. Immutable, so that readers search it without a lock.
final class HandleTable {
    static final HandleTable EMPTY = new HandleTable(List.of());

    private final @Nullable SegmentHandle[] slots;
    private final int count;

    private HandleTable(List<SegmentHandle> handles) {
        count = handles.size();
        slots = new SegmentHandle[Integer.highestOneBit(Math.max(1, count)) << 2];
        for (SegmentHandle handle : handles) {
            slots[free(handle.segment)] = handle;
        }
    }

    private int free(long segment) {
        int at = place(segment);
        while (slots[at] != null) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    /// Ids are mostly consecutive, so their low bits spread them well.
    private int place(long segment) {
        return (int) (segment ^ segment >>> Integer.SIZE) & (slots.length - 1);
    }

    @Nullable
    SegmentHandle find(long segment) {
        @Nullable SegmentHandle[] all = slots;
        int at = place(segment);
        while (true) {
            SegmentHandle found = all[at];
            if (found == null || found.segment == segment) {
                return found;
            }
            at = (at + 1) & (all.length - 1);
        }
    }

    int count() {
        return count;
    }

    /// How many places a hand that goes round must visit.
    int slots() {
        return slots.length;
    }

    /// What stands in a place, `slot` counted round and round.
    @Nullable
    SegmentHandle at(int slot) {
        return slots[slot & (slots.length - 1)];
    }

    /// A table that holds this one too, whose segment is not in it yet.
    HandleTable with(SegmentHandle handle) {
        List<SegmentHandle> handles = handles();
        handles.add(handle);
        return new HandleTable(handles);
    }

    /// A table without this one.
    @SuppressWarnings("ReferenceEquality") // the handle itself, not one of the same segment
    HandleTable without(SegmentHandle handle) {
        List<SegmentHandle> handles = handles();
        handles.removeIf(other -> other == handle);
        return new HandleTable(handles);
    }

    List<SegmentHandle> handles() {
        List<SegmentHandle> handles = new ArrayList<>(count + 1);
        for (SegmentHandle handle : slots) {
            if (handle != null) {
                handles.add(handle);
            }
        }
        return handles;
    }
}
