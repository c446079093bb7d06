package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.HashChain;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.UsualForms;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of one frame, decoded in place. Reusable, so that a scan allocates nothing per frame.
///
/// After [#decode] answered null, every accessor is valid until the next call and as long as the bytes handed
/// in do not change. Numbers and hashes are decoded at once; entity, scope, extensions and payload are
/// checked or skipped and decoded when asked for. In particular, decoding never looks at what the payload is.
///
/// Keys may come in any order and unknown ones are ignored; frames of older releases without
/// `payload_version` read as version 0. Bytes: see [FrameEncoder] and docs/formats/frame.md
///
/// Threads: one at a time.
public final class FrameView {

    private static final byte[] NO_BYTES = new byte[0];
    private static final int HASH_ROOM = Hash256.BYTES + UsualForms.SLACK_BYTES;

    byte[] bytes = NO_BYTES;
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
    int contentHashAt;
    int contentHashEnd;
    int payloadAt;
    int payloadEnd;
    int entityAt;
    int entityLength;
    int scopeAt;
    int scopeLength;
    int extensionsAt;
    int extensionsEnd;

    @Nullable
    PayloadEncryption encryption;

    final byte[] contentHash = new byte[HASH_ROOM];
    final byte[] previousHash = new byte[HASH_ROOM];
    final byte[] eventHash = new byte[HASH_ROOM];

    final ShortPayload shortPayload = new ShortPayload();
    private final FrameDecoder decoder = new FrameDecoder();
    private final MessageReader parts = new MessageReader();
    private @Nullable Extensions extensions;

    /// A view of nothing; [#decode] fills it.
    public FrameView() {}

    /// Decodes the body of a frame: `length` bytes from `offset` on, without the frame's head. The checksum
    /// is not looked at ([FrameHead#check]).
    ///
    /// @return null if the body was decoded, else the first finding; its offset counts from the body's first
    ///     byte
    public @Nullable Damage decode(byte[] b, int offset, int length) {
        return decoder.decode(this, b, offset, length);
    }

    /// Forgets the previous frame.
    void begin(byte[] b) {
        bytes = b;
        causationHigh = 0;
        causationLow = 0;
        payloadVersion = 0;
        hasChain = false;
        extensionsAt = 0;
        extensionsEnd = 0;
        encryption = null;
        extensions = null;
        shortPayload.forget();
        Arrays.fill(contentHash, (byte) 0);
        Arrays.fill(previousHash, (byte) 0);
        Arrays.fill(eventHash, (byte) 0);
    }

    /// Most significant half of the event id.
    public long eventHigh() {
        return eventHigh;
    }

    /// Least significant half of the event id.
    public long eventLow() {
        return eventLow;
    }

    /// Most significant half of the correlation id.
    public long correlationHigh() {
        return correlationHigh;
    }

    /// Least significant half of the correlation id.
    public long correlationLow() {
        return correlationLow;
    }

    /// Most significant half of the causation id; with [#causationLow] zero means none.
    public long causationHigh() {
        return causationHigh;
    }

    /// Least significant half of the causation id.
    public long causationLow() {
        return causationLow;
    }

    /// When the event was submitted, in microseconds since 1970.
    public long timestampMicros() {
        return timestampMicros;
    }

    /// Wall clock of the position in milliseconds, unsigned.
    public long wallMillis() {
        return wallMillis;
    }

    /// Tie breaker of the position.
    public int counter() {
        return counter;
    }

    /// Depth in the tree of branches.
    public long depth() {
        return depth;
    }

    /// Lane.
    public long lane() {
        return lane;
    }

    /// Clock of the (entity, lane).
    public long clock() {
        return clock;
    }

    /// `payload_size` as stored: length of the payload in bytes, or the number of items behind a batch begin.
    /// Not compared with the payload.
    public long payloadSize() {
        return payloadSize;
    }

    /// Raw kind, any 16-bit value.
    public int kind() {
        return kind;
    }

    /// Flag bits.
    public int flags() {
        return flags;
    }

    /// Version of the payload's schema; 0 for untyped payloads and for frames of older releases.
    public int payloadVersion() {
        return payloadVersion;
    }

    /// Whether the frame carries a hash chain.
    public boolean hasChain() {
        return hasChain;
    }

    /// Copies the 32 bytes of the header's content hash.
    public void copyContentHash(byte[] target, int offset) {
        System.arraycopy(contentHash, 0, target, offset, Hash256.BYTES);
    }

    /// Copies the 32 bytes of the previous event's hash; zeros without a chain.
    public void copyPreviousHash(byte[] target, int offset) {
        System.arraycopy(previousHash, 0, target, offset, Hash256.BYTES);
    }

    /// Copies the 32 bytes of the event's hash; zeros without a chain.
    public void copyEventHash(byte[] target, int offset) {
        System.arraycopy(eventHash, 0, target, offset, Hash256.BYTES);
    }

    /// The array handed to [#decode], which [#entityAt] and [#scopeAt] point into. Do not modify.
    public byte[] bytes() {
        return bytes;
    }

    /// Where the entity's UTF-8 begins in [#bytes].
    public int entityAt() {
        return entityAt;
    }

    /// Length of the entity in UTF-8 bytes.
    public int entityLength() {
        return entityLength;
    }

    /// Where the scope's UTF-8 begins in [#bytes].
    public int scopeAt() {
        return scopeAt;
    }

