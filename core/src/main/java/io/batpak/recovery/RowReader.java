package io.batpak.recovery;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.format.FrameView;
import io.batpak.format.KindFallbacks;
import io.batpak.format.Kinds;
import io.batpak.format.RunFile;
import io.batpak.format.SidxRows;
import io.batpak.hash.Hash256;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexWriter;
import io.batpak.model.Coordinate;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentScan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns what a scan finds into index rows and numbers them.
///
/// A frame does not hold its sequence. A footer row, a matching row of a damaged footer and the BEGIN marker
/// of a batch do; every other event follows its predecessor. One thread.
final class RowReader implements SegmentScan.Sink {
    /// No event has this sequence or a higher one.
    static final long SEQUENCE_MAX = Long.MAX_VALUE - 1;

    private final Target target;
    private final KindFallbacks.Counter fallbacks = new KindFallbacks.Counter();
    private final IndexRow row = new IndexRow();
    private final byte[] hash = new byte[Hash256.BYTES];
    /// One string for each name, whatever segment tells it: the index finds such a name without comparing it.
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> entities = new HashSet<>();
    private final Set<String> scopes = new HashSet<>();
    private @Nullable SidxRows checked;
    private @Nullable String[] checkedEntities = {};
    private @Nullable String[] checkedScopes = {};
    private long segment;
    private long fromOffset;
    private long nextSequence;
    private long renumbered;
    private long count;
    private boolean footerDamaged;
    /// The segment with a damaged footer whose last events nothing but their place numbers; -1 if there is none, or
    /// what came behind them has proven it.
    private long placedIn = -1;

    RowReader(Target target) {
        this.target = target;
    }

    /// Takes rows in the order of their sequences.
    interface Target {
        /// Takes a row; nothing of it may be kept.
        void insert(IndexRow row);

        /// Takes all rows of a run, which has some; before the first [#insert].
        void install(RunFile run);
    }

    /// Only counts.
    static final Target NOWHERE = new Target() {
        @Override
        public void insert(IndexRow row) {
            // counted by the reader
        }

        @Override
        public void install(RunFile run) {
            // counted by the reader
        }
    };

    /// Puts rows into an index.
    static Target into(IndexWriter index) {
        return new Target() {
            @Override
            public void insert(IndexRow row) {
                index.insert(row);
            }

            @Override
            public void install(RunFile run) {
                index.install(run);
            }
        };
    }

    /// Turns to a segment.
    ///
    /// @param from events of frames before this offset are known already and passed over
    void startSegment(long id, long from) {
        segment = id;
        fromOffset = from;
        footerDamaged = false;
    }

    @Override
    public void footerIsDamaged() {
        footerDamaged = true;
    }

    /// The segment with a damaged footer whose events may have other sequences than they were given; empty if there
    /// is none.
    OptionalLong doubtful() {
        return placedIn < 0 ? OptionalLong.empty() : OptionalLong.of(placedIn);
    }

    /// An event behind those of a damaged footer carries its sequence: if it follows on them, theirs are right.
    private void requireFollowing(long sequence) {
        boolean contradiction = footerDamaged && sequence < nextSequence;
        if (contradiction || (placedIn >= 0 && sequence != nextSequence)) {
            throw SegmentDamageException.structure(
                    contradiction ? segment : placedIn,
                    fromOffset,
                    "its footer is damaged, and so nothing tells the sequences of its events: counted up to "
                            + nextSequence + ", where the next one is " + sequence);
        }
        placedIn = -1;
    }

    /// Hands on the rows of a run, whose sequences are above all before.
    void known(RunFile run) {
        if (run.rows() > 0) {
            target.install(run);
            nextSequence = run.sequence(run.rows() - 1) + 1;
        }
    }

    /// Hands on a row that carries its sequence, which is above all before.
    void known(IndexRow complete, long sequence) {
        requireFollowing(sequence);
        target.insert(complete);
        nextSequence = sequence + 1;
    }

    /// Lets no event to come have a sequence below this one.
    void raise(long sequence) {
        nextSequence = Math.max(nextSequence, sequence);
    }

    /// One above the highest sequence so far.
    long nextSequence() {
        return nextSequence;
    }

    /// How many committed events were found in the segments themselves.
    long count() {
        return count;
    }

