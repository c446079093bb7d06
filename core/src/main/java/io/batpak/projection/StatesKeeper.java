package io.batpak.projection;

import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.DeliverySource;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.format.EventDigest;
import io.batpak.format.StatesFile;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.projection.KeyedStates.Kept;
import io.batpak.sidecar.StatesFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Keeps the states of a read model in the directory of the journal. One caller at a time.
///
/// What is found there counts only if it was made of exactly the events that are visible now, which their digest
/// proves without reading one: neither lost power nor a compaction can make old states pass for new ones.
///
/// @param <S> the state
final class StatesKeeper<S> {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final KeyedProjection<S> projection;
    private final KeyedFolder<S> folder;
    private final Hash identity;
    private final StateCodec<S> codec;
    private final CheckpointId id;
    private final DeliverySource journal;
    private final StatesFiles files;
    private Summary summary = Summary.NOTHING;

    /// Which events of an epoch up to a sequence count.
    private record Summary(long epoch, long through, long count, Hash events) {
        static final Summary NOTHING = new Summary(-1, -1, 0, Hash.ZERO);
    }

    /// @throws ConfigurationException if the projection has no codec, or the name is too long for a file
    StatesKeeper(
            EventSource source,
            KeyedProjection<S> projection,
            KeyedFolder<S> folder,
            DeliverySource journal,
            CheckpointId id) {
        this.projection = projection;
        this.folder = folder;
        this.id = id;
        this.journal = journal;
        identity = projection.identity(source.payloads());
        codec = projection
                .projection()
                .codec()
                .orElseThrow(() -> new ConfigurationException(
                        "codec of " + projection.projection().name(), "none", "a codec, to keep its states as " + id));
        int length = id.name().getBytes(StandardCharsets.UTF_8).length;
        if (length > StatesFiles.NAME_BYTES_MAX) {
            throw new ConfigurationException(
                    "UTF-8 bytes of the checkpoint id", length, "at most " + StatesFiles.NAME_BYTES_MAX);
        }
        files = new StatesFiles(journal.directory());
    }

    /// Gives kept states to a read model that has none, if there are any that count.
    ReadModel.Origin load(EventSource.View view, KeyedStates<S> states) {
        Map<String, Kept<S>> found = new HashMap<>();
        Decoding decoding = new Decoding(found);
        StatesFiles.Found result = files.load(id.name(), head -> isOf(head, view), decoding::add);
        if (result == StatesFiles.Found.READ && !decoding.failed) {
            states.put(found, summary.through);
            return ReadModel.Origin.KEPT;
        }
        summary = Summary.NOTHING;
        return switch (result) {
            case NONE -> ReadModel.Origin.NOTHING_KEPT;
            case REFUSED -> ReadModel.Origin.KEPT_OTHERS;
            case READ, DAMAGED -> ReadModel.Origin.KEPT_DAMAGED;
        };
    }

    private boolean isOf(StatesFile.Head head, EventSource.View view) {
        if (!head.identity().equals(identity)) {
            return false;
        }
        Summary now = summary(view, head.through());
        summary = now;
        return now.count == head.count() && now.events.equals(head.events());
    }

    /// Decodes states with somebody's codec.
    private final class Decoding {
        private final Map<String, Kept<S>> found;
        private boolean failed;

        Decoding(Map<String, Kept<S>> found) {
            this.found = found;
        }

        void add(StatesFile.State kept) {
            if (failed) {
                return;
            }
            try {
                S state = Objects.requireNonNull(codec.decode(kept.state().toByteArray()), "a codec answers a state");
                projection.projection().check(kept.key(), state);
                found.put(kept.key(), new Kept<>(state, kept.applied(), kept.count()));
            } catch (RuntimeException e) { // whatever it throws
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a kept state does not decode, or breaks its promise: " + projection,
                        e);
                failed = true;
            }
        }
    }

    /// Keeps states that are as new as a view, durably; the events in them are made durable first.
    ///
    /// @throws CheckpointWriteException when the disk refuses; what was kept before is there then
    /// @throws InvalidArgumentException when UTF-8 cannot encode a key; what was kept before is there then
    void save(EventSource.View view, KeyedStates<S> states) {
        if (states.through() >= 0) {
            journal.makeDurable(states.through());
        }
        summary = summary(view, states.through());
        Map<String, Kept<S>> all = states.all();
        StatesFile.Head head =
                new StatesFile.Head(identity, summary.through, summary.count, summary.events, all.size());
        try {
            journal.whileOpen(
                    () -> files.save(id.name(), head, all.entrySet().stream().map(this::encode)));
        } catch (StoreClosedException | InvalidArgumentException e) {
            throw e;
        } catch (StoreException e) {
            throw new CheckpointWriteException(id.name(), e);
        }
    }

    private StatesFile.State encode(Map.Entry<String, Kept<S>> state) {
        Kept<S> kept = state.getValue();
        return new StatesFile.State(state.getKey(), kept.applied(), kept.count(), Bytes.of(codec.encode(kept.state())));
    }

    /// Goes on from what was summed up before, where that still holds; as far as the view goes, because what lies
    /// behind its end is still to come.
    private Summary summary(EventSource.View view, long limit) {
        long through = Math.min(limit, view.end());
        Summary from = summary.epoch == view.epoch() && summary.through <= through ? summary : Summary.NOTHING;
        EventDigest digest = new EventDigest(from.events);
        long count = from.count;
        for (Entry entry : view.regionAfter(projection.region(), from.through)) {
            if (entry.sequence() > through) {
                break;
            }
            if (folder.counts(entry)) {
                digest.add(entry.sequence(), entry.kind().raw(), entry.eventHash());
                count++;
            }
        }
        return new Summary(view.epoch(), through, count, digest.value());
    }
}
