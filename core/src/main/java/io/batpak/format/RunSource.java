package io.batpak.format;

import io.batpak.model.Extensions;

/// The rows that [RunWriter] writes: numbers 0 to `count() - 1` in commit order, read any number of times.
///
/// `int` values are the 32 bits of unsigned numbers. Names are numbered by the source; names that no row has
/// may be among them. Threads: one at a time; nothing changes while it is read.
public interface RunSource {
    /// Answer of [#before]: the lane of the entity had no event yet.
    int NONE = -1;

    /// Answer of [#before]: that row lies in an earlier part of the index.
    int EARLIER = -2;

    /// State of extensions: the event has none.
    int EXTENSIONS_NONE = 0;

    /// State of extensions: the source has them.
    int EXTENSIONS_KNOWN = 1;

    /// State of extensions: only the frame can tell.
    int EXTENSIONS_UNKNOWN = 2;

    /// Number of rows.
    int count();

    /// First half of the event id.
    long idHigh(int row);

    /// Second half of the event id.
    long idLow(int row);

    /// Sequence; strictly ascending.
    long sequence(int row);

    /// Wall clock, milliseconds.
    long wallMillis(int row);

    /// Id of the segment; never descending.
    long segment(int row);

    /// Byte offset of the frame.
    long offset(int row);

    /// Length of the frame with its head, bytes.
    int length(int row);

    /// Kind, 0 to 65535.
    int kind(int row);

    /// Lane.
    int lane(int row);

    /// Depth on the lane.
    int depth(int row);

    /// Clock on the lane.
    int clock(int row);

    /// Number of the entity, below [#entityCount].
    int entity(int row);

    /// Number of the scope, below [#scopeCount].
    int scope(int row);

    /// One above the highest number of an entity.
    int entityCount();

    /// Name of an entity.
    String entityName(int number);

    /// Whether the rows of this entity are not in the order of their clock keys; kept with the entity.
    boolean entityKeysUnordered(int number);

    /// Whether some lane of this entity is not in the order of its clocks; kept with the entity.
    boolean entityLaneUnordered(int number);

    /// One above the highest number of a scope.
    int scopeCount();

    /// Name of a scope.
    String scopeName(int number);

    /// The `word`-th 8 bytes of the event hash, big-endian, 0 to 3.
    long hashWord(int row, int word);

    /// The row that was the head of this row's entity and lane when this one was inserted, [#NONE] or
    /// [#EARLIER].
    int before(int row);

    /// Whether the previous hash is the event hash of the row [#before], wherever that lies.
    boolean previousIsBefore(int row);

    /// The `word`-th 8 bytes of the previous hash, big-endian, 0 to 3.
    long previousHashWord(int row, int word);

    /// Whether the event is correlated with itself.
    boolean isOwnCorrelation(int row);

    /// First half of the correlation id.
    long correlationHigh(int row);

    /// Second half of the correlation id.
    long correlationLow(int row);

    /// First half of the causation id; both halves are 0 without one.
    long causationHigh(int row);

    /// Second half of the causation id.
    long causationLow(int row);

    /// One of the `EXTENSIONS_` states.
    int extensionState(int row);

    /// The extensions of a row whose state is [#EXTENSIONS_KNOWN].
    Extensions extensions(int row);
}
