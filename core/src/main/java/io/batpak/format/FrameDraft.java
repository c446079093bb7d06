package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.PayloadEncryption;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one frame before it is encoded. Reusable, so that a commit allocates nothing for it.
///
/// Start with [#clear], set what differs from zero, then hand it to [FrameEncoder]. Byte arrays given as
/// payload are kept by reference and must not change until the frame is encoded; hashes are copied.
///
/// Threads: one owner at a time, the holder of the commit turn.
public final class FrameDraft {

    static final String MARKER_ENTITY = "_batch";
    static final String MARKER_SCOPE = "_system";

    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NO_BYTES = new byte[0];
    private static final int MICROS_PER_MILLI = 1000;

    long eventHigh;
    long eventLow;
    long correlationHigh;
    long correlationLow;
    long causationHigh;
    long causationLow;
    long timestampMicros;
    long wallMillis;
    int counter;
    long depth;
    long lane;
    long clock;
    long payloadSize;
    int kind;
    int flags;
    int payloadVersion;
    boolean hasChain;
    boolean ownEventHash;
    byte[] payload = NO_BYTES;
    int payloadOffset;
    int payloadLength;
    String entity = "";
    String scope = "";
    Extensions extensions = Extensions.none();

    @Nullable
    PayloadEncryption encryption;

    final byte[] contentHash = new byte[Hash256.BYTES];
    final byte[] previousHash = new byte[Hash256.BYTES];
    final byte[] eventHash = new byte[Hash256.BYTES];

    /// An empty draft.
    public FrameDraft() {
        clear();
    }

    /// Forgets everything: all numbers zero, hashes zero, no payload, no extensions, a chain of zeros.
    public FrameDraft clear() {
        eventHigh = 0;
        eventLow = 0;
        correlationHigh = 0;
        correlationLow = 0;
        causationHigh = 0;
        causationLow = 0;
        timestampMicros = 0;
        wallMillis = 0;
        counter = 0;
        depth = 0;
        lane = 0;
        clock = 0;
        kind = 0;
        flags = 0;
        payloadVersion = 0;
        hasChain = true;
        ownEventHash = false;
        entity = "";
        scope = "";
        extensions = Extensions.none();
        encryption = null;
        Arrays.fill(contentHash, (byte) 0);
        Arrays.fill(previousHash, (byte) 0);
        Arrays.fill(eventHash, (byte) 0);
        return payload(NO_BYTES, 0, 0);
    }

    /// The event id, most significant half first.
    public FrameDraft eventId(long high, long low) {
        eventHigh = high;
        eventLow = low;
        return this;
    }

    /// The correlation id; for an event without one of its own, the event id.
    public FrameDraft correlationId(long high, long low) {
        correlationHigh = high;
        correlationLow = low;
        return this;
    }

    /// The id of the causing event; (0, 0) for none.
    public FrameDraft causationId(long high, long low) {
        causationHigh = high;
        causationLow = low;
        return this;
    }

    /// When the event was submitted, in microseconds since 1970.
    public FrameDraft timestampMicros(long value) {
        timestampMicros = value;
        return this;
    }

    /// Wall clock of the position in milliseconds, unsigned.
    public FrameDraft wallMillis(long value) {
        wallMillis = value;
        return this;
    }

    /// Tie breaker of the position, 0 to 65535; this release always writes 0.
    public FrameDraft counter(int value) {
        counter = value;
        return this;
    }

    /// Depth in the tree of branches, 0 to 2^32-1.
    public FrameDraft depth(long value) {
        depth = value;
        return this;
    }

    /// Lane, 0 to 2^32-1.
    public FrameDraft lane(long value) {
        lane = value;
        return this;
    }

    /// Clock of the (entity, lane), 0 to 2^32-1; `sequence` on the wire.
    public FrameDraft clock(long value) {
        clock = value;
        return this;
    }

    /// Raw kind, 0 to 65535.
    public FrameDraft kind(int raw) {
        kind = raw;
        return this;
    }

    /// Flag bits, 0 to 255.
    public FrameDraft flags(int bits) {
        flags = bits;
        return this;
    }

    /// Version of the payload's schema, 0 to 65535; 0 for untyped payloads.
    public FrameDraft payloadVersion(int version) {
        payloadVersion = version;
        return this;
    }

