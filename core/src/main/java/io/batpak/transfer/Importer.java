package io.batpak.transfer;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/// One import under way. Confined to its caller.
///
/// Entries are looked at in groups: first all keys of a group are looked up, then the events that are not here yet
/// are read, one after the other with one sweep over the files of the source.
public final class Importer {
    /// How many entries are looked at together; also how often the source is asked whether it is still open.
    private static final int GROUP_SIZE = 256;

    private final ImportSource source;
    private final ImportTarget target;
    private final ImportOptions options;
    private final ImportKeys keys;
    private final ImportItems items;
    private final Shipments shipments;
    private final List<Entry> group = new ArrayList<>(GROUP_SIZE);
    private final ArrayDeque<Entry> wanted = new ArrayDeque<>();
    /// The events behind `wanted`, read as far as they are asked for.
    private final Iterator<StoredEvent> events;
    private int lookedAt;
    private long deduplicated;
    private long reserved;
    private long filtered;
    private long reimported;
    private OptionalLong highWatermark = OptionalLong.empty();

    private Importer(ImportSource source, ImportTarget target, ImportOptions options) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.keys = new ImportKeys(options.sourceNamespace());
        this.items = new ImportItems(options.sourceNamespace(), target.appendBytesMax());
        this.shipments = new Shipments(
                target,
                Math.min(options.chunkSize(), target.batchEventsMax()),
                target.view().get().nextSequence());
        this.events = source.events().readAll(() -> new Taken(wanted)).iterator();
    }

    /// What is put into a queue, as long as there is something in it.
    private record Taken(ArrayDeque<Entry> queue) implements Iterator<Entry> {
        @Override
        public boolean hasNext() {
            return !queue.isEmpty();
        }

        @Override
        public Entry next() {
            return queue.remove();
        }
    }

    /// Appends to the target what the options select of the source and is not there yet. Durable when it returns.
    /// See `Store.importEvents` for the contract.
    public static ImportReport run(ImportSource source, ImportTarget target, ImportOptions options) {
        Importer under = new Importer(source, target, options);
        try {
            under.importAll();
        } catch (Throwable t) {
            under.shipments.abandon(t);
            throw t;
        }
        return under.report();
    }

    private void importAll() {
        source.requireOpen();
        for (Entry entry : source.entries(options)) {
            lookAt(entry);
            if (++lookedAt % GROUP_SIZE == 0) {
                source.requireOpen();
                importGroup();
            }
        }
        importGroup();
        shipments.finish(deduplicated > 0);
    }

    private void lookAt(Entry entry) {
        highWatermark = OptionalLong.of(entry.sequence());
        if (entry.kind().isReserved()) {
            reserved++;
        } else if (!options.filter().test(entry)) {
            filtered++;
        } else {
            group.add(entry);
        }
    }

    private void importGroup() {
        List<EventId> groupKeys = new ArrayList<>(group.size());
        for (Entry entry : group) {
            groupKeys.add(keys.of(entry.eventId()));
        }
        BitSet known = target.known(groupKeys);
        deduplicated += known.cardinality();
        for (int i = known.nextClearBit(0); i < group.size(); i = known.nextClearBit(i + 1)) {
            importUnknown(group.get(i), groupKeys.get(i));
        }
        group.clear();
    }

    private void importUnknown(Entry entry, EventId key) {
        if (shipments.isClaimed(key)) {
            deduplicated++;
            return;
        }
        wanted.add(entry);
        StoredEvent event = events.next();
        if (items.comesFromSource(event)) {
            reimported++;
        } else {
            shipments.add(items.of(event, key));
        }
    }

    private ImportReport report() {
        return new ImportReport(
                shipments.imported(),
                deduplicated + shipments.deduplicated(),
                reserved,
                filtered,
                reimported,
                highWatermark);
    }
}
