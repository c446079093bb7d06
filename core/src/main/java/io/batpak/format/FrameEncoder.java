package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Extensions;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.MessageWriter;
import java.util.Map;

/// Writes frames: head, then one MessagePack map with fixed keys in fixed order.
///
/// ```
/// 0         8                                                                            8+n
/// | head    | {event:{header, payload, hash_chain}, entity, scope, receipt_extensions}  |
///
/// header      event_id id16, correlation_id id16, causation_id nil|id16, timestamp_us i64,
///             position {wall_ms u64, counter u16, depth u32, lane u32, sequence u32},
///             payload_size u32, event_kind u16, flags u8, content_hash [32],
///             payload_version u16 [, payload_encryption {keyscope_id [n], nonce [n]}]
/// payload     array of ints, one per stored byte
/// hash_chain  nil | {prev_hash [32], event_hash [32]}
/// ```
///
/// Version: the segment preamble's. Bytes: docs/formats/frame.md
public final class FrameEncoder {

    private FrameEncoder() {}

    /// Appends one complete frame to `out`.
    ///
    /// Works forward in one pass; the head is filled in at the end. Nothing is allocated unless `out` has to
    /// grow or the frame carries extensions.
    ///
    /// @return length of the frame in bytes, head included
    /// @throws IllegalArgumentException if entity or scope cannot be expressed in UTF-8, or the body is
    ///     longer than
    /// a
    ///     reader accepts; `out` then holds an unusable rest and must be reset by the caller
    public static int encode(FrameDraft draft, MessageWriter out) {
        int start = out.length();
        out.u32be(0);
        out.u32be(0);
        out.raw(FrameKeys.BODY_OPEN, 0, FrameKeys.BODY_OPEN.length);
        int hashAt = header(draft, out);
        int hashEnd = out.length();
        version(draft, out);
        key(out, FrameKeys.PAYLOAD);
        out.intArray(draft.payload, draft.payloadOffset, draft.payloadLength);
        chain(draft, out, hashAt, hashEnd);
        key(out, FrameKeys.ENTITY);
        out.string(draft.entity);
        key(out, FrameKeys.SCOPE);
        out.string(draft.scope);
        key(out, FrameKeys.EXTENSIONS);
        extensions(draft.extensions, out);
        int length = out.length() - start - FrameHead.BYTES;
        if (length > FrameHead.PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frame body of " + length + " bytes exceeds " + FrameHead.PAYLOAD_BYTES_MAX);
        }
        FrameHead.put(out.array(), start, length);
        return FrameHead.BYTES + length;
    }

    /// Appends the header up to and including the content hash; returns where the encoded hash begins.
    static int header(FrameDraft draft, MessageWriter out) {
        key(out, draft.encryption == null ? FrameKeys.HEADER_PLAIN : FrameKeys.HEADER_ENCRYPTED);
        out.id(draft.eventHigh, draft.eventLow);
        key(out, FrameKeys.CORRELATION);
        out.id(draft.correlationHigh, draft.correlationLow);
        key(out, FrameKeys.CAUSATION);
        if ((draft.causationHigh | draft.causationLow) == 0) {
            out.nil();
        } else {
            out.id(draft.causationHigh, draft.causationLow);
        }
        key(out, FrameKeys.TIMESTAMP);
        out.signed(draft.timestampMicros);
        key(out, FrameKeys.POSITION_OPEN);
        out.unsigned(draft.wallMillis);
        key(out, FrameKeys.COUNTER);
        out.unsigned(draft.counter);
        key(out, FrameKeys.DEPTH);
        out.unsigned(draft.depth);
        key(out, FrameKeys.LANE);
        out.unsigned(draft.lane);
        key(out, FrameKeys.CLOCK);
        out.unsigned(draft.clock);
        key(out, FrameKeys.PAYLOAD_SIZE);
        out.unsigned(draft.payloadSize);
        key(out, FrameKeys.KIND);
        out.unsigned(draft.kind);
        key(out, FrameKeys.FLAGS);
        out.unsigned(draft.flags);
        key(out, FrameKeys.CONTENT_HASH);
        int hashAt = out.length();
        out.intArray(draft.contentHash, 0, Hash256.BYTES);
        return hashAt;
    }

    /// Appends the rest of the header.
    static void version(FrameDraft draft, MessageWriter out) {
        key(out, FrameKeys.PAYLOAD_VERSION);
        out.unsigned(draft.payloadVersion);
        PayloadEncryption encryption = draft.encryption;
        if (encryption != null) {
            key(out, FrameKeys.ENCRYPTION_OPEN);
            bytes(encryption.keyScopeId(), out);
            key(out, FrameKeys.NONCE);
            bytes(encryption.nonce(), out);
        }
    }

    private static void chain(FrameDraft draft, MessageWriter out, int hashAt, int hashEnd) {
        key(out, FrameKeys.CHAIN_KEY);
        if (!draft.hasChain) {
            out.nil();
            return;
        }
        key(out, FrameKeys.CHAIN_OPEN);
        out.intArray(draft.previousHash, 0, Hash256.BYTES);
        key(out, FrameKeys.EVENT_HASH);
        if (draft.ownEventHash) {
            out.intArray(draft.eventHash, 0, Hash256.BYTES);
        } else {
            // The same 32 ints were just written for the header; copying them is cheaper than encoding again.
            out.raw(out.array(), hashAt, hashEnd - hashAt);
        }
    }

    private static void extensions(Extensions extensions, MessageWriter out) {
        if (extensions.isEmpty()) {
            out.mapHeader(0);
            return;
        }
        out.mapHeader(extensions.size());
        for (Map.Entry<String, Bytes> entry : extensions.asMap().entrySet()) {
            out.string(entry.getKey());
            bytes(entry.getValue(), out);
        }
    }

    private static void bytes(Bytes value, MessageWriter out) {
        out.intArray(value.toByteArray(), 0, value.length());
    }

    private static void key(MessageWriter out, byte[] constant) {
        out.raw(constant, 0, constant.length);
    }
}
