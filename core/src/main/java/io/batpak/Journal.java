package io.batpak;

import io.batpak.delivery.Cursor;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.DeliverySource;
import io.batpak.error.NotFoundException;
import io.batpak.evidence.ChainWalkReport;
import io.batpak.evidence.ChainWalkRequest;
import io.batpak.evidence.ReadWalk;
import io.batpak.evidence.ReadWalkRequest;
import io.batpak.evidence.StoreResourceReport;
import io.batpak.model.Ancestry;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausalVisitor;
import io.batpak.model.CausalWalk;
import io.batpak.model.ChainReport;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CorrelationId;
import io.batpak.model.Diagnostics;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Frontier;
import io.batpak.model.KindFilter;
import io.batpak.model.OpenReport;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.RecoveryState;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.StoredEvent;
import io.batpak.model.StoredEvents;
import io.batpak.model.WireReceipt;
import io.batpak.model.WriterPressure;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projection;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.transfer.ImportSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an open journal can tell, whether it was opened for writing or only for reading.
///
/// Any thread may call any method, beside the writer; readers take no lock. Each call sees the events
/// committed before it and none committed later. After `close` every call throws {@link
/// StoreClosedException}. Reads from a damaged file throw {@link SegmentDamageException}, from an unreadable
/// one `StoreIoException`.
public abstract sealed class Journal implements AutoCloseable permits Store, StoreReader {
    private final OpenJournal journal;
    private final PayloadRegistry payloads;
    private final DeliverySource events;
    private final Projections projections;

    /// @param sync makes everything durable; does nothing for a journal that cannot be written to
    Journal(OpenJournal journal, PayloadRegistry payloads, StoreConfig config, Runnable sync) {
        this.journal = journal;
        this.payloads = payloads;
        this.events = new FollowedJournal(journal, config.spawner().ticker(), sync);
        this.projections = new Projections(journal, payloads, config, events, this instanceof Store);
    }

    final DeliverySource events() {
        return events;
    }

    /// What opening this directory would find and do, without taking its lock, writing anything or keeping
    /// events in memory. Reads what an open reads. Never fails because of what is in the directory; that is
    /// the answer.
    ///
    /// @param config where, and which index artifacts may be used; nothing else of it counts
    public static RecoveryState inspectRecoveryState(StoreConfig config) {
        return Inspection.of(config);
    }

    /// The event with this id.
    ///
    /// @throws NotFoundException when no visible event has it; {@link #find} answers that with an empty
    ///     Optional
    public final StoredEvent get(EventId id) {
        return journal.get(id);
    }

    /// The event with this id, if there is one.
    public final Optional<StoredEvent> find(EventId id) {
        return journal.find(id);
    }

    /// What the index knows of the event with this id, without reading the event.
    public final Optional<Entry> entry(EventId id) {
        return journal.entry(id);
    }

    /// The entries of a region in commit order, lazily.
    public final Entries query(Region region) {
        return journal.query(region);
    }

    /// One page of a region in commit order. To go on, ask for the page after the last sequence of this one.
    public final List<Entry> query(Region region, Page page) {
        return journal.query(region, page);
    }

    /// The event behind an entry of this journal; spares the search for its id.
    public final StoredEvent read(Entry entry) {
        return journal.read(entry);
    }

    /// The events behind entries of this journal, in their order, lazily: for the batches that a cursor gives.
    /// Errors as for {@link #read(Entry)}, from the iterator, which then stands behind that event.
    public final StoredEvents read(List<Entry> entries) {
        journal.requireOpen();
        return journal.events().readBatch(entries);
    }

    /// The events of a region in commit order, lazily: for replays. Files are read in large pieces as long as the
    /// events stand close together, which for {@link Region#all} is always; some hundred KiB are in memory.
    public final StoredEvents read(Region region) {
        return journal.read(region);
    }

    /// The events of exactly this entity on all lanes, lazily, in the order of {@link #stream(String)}.
    public final StoredEvents readStream(String entity) {
        return journal.readStream(entity);
    }

    /// The events of exactly this entity on one lane, lazily, by clock.
    ///
    /// @param lane 0 to 2^32 - 1
    public final StoredEvents readStream(String entity, long lane) {
        return journal.readStream(entity, lane);
    }

    /// Follows a region from its first event on, those that are there and those that come.
    public final Cursor cursor(Region region) {
        return cursor(region, CursorOptions.fromTheBeginning());
    }

    /// Follows a region from where the options say.
    public final Cursor cursor(Region region, CursorOptions options) {
        journal.requireOpen();
        return Cursor.over(events, region, options);
    }