    /// Length of the scope in UTF-8 bytes.
    public int scopeLength() {
        return scopeLength;
    }

    /// The entity, as stored: well-formed text, but not checked against the rules of coordinates.
    public String entity() {
        return new String(bytes, entityAt, entityLength, StandardCharsets.UTF_8);
    }

    /// The scope, as stored: well-formed text, but not checked against the rules of coordinates.
    public String scope() {
        return new String(bytes, scopeAt, scopeLength, StandardCharsets.UTF_8);
    }

    /// Whether this is the entity.
    public boolean isEntity(String name) {
        return UsualForms.isThis(name, bytes, entityAt, entityLength);
    }

    /// Whether this is the scope.
    public boolean isScope(String name) {
        return UsualForms.isThis(name, bytes, scopeAt, scopeLength);
    }

    /// How the payload is encrypted; empty for a readable payload.
    public Optional<PayloadEncryption> encryption() {
        return Optional.ofNullable(encryption);
    }

    /// The receipt extensions as stored; keys are not checked again.
    public Extensions extensions() {
        Extensions known = extensions;
        if (known == null) {
            known = readExtensions();
            extensions = known;
        }
        return known;
    }

    /// Length of the stored payload in bytes; 0 if what stands there is no byte string ([#copyPayload] tells).
    public int payloadLength() {
        if (shortPayload.length() >= 0) {
            return shortPayload.length();
        }
        parts.reset(bytes, payloadAt, payloadEnd - payloadAt);
        return switch (parts.peekType()) {
            case ARRAY, BINARY -> parts.peekIntArrayLength();
            default -> 0;
        };
    }

    /// Decodes the stored payload into `target`, which needs room for [#payloadLength] bytes from `offset` on.
    ///
    /// @return null if the payload was copied, else why it is no byte string; `target` is then undefined
    public @Nullable Damage copyPayload(byte[] target, int offset) {
        int length = payloadLength();
        if (shortPayload.length() >= 0) {
            shortPayload.copyTo(target, offset);
            return null;
        }
        try {
            parts.intArray(target, offset, length);
            return null;
        } catch (MessageFormatException e) {
            return new Damage(Damage.Reason.PAYLOAD_UNDECODABLE, "stored payload: " + e.getMessage(), e.offset());
        }
    }

    /// The stored payload in a new array, or why it is no byte string.
    public Decoded<byte[]> payload() {
        byte[] payload = new byte[payloadLength()];
        Damage damage = copyPayload(payload, 0);
        return damage == null ? new Decoded.Ok<>(payload) : new Decoded.Damaged<>(damage);
    }

    /// Cannot fail: [FrameDecoder] walked the same bytes.
    private Extensions readExtensions() {
        if (extensionsEnd == extensionsAt) {
            return Extensions.none();
        }
        parts.reset(bytes, extensionsAt, extensionsEnd - extensionsAt);
        int count = parts.mapHeader();
        if (count == 0) {
            return Extensions.none();
        }
        SortedMap<String, Bytes> stored = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            stored.put(parts.string(), Bytes.of(parts.intArray()));
        }
        return Extensions.stored(stored);
    }

    /// The header as a value.
    public EventHeader header() {
        boolean caused = (causationHigh | causationLow) != 0;
        return new EventHeader(
                new EventId(eventHigh, eventLow),
                new CorrelationId(correlationHigh, correlationLow),
                caused ? Optional.of(new CausationId(causationHigh, causationLow)) : Optional.empty(),
                timestampMicros,
                new DagPosition(wallMillis, counter, depth, lane, clock),
                payloadSize,
                EventKind.ofRaw(kind),
                flags,
                Hash.of(contentHash, 0),
                payloadVersion,
                Optional.ofNullable(encryption));
    }

    /// The hash chain as a value; empty where the frame has none.
    public Optional<HashChain> chain() {
        return hasChain
                ? Optional.of(new HashChain(Hash.of(previousHash, 0), Hash.of(eventHash, 0)))
                : Optional.empty();
    }

    /// Fills a draft with everything this frame holds, so that encoding the draft writes the same event again.
    ///
    /// Frames of older releases gain the keys they lack.
    ///
    /// @return null if the draft is complete, else why the payload is no byte string; the draft is then
    ///     undefined
    public @Nullable Damage copyTo(FrameDraft draft) {
        byte[] payload = new byte[payloadLength()];
        Damage damage = copyPayload(payload, 0);
        if (damage != null) {
            return damage;
        }
        draft.clear()
                .eventId(eventHigh, eventLow)
                .correlationId(correlationHigh, correlationLow)
                .causationId(causationHigh, causationLow)
                .timestampMicros(timestampMicros)
                .wallMillis(wallMillis)
                .counter(counter)
                .depth(depth)
                .lane(lane)
                .clock(clock)
                .kind(kind)
                .flags(flags)
                .payloadVersion(payloadVersion)
                .payload(payload, 0, payload.length)
                .payloadSize(payloadSize)
                .contentHash(contentHash, 0)
                .previousHash(previousHash, 0)
                .hasChain(hasChain)
                .entity(entity())
                .scope(scope())
                .extensions(extensions())
                .encryption(encryption);
        if (hasChain) {
            draft.eventHash(eventHash, 0);
        }
        return null;
    }
}
