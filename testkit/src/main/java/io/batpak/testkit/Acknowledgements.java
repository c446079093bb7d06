package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.error.StoreClosedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an application under [CrashPoints] has reported as done, and how much of it a sync has covered. One thread at a
/// time.
final class Acknowledgements<A> {
    private final List<A> values = new ArrayList<>();
    private final List<Long> visible = new ArrayList<>();
    private @Nullable Store store;
    private int durable;

    /// From now on the application works with this journal.
    void begin(Store opened) {
        store = opened;
    }

    /// The journal was closed, so everything is durable.
    void closed() {
        durable = values.size();
        store = null;
    }

    /// The application reports something as done.
    void add(A value) {
        if (store == null) {
            throw new IllegalStateException("too late for " + value + ": the journal is closed");
        }
        values.add(value);
        visible.add(store.frontier().visible().sequence());
    }

    int count() {
        return values.size();
    }

    /// How many of them, from the first, are durable now.
    int durable() {
        if (store != null) {
            try {
                long mark = store.frontier().durable().sequence();
                while (durable < values.size() && visible.get(durable) <= mark) {
                    durable++;
                }
            } catch (StoreClosedException e) {
                store = null; // it is being closed; what was known before stays true
            }
        }
        return durable;
    }

    List<A> first(int count) {
        return values.subList(0, count);
    }
}
