package io.batpak.index;

import io.batpak.model.Extensions;
import io.batpak.model.Hash;

/// One event on its way into the index: a reusable carrier, filled by setters, copied by [IndexWriter#insert].
///
/// [#clear] makes it as new: a root event on lane 0 at depth 0, correlated with itself, genesis of its chain,
/// without extensions. Every setter overwrites; entity, scope, event id, hash and position must be set for
/// each event. Threads: confined to the inserting thread.
public final class IndexRow {
    static final long UNSIGNED_INT_MAX = 0xFFFF_FFFFL;

    long sequence;
    long idHigh;
    long idLow;
    long correlationHigh;
    long correlationLow;
    boolean ownCorrelation;
    long causationHigh;
    long causationLow;
    String entity = "";
    String scope = "";
    int kind;
    int lane;
    int depth;
    int clock;
    long wallMillis;
    Hash previousHash = Hash.ZERO;
    /// The previous hash is the event hash of the head of this entity and lane, whatever it is.
    boolean behindHead;
    Hash eventHash = Hash.ZERO;
    long segment;
    long offset;
    int length;
    int extensionState;
    Extensions extensions = Extensions.none();

    public IndexRow() {
        clear();
    }

    /// Forgets the previous event.
    public IndexRow clear() {
        sequence = 0;
        eventId(0, 0);
        ownCorrelation = true;
        causation(0, 0);
        coordinate("", "");
        kind = 0;
        at(0, 0, 0, 0);
        hashes(Hash.ZERO, Hash.ZERO);
        position(0, 0, 0);
        return extensions(Extensions.none());
    }

    /// Commit order; above that of every row inserted before.
    public IndexRow sequence(long value) {
        sequence = value;
        return this;
    }

    public IndexRow eventId(long high, long low) {
        idHigh = high;
        idLow = low;
        return this;
    }

    /// Unless set, an event is correlated with itself.
    public IndexRow correlation(long high, long low) {
        correlationHigh = high;
        correlationLow = low;
        ownCorrelation = false;
        return this;
    }

    /// `0, 0` stands for a root cause, as in the frame.
    public IndexRow causation(long high, long low) {
        causationHigh = high;
        causationLow = low;
        return this;
    }

    public IndexRow coordinate(String entityName, String scopeName) {
        entity = entityName;
        scope = scopeName;
        return this;
    }

    /// The 16 bits of the event kind.
    ///
    /// @throws IllegalArgumentException outside 0..65535
    public IndexRow kind(int raw) {
        if (raw >>> 16 != 0) {
            throw new IllegalArgumentException("kind " + raw + " is not in 0..65535");
        }
        kind = raw;
        return this;
    }

    /// Place in the entity: all three in 0..2^32-1, and the wall clock in milliseconds since 1970.
    ///
    /// @throws IllegalArgumentException if lane, depth or clock is out of range
    public IndexRow at(long laneId, long depthOnLane, long laneClock, long wallClockMillis) {
        lane = unsignedInt("lane", laneId);
        depth = unsignedInt("depth", depthOnLane);
        clock = unsignedInt("clock", laneClock);
        wallMillis = wallClockMillis;
        return this;
    }

    boolean isOwnCorrelation() {
        return ownCorrelation || (correlationHigh == idHigh && correlationLow == idLow);
    }

    boolean hasCausation() {
        return (causationHigh | causationLow) != 0;
    }

    static int unsignedInt(String name, long value) {
        if (value < 0 || value > UNSIGNED_INT_MAX) {
            throw new IllegalArgumentException(name + " " + value + " is not in 0..4294967295");
        }
        return (int) value;
    }

    /// `previous` is [Hash#ZERO] at a genesis.
    public IndexRow hashes(Hash previous, Hash event) {
        previousHash = previous;
        behindHead = false;
        eventHash = event;
        return this;
    }

    /// The previous hash is that of the head this row will stand behind, or zero if there is none.
    public IndexRow hashBehindHead(Hash event) {
        previousHash = Hash.ZERO;
        behindHead = true;
        eventHash = event;
        return this;
    }

    /// Where the frame lies; `length` counts its 8-byte head.
    public IndexRow position(long segmentId, long frameOffset, int frameLength) {
        segment = segmentId;
        offset = frameOffset;
        length = frameLength;
        return this;
    }

    /// The extensions are these, possibly none.
    public IndexRow extensions(Extensions known) {
        extensions = known;
        extensionState = known.isEmpty() ? RowChunk.EXTENSIONS_NONE : RowChunk.EXTENSIONS_KNOWN;
        return this;
    }

    /// The source of this row cannot tell the extensions; they are read from the frame on first need.
    public IndexRow unknownExtensions() {
        extensions = Extensions.none();
        extensionState = RowChunk.EXTENSIONS_UNKNOWN;
        return this;
    }
}
