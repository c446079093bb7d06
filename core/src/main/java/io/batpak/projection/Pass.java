package io.batpak.projection;

import io.batpak.model.Entry;
import java.util.List;
import java.util.function.Predicate;

/// One way through the events of an entity, for one run or several. Reads only what one of them wants. One thread.
final class Pass {
    private final EventSource source;
    private final Run<?>[] runs;
    private final Selection selection;

    /// @param entries the entries after the point where the earliest run begins
    /// @param limit whether an event is old enough to count
    Pass(EventSource source, Iterable<Entry> entries, List<? extends Run<?>> runs, Predicate<Entry> limit) {
        this.source = source;
        this.runs = runs.toArray(new Run<?>[0]); // gone through for every entry
        selection = new Selection(entries.iterator(), entry -> limit.test(entry) && anyWants(entry));
    }

    private boolean anyWants(Entry entry) {
        for (Run<?> run : runs) {
            if (run.wants(entry)) {
                return true;
            }
        }
        return false;
    }

    /// Whether there is anything to fold. If not, all entries were looked at.
    boolean hasWork() {
        return selection.hasNext();
    }

    /// Folds everything.
    void run() {
        if (!selection.hasNext()) {
            return; // reading begins with buffers
        }
        EventSource.Events events = source.read(selection);
        while (events.next()) {
            Entry entry = events.entry();
            for (Run<?> run : runs) {
                if (runs.length == 1 || run.wants(entry)) {
                    run.fold(entry, events);
                }
            }
        }
    }

    /// The sequence of the newest entry that was looked at, -1 if there was none.
    long newest() {
        return selection.newest();
    }
}
