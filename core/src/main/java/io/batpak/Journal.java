package io.batpak;

import io.batpak.error.NotFoundException;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreClosedException;
import io.batpak.model.Ancestry;
import io.batpak.model.ChainReport;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Frontier;
import io.batpak.model.OpenReport;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.StoredEvent;
import java.util.List;
import java.util.Optional;

/// What an open journal can tell, whether it was opened for writing or only for reading.
///
/// Any thread may call any method, beside the writer; readers take no lock. Each call sees the events
/// committed before it and none committed later. After `close` every call throws {@link
/// StoreClosedException}. Reads from a damaged file throw {@link SegmentDamageException}, from an unreadable
/// one `StoreIoException`.
public sealed interface Journal extends AutoCloseable permits Store, StoreReader {
    /// The event with this id.
    ///
    /// @throws NotFoundException when no visible event has it; {@link #find} answers that with an empty
    ///     Optional
    StoredEvent get(EventId id);

    /// The event with this id, if there is one.
    Optional<StoredEvent> find(EventId id);

    /// What the index knows of the event with this id, without reading the event.
    Optional<Entry> entry(EventId id);

    /// The entries of a region in commit order, lazily.
    Entries query(Region region);

    /// One page of a region in commit order. To go on, ask for the page after the last sequence of this one.
    List<Entry> query(Region region, Page page);

    /// All entries of exactly this entity on all lanes, by wall clock, then clock, then event id.
    Entries stream(String entity);

    /// The entries of exactly this entity on one lane, by clock.
    ///
    /// @param lane 0 to 2^32 - 1
    Entries stream(String entity, long lane);

    /// The newest visible entry of this entity on one lane.
    ///
    /// @param lane 0 to 2^32 - 1
    Optional<Entry> latest(String entity, long lane);

    /// The event and its predecessors on the same (entity, lane), newest first.
    ///
    /// @param limit at most this many, 0 or more
    Ancestry ancestors(EventId id, int limit);

    /// Reads every committed event and proves its bytes and its link. Takes time in proportion to the journal.
    ChainReport verifyChain();

    /// How far each mark has come, all taken at one moment.
    Frontier frontier();

    /// Sizes of this journal.
    Stats stats();

    /// What opening found and mended.
    OpenReport openReport();

    /// Closes the journal and releases its directory. Calling it again does nothing.
    @Override
    void close();
}
