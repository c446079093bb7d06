package io.batpak.projection;

import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.payload.PayloadRegistry;
import java.util.Iterator;
import java.util.OptionalLong;

/// What projections need of an open journal; a journal hands one to its [ProjectionEngine]. Any thread.
public interface EventSource {
    /// Everything visible up to now, and nothing that becomes visible later.
    ///
    /// @throws io.batpak.error.StoreClosedException after the close of the journal
    View view();

    /// The events behind entries of a view, in their order, read as far as the cursor goes.
    Events read(Iterator<Entry> entries);

    /// The payload types of the journal.
    PayloadRegistry payloads();

    /// Events one after another, of each of which only what is asked for is made. One thread.
    interface Events {
        /// Goes on to the next one, at first to the first one; false behind the last.
        ///
        /// @throws io.batpak.error.SegmentDamageException when its frame does not hold it
        /// @throws io.batpak.error.StoreClosedException after the close of the journal
        boolean next();

        /// The entry of the event it stands at.
        Entry entry();

        /// The raw kind that the event has on disk.
        int kind();

        /// The event as a whole.
        StoredEvent event();

        /// The payload as an object.
        ///
        /// @param <T> the payload type
        /// @throws io.batpak.error.StoreException as for [PayloadRegistry#decode(StoredEvent, Class)]
        <T> T payload(Class<T> type);
    }

    /// The visible events of one moment. Any thread.
    interface View {
        /// The entries of exactly this entity with a sequence strictly above `sequence`, in commit order.
        Iterable<Entry> entityAfter(String entity, long sequence);

        /// The entries of a region with a sequence strictly above `sequence`, in commit order; of each entity those
        /// that [#entityAfter] gives.
        Iterable<Entry> regionAfter(Region region, long sequence);

        /// The sequence of the last of all entries of the entity; empty if it has none.
        OptionalLong newest(String entity);

        /// A sequence that no entry of the view is above, and none that comes later is below or equal to; -1 before
        /// the first event.
        long end();

        /// A number that changes whenever entries of earlier views may be gone.
        long epoch();
    }
}
