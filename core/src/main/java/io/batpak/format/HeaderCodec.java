package io.batpak.format;

import io.batpak.model.EventHeader;
import io.batpak.msgpack.MessageWriter;

/// Canonical bytes of an event header, the same map that stands inside a frame.
///
/// ```
/// {event_id id16, correlation_id id16, causation_id nil|id16, timestamp_us i64,
///  position {wall_ms u64, counter u16, depth u32, lane u32, sequence u32},
///  payload_size u32, event_kind u16, flags u8, content_hash [32], payload_version u16
///  [, payload_encryption {keyscope_id [n], nonce [24]}]}
/// ```
///
/// Bytes: docs/formats/frame.md
public final class HeaderCodec {

    private static final int TYPICAL_BYTES = 320;

    private HeaderCodec() {}

    /// The header's canonical bytes.
    public static byte[] encode(EventHeader header) {
        FrameDraft draft = new FrameDraft()
                .eventId(header.eventId().high(), header.eventId().low())
                .correlationId(
                        header.correlationId().high(), header.correlationId().low())
                .timestampMicros(header.timestampMicros())
                .wallMillis(header.position().wallMillis())
                .counter(header.position().counter())
                .depth(header.position().depth())
                .lane(header.position().lane())
                .clock(header.position().clock())
                .payloadSize(header.payloadLength())
                .kind(header.kind().raw())
                .flags(header.flags())
                .contentHash(header.contentHash())
                .payloadVersion(header.payloadVersion())
                .encryption(header.encryption().orElse(null));
        header.causationId().ifPresent(cause -> draft.causationId(cause.high(), cause.low()));
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        FrameEncoder.header(draft, out);
        FrameEncoder.version(draft, out);
        return out.toByteArray();
    }

    /// Reads a header; keys may come in any order, those a header may lack get their defaults, bytes behind
    /// it are ignored.
    public static Decoded<EventHeader> decode(byte[] b, int offset, int length) {
        FrameView view = new FrameView();
        Damage damage = new FrameDecoder().decodeHeader(view, b, offset, length);
        return damage == null ? new Decoded.Ok<>(view.header()) : new Decoded.Damaged<>(damage);
    }
}
