package io.batpak.delivery;

import io.batpak.model.Entry;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Consumer;

/// The events of a cursor, until none has come for some time. One is taken from the cursor when it is handed on,
/// not before.
final class WaitingSpliterator extends Spliterators.AbstractSpliterator<Entry> {
    private static final int BATCH = 256;

    private final Cursor cursor;
    private final Duration idle;
    private Iterator<Entry> ahead = List.<Entry>of().iterator();

    WaitingSpliterator(Cursor cursor, Duration idle) {
        super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
        this.cursor = cursor;
        this.idle = idle;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry> action) {
        if (!ahead.hasNext()) {
            ahead = next().iterator();
        }
        if (!ahead.hasNext()) {
            return false;
        }
        Entry entry = ahead.next();
        cursor.delivered(List.of(entry));
        action.accept(entry);
        return true;
    }

    private List<Entry> next() {
        try {
            return cursor.lookAhead(BATCH, idle, () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryInterruptedException(e);
        }
    }
}
