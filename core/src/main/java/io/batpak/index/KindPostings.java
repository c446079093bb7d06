package io.batpak.index;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows by event kind. Kinds are few, so a sorted array is replaced whenever a new one appears.
final class KindPostings {
    static final int CATEGORY_SHIFT = 12;

    private static final class Known {
        final int[] kinds;
        final Postings[] postings;

        Known(int[] kinds, Postings[] postings) {
            this.kinds = kinds;
            this.postings = postings;
        }

        /// Place of the first kind that is not below `kind`.
        int place(int kind) {
            int found = Arrays.binarySearch(kinds, kind);
            return found >= 0 ? found : -found - 1;
        }
    }

    private volatile Known known = new Known(new int[0], new Postings[0]);

    /// The list of a kind, new if need be; for the inserting thread.
    Postings intern(int kind) {
        Known before = known;
        int place = before.place(kind);
        if (place < before.kinds.length && before.kinds[place] == kind) {
            return before.postings[place];
        }
        Postings added = new Postings();
        int[] kinds = Arrays.copyOf(before.kinds, before.kinds.length + 1);
        Postings[] postings = Arrays.copyOf(before.postings, kinds.length);
        System.arraycopy(before.kinds, place, kinds, place + 1, before.kinds.length - place);
        System.arraycopy(before.postings, place, postings, place + 1, before.kinds.length - place);
        kinds[place] = kind;
        postings[place] = added;
        known = new Known(kinds, postings);
        return added;
    }

    int[] all() {
        return known.kinds.clone();
    }

    @Nullable
    Postings find(int kind) {
        Known now = known;
        int place = now.place(kind);
        return place < now.kinds.length && now.kinds[place] == kind ? now.postings[place] : null;
    }

    /// The lists of all kinds of a category, 0..15.
    List<Postings> ofCategory(int category) {
        Known now = known;
        int from = now.place(category << CATEGORY_SHIFT);
        int to = now.place((category + 1) << CATEGORY_SHIFT);
        return List.of(Arrays.copyOfRange(now.postings, from, to));
    }
}