    /// The stored payload bytes, kept by reference; also sets the payload size.
    public FrameDraft payload(byte[] b, int offset, int length) {
        payload = b;
        payloadOffset = offset;
        payloadLength = length;
        payloadSize = length;
        return this;
    }

    /// Overrides `payload_size`, 0 to 2^32-1. After [#payload].
    public FrameDraft payloadSize(long value) {
        payloadSize = value;
        return this;
    }

    /// Hash of the stored payload, for the header and for the chain.
    public FrameDraft contentHash(byte[] b, int offset) {
        System.arraycopy(b, offset, contentHash, 0, Hash256.BYTES);
        ownEventHash = false;
        return this;
    }

    /// Hash of the stored payload, for the header and for the chain.
    public FrameDraft contentHash(Hash hash) {
        hash.write(contentHash, 0);
        ownEventHash = false;
        return this;
    }

    /// Hash of the previous event of the same (entity, lane); zeros for the first.
    public FrameDraft previousHash(byte[] b, int offset) {
        System.arraycopy(b, offset, previousHash, 0, Hash256.BYTES);
        return this;
    }

    /// Hash of the previous event of the same (entity, lane); [Hash#ZERO] for the first.
    public FrameDraft previousHash(Hash hash) {
        hash.write(previousHash, 0);
        return this;
    }

    /// The same as four big-endian words.
    public FrameDraft previousHash(long word0, long word1, long word2, long word3) {
        LONG_BE.set(previousHash, 0, word0);
        LONG_BE.set(previousHash, Long.BYTES, word1);
        LONG_BE.set(previousHash, 2 * Long.BYTES, word2);
        LONG_BE.set(previousHash, 3 * Long.BYTES, word3);
        return this;
    }

    /// A chain hash that differs from the content hash, for frames that are copied as they were found. After
    /// [#contentHash(byte[], int)].
    public FrameDraft eventHash(byte[] b, int offset) {
        System.arraycopy(b, offset, eventHash, 0, Hash256.BYTES);
        ownEventHash = true;
        return this;
    }

    /// Whether the frame carries a hash chain; only markers do not.
    public FrameDraft hasChain(boolean value) {
        hasChain = value;
        return this;
    }

    /// Entity; must be text that UTF-8 can express.
    public FrameDraft entity(String value) {
        entity = value;
        return this;
    }

    /// Scope; must be text that UTF-8 can express.
    public FrameDraft scope(String value) {
        scope = value;
        return this;
    }

    /// Receipt extensions.
    public FrameDraft extensions(Extensions value) {
        extensions = value;
        return this;
    }

    /// How the payload was encrypted; null for a readable payload.
    public FrameDraft encryption(@Nullable PayloadEncryption value) {
        encryption = value;
        return this;
    }

    /// Turns the draft into the frame in front of a batch.
    ///
    /// @param batchId sequence of the batch's first item
    /// @param items number of items that follow
    /// @param nowMicros time of writing in microseconds since 1970, not negative
    public FrameDraft batchBegin(long batchId, long items, long nowMicros) {
        return marker(Kinds.BATCH_BEGIN, batchId, nowMicros).payloadSize(items);
    }

    /// The same in front of the events of a fence, which carry timestamps of their own. 0.9.0 looks at no flag of
    /// a marker.
    public FrameDraft fenceBegin(long batchId, long items, long nowMicros) {
        return batchBegin(batchId, items, nowMicros).flags(Kinds.FENCED);
    }

    /// Turns the draft into the frame behind a complete batch.
    ///
    /// @param batchId sequence of the batch's first item
    /// @param nowMicros time of writing in microseconds since 1970, not negative
    public FrameDraft batchCommit(long batchId, long nowMicros) {
        return marker(Kinds.BATCH_COMMIT, batchId, nowMicros);
    }

    private FrameDraft marker(int markerKind, long batchId, long nowMicros) {
        return clear().eventId(0, batchId)
                .correlationId(0, batchId)
                .timestampMicros(nowMicros)
                .wallMillis(nowMicros / MICROS_PER_MILLI)
                .kind(markerKind)
                .hasChain(false)
                .entity(MARKER_ENTITY)
                .scope(MARKER_SCOPE);
    }

    /// The hash that goes into the chain and into the footer: all zeros without a chain.
    byte[] chainHash() {
        return ownEventHash ? eventHash : contentHash;
    }
}