    /// The payload types of this journal.
    public final PayloadRegistry payloads() {
        return payloads;
    }

    /// The payload of an event as an object; {@link PayloadRegistry#decode(StoredEvent, Class)} names
    /// the errors.
    ///
    /// @param <T> the payload type
    public final <T> T decode(StoredEvent event, Class<T> type) {
        return payloads.decode(event, type);
    }

    /// The payload of the event behind an entry of this journal, as an object.
    ///
    /// @param <T> the payload type
    public final <T> T decode(Entry entry, Class<T> type) {
        return payloads.decode(journal.read(entry), type);
    }

    /// The payload of the event with this id, as an object.
    ///
    /// @param <T> the payload type
    /// @throws NotFoundException when no visible event has the id
    public final <T> T get(EventId id, Class<T> type) {
        return payloads.decode(journal.get(id), type);
    }

    /// The events of one payload type in commit order, lazily: those of its kind, of all versions.
    ///
    /// @param <T> the payload type
    public final <T> TypedEvents<T> read(Class<T> type) {
        return read(Region.all(), type);
    }

    /// The events of one payload type in a region, in commit order, lazily.
    ///
    /// @param region its filter of kinds is replaced by the kind of the type
    /// @param <T> the payload type
    public final <T> TypedEvents<T> read(Region region, Class<T> type) {
        StoredEvents events = journal.read(
                region.withKind(new KindFilter.Exact(payloads.codec(type).kind())));
        return () -> events.stream()
                .map(event -> new TypedEvent<>(event, payloads.decode(event, type)))
                .iterator();
    }

    /// The events of one payload type of exactly this entity, lazily, in the order of {@link #stream(String)}.
    /// Those of other kinds are read and passed over.
    ///
    /// @param <T> the payload type
    public final <T> TypedEvents<T> readStream(String entity, Class<T> type) {
        EventKind kind = payloads.codec(type).kind();
        StoredEvents events = journal.readStream(entity);
        return () -> events.stream()
                .filter(event -> event.kind().equals(kind))
                .map(event -> new TypedEvent<>(event, payloads.decode(event, type)))
                .iterator();
    }

    /// All entries of exactly this entity on all lanes, by wall clock, then clock, then event id.
    public final Entries stream(String entity) {
        return journal.stream(entity);
    }

    /// The entries of exactly this entity on one lane, by clock.
    ///
    /// @param lane 0 to 2^32 - 1
    public final Entries stream(String entity, long lane) {
        return journal.stream(entity, lane);
    }

    /// The newest visible entry of this entity on one lane.
    ///
    /// @param lane 0 to 2^32 - 1
    public final Optional<Entry> latest(String entity, long lane) {
        return journal.latest(entity, lane);
    }

    /// How many events of exactly this entity were committed, on all lanes and hidden ones included: a number
    /// that grows with every further one. Empty for an unknown entity.
    public final OptionalLong entityGeneration(String entity) {
        return journal.view().entityGeneration(entity);
    }

    /// The state that a projection makes of the visible events of exactly this entity, as new as the journal;
    /// empty if none of them counts. Asking again costs what was appended since. {@link Projections} names the
    /// errors.
    ///
    /// @param <S> the state
    public final <S> Optional<S> project(String entity, Projection<S> projection) {
        return projections.run(entity, projection, Freshness.consistent()).state();
    }

    /// Everything else about projections: older states, caches, several at once, evidence.
    public final Projections projections() {
        return projections;
    }

    /// The event and its predecessors on the same (entity, lane), newest first.
    ///
    /// @param limit at most this many, 0 or more
    public final Ancestry ancestors(EventId id, int limit) {
        return journal.ancestors(id, limit);
    }

    /// The events that led to this one, nearest first, lazily: its cause, the cause of that, and so on. Ends
    /// at an event that names no cause, names one that no visible event has, or names one that was met
    /// before: ids that callers choose may go in a circle. Empty for an unknown event.
    public final Entries causesOf(EventId id) {
        return journal.causesOf(id);
    }

    /// The events that name this one as the event that led to them, in commit order, lazily. The event itself
    /// need not be there any more.
    public final Entries effectsOf(EventId id) {
        return journal.effectsOf(id);
    }

    /// All events of a conversation in commit order, lazily. The one that started it belongs to it.
    public final Entries correlated(CorrelationId id) {
        return journal.correlated(id);
    }

    /// Visits an event and what is connected with it through causes and effects, breadth first, each event
    /// once. Reads no event from disk; the visitor runs on this thread, without any lock.
    ///
    /// @return how many events were visited, and what ended the walk
    public final CausalWalk walk(EventId from, CausalDirection direction, CausalBounds bounds, CausalVisitor visitor) {
        return journal.walk(from, direction, bounds, visitor);
    }