    /// How many events carry another sequence than a footer gives them, because theirs was taken.
    long renumbered() {
        return renumbered;
    }

    /// Which kinds of footer rows were shown as others.
    KindFallbacks fallbacks() {
        return fallbacks.total();
    }

    @Override
    public void frame(FrameView frame, FramePosition position, long sequenceFloor) {
        if (position.offset() < fromOffset) {
            return;
        }
        row.clear();
        row.eventId(frame.eventHigh(), frame.eventLow());
        row.correlation(frame.correlationHigh(), frame.correlationLow());
        row.causation(frame.causationHigh(), frame.causationLow());
        coordinate(frame.entity(), frame.scope(), position.offset());
        row.kind(frame.kind());
        row.at(frame.lane(), frame.depth(), frame.clock(), frame.wallMillis());
        frame.copyPreviousHash(hash, 0);
        Hash previous = Hash.of(hash);
        frame.copyEventHash(hash, 0);
        row.hashes(previous, Hash.of(hash));
        row.extensions(frame.extensions());
        row.position(position.segment(), position.offset(), position.length());
        if (sequenceFloor > 0) {
            requireFollowing(sequenceFloor);
        } else if (footerDamaged) {
            placedIn = segment;
        }
        insert(sequenceFloor, position.offset());
    }

    @Override
    public void row(SidxRows rows, long at) {
        if (rows.frameOffset(at) < fromOffset) {
            return;
        }
        row.clear();
        row.eventId(rows.eventHigh(at), rows.eventLow(at));
        row.correlation(rows.correlationHigh(at), rows.correlationLow(at));
        row.causation(rows.causationHigh(at), rows.causationLow(at));
        coordinate(rows, at);
        int kind = rows.kind(at);
        fallbacks.see(kind);
        row.kind(Kinds.ofFooter(kind));
        row.at(rows.lane(at), rows.depth(at), rows.clock(at), rows.wallMillis(at));
        rows.previousHash(at, hash, 0);
        Hash previous = Hash.of(hash);
        rows.eventHash(at, hash, 0);
        row.hashes(previous, Hash.of(hash));
        row.unknownExtensions(); // a footer does not say whether there are any
        row.position(segment, rows.frameOffset(at), (int) rows.frameLength(at));
        long sequence = rows.sequence(at);
        requireFollowing(sequence);
        if (sequence < nextSequence) {
            renumbered++;
        }
        insert(sequence, rows.frameOffset(at));
    }

    private void insert(long sequenceFloor, long offset) {
        long sequence = Math.max(nextSequence, sequenceFloor);
        if (sequence >= SEQUENCE_MAX || sequenceFloor < 0) {
            throw SegmentDamageException.structure(segment, offset, "no event can have sequence " + sequenceFloor);
        }
        row.sequence(sequence);
        target.insert(row);
        count++;
        nextSequence = sequence + 1;
    }

    /// Looks at each name of a footer once, by its place in the table of names.
    private void coordinate(SidxRows rows, long at) {
        if (rows != checked) {
            checked = rows;
            checkedEntities = new String[rows.strings().size()];
            checkedScopes = new String[rows.strings().size()];
        }
        int entity = (int) rows.entityIndex(at);
        int scope = (int) rows.scopeIndex(at);
        String knownEntity = checkedEntities[entity];
        String knownScope = checkedScopes[scope];
        if (knownEntity == null || knownScope == null) {
            coordinate(rows.strings().get(entity), rows.strings().get(scope), rows.frameOffset(at));
            knownEntity = names.computeIfAbsent(rows.strings().get(entity), name -> name);
            knownScope = names.computeIfAbsent(rows.strings().get(scope), name -> name);
            checkedEntities[entity] = knownEntity;
            checkedScopes[scope] = knownScope;
        }
        row.coordinate(knownEntity, knownScope);
    }

    private void coordinate(String entity, String scope, long offset) {
        if (!entities.contains(entity) || !scopes.contains(scope)) {
            try {
                Coordinate.of(entity, scope);
            } catch (StoreException.Rejected e) {
                throw SegmentDamageException.structure(segment, offset, "its coordinate is refused: " + e.getMessage());
            }
            entities.add(entity);
            scopes.add(scope);
        }
        row.coordinate(entity, scope);
    }
}