    /// What such a walk visits, as a graph to draw; empty for an unknown event.
    public final CausalGraph causalGraph(EventId from, CausalDirection direction, CausalBounds bounds) {
        return journal.causalGraph(from, direction, bounds);
    }

    /// The first events of a conversation as a graph to draw.
    ///
    /// @param eventsMax at most this many, 1 or more
    public final CausalGraph causalGraph(CorrelationId conversation, int eventsMax) {
        return journal.causalGraph(conversation, eventsMax);
    }

    /// Reads every committed event and proves its bytes and its link. Takes time in proportion to the journal
    /// and up to four threads, the caller among them; in a cooperative journal the caller alone. A frame that
    /// cannot be read at all ends it with the error of the read.
    public final ChainReport verifyChain() {
        return journal.verifyChain();
    }

    /// The receipt of a committed event, as its append gave it, but signed with the key that signs now and with the
    /// place where the event lies now. Signatures are not stored: without keys in the configuration it is unsigned.
    ///
    /// @throws NotFoundException when no visible event has the id
    /// @throws io.batpak.sign.CoverBuildException when there is a key and the receipt cannot be signed
    public final Receipt receiptOf(EventId id) {
        return journal.receipts().of(id);
    }

    /// Holds a receipt of this journal against what is committed and against the configured keys.
    ///
    /// @return the verdict; the first check that fails decides
    public final ReceiptVerdict verifyReceipt(Receipt receipt) {
        return journal.receipts().verify(receipt);
    }

    /// The same for the receipt of a denial, which must be one.
    public final ReceiptVerdict verifyDenialReceipt(Receipt receipt) {
        return journal.receipts().verifyDenial(receipt);
    }

    /// The same for a receipt that came without a position, for example from another machine.
    public final ReceiptVerdict verifyReceipt(WireReceipt receipt) {
        return journal.receipts().verify(receipt);
    }

    /// A receipt with all that its signature covers: whoever has the public keys can verify it without this
    /// journal.
    ///
    /// @throws NotFoundException when no visible event has the id in the receipt
    public final ReceiptProof proofOf(Receipt receipt) {
        return journal.receipts().proof(receipt);
    }

    /// Walks from an event of an entity to those before it, reading and proving each, and tells what it came upon.
    /// Sees what was visible when it began; changes nothing; takes memory for the entries of the entity.
    public final ChainWalkReport chainWalk(ChainWalkRequest request) {
        return ChainWalker.walk(journal, request);
    }

    /// The entries of a region in commit order, and a report about what was asked for, seen and left out. Goes
    /// through all of the region whatever the limit; reads no event; changes nothing.
    public final ReadWalk readWalk(ReadWalkRequest request) {
        return ReadWalker.walk(journal, request);
    }

    /// What this journal holds and uses, and what the machine can do for it. Costs no read and no write.
    public final StoreResourceReport resources() {
        return Resources.of(journal, diagnostics());
    }

    /// How far each mark has come, all taken at one moment.
    public final Frontier frontier() {
        journal.requireOpen();
        return journal.marks().frontier();
    }

    /// What {@link Store#compact} would do with the journal as it is now: a dry run. Writes nothing and starts no
    /// segment. Looks at every event that the index knows, payloads untouched unless the rule reads them.
    ///
    /// What becomes of each event is exact as long as nothing is appended and the rule answers the same again. The
    /// bytes are estimates. A compaction may have to start a new segment first, so that there is an unused id, and
    /// then the segment that grew before takes part; that is foretold as well, but ids of outputs may come out
    /// different. A reader tells what would happen if the journal were opened for writing, which adds a segment.
    ///
    /// On a {@link Store} it waits for a compaction or a copy that is under way.
    ///
    /// @return no step if the outcome would be `Skipped`; whether a fence is active does not matter
    /// @throws IllegalStateException when called by a callback of a compaction of this store
    public abstract CompactionForecast forecast(Compaction how);

    /// Sizes of this journal.
    public abstract Stats stats();

    /// Everything there is to know about the state of this journal. Costs no read and no write.
    public final Diagnostics diagnostics() {
        return journal.diagnostics(stats(), pressure());
    }

    abstract WriterPressure pressure();

    /// What an import takes from here.
    final ImportSource asImportSource() {
        return journal.asImportSource();
    }

    /// What opening found and mended.
    public final OpenReport openReport() {
        return journal.report();
    }

    /// Closes the journal and releases its directory. Calling it again does nothing.
    @Override
    public abstract void close();
}
