package io.batpak.format;

import java.nio.charset.StandardCharsets;

/// The parts of a frame body that never change, encoded once: headers of maps and keys, as the writer emits
/// them.
///
/// Each constant reaches from the end of one value to the begin of the next, so that encoder and decoder
/// alternate between a constant and a value.
final class FrameKeys {

    /// Keys of the body, in wire order.
    static final String[] BODY = {"event", "entity", "scope", "receipt_extensions"};

    /// Keys of the event, in wire order.
    static final String[] EVENT = {"header", "payload", "hash_chain"};

    /// Keys of the header, in wire order.
    static final String[] HEADER = {
        "event_id",
        "correlation_id",
        "causation_id",
        "timestamp_us",
        "position",
        "payload_size",
        "event_kind",
        "flags",
        "content_hash",
        "payload_version",
        "payload_encryption"
    };

    /// Keys of the position, in wire order.
    static final String[] POSITION = {"wall_ms", "counter", "depth", "lane", "sequence"};

    /// Keys of the hash chain, in wire order.
    static final String[] CHAIN = {"prev_hash", "event_hash"};

    /// Keys of the encryption note, in wire order.
    static final String[] ENCRYPTION = {"keyscope_id", "nonce"};

    private static final int FIXMAP = 0x80;
    private static final int FIXSTR = 0xa0;

    /// Begin of a body up to its header.
    static final byte[] BODY_OPEN = join(map(4), key("event"), map(3), key("header"));

    static final byte[] HEADER_PLAIN = join(map(10), key("event_id"));
    static final byte[] HEADER_ENCRYPTED = join(map(11), key("event_id"));

    /// The header of releases before `payload_version` existed.
    static final byte[] HEADER_OLD = join(map(9), key("event_id"));

    static final byte[] CORRELATION = key("correlation_id");
    static final byte[] CAUSATION = key("causation_id");
    static final byte[] TIMESTAMP = key("timestamp_us");
    static final byte[] POSITION_OPEN = join(key("position"), map(5), key("wall_ms"));
    static final byte[] COUNTER = key("counter");
    static final byte[] DEPTH = key("depth");
    static final byte[] LANE = key("lane");
    static final byte[] CLOCK = key("sequence");
    static final byte[] PAYLOAD_SIZE = key("payload_size");
    static final byte[] KIND = key("event_kind");
    static final byte[] FLAGS = key("flags");
    static final byte[] CONTENT_HASH = key("content_hash");
    static final byte[] PAYLOAD_VERSION = key("payload_version");
    static final byte[] ENCRYPTION_OPEN = join(key("payload_encryption"), map(2), key("keyscope_id"));
    static final byte[] NONCE = key("nonce");
    static final byte[] PAYLOAD = key("payload");
    static final byte[] CHAIN_KEY = key("hash_chain");
    static final byte[] CHAIN_OPEN = join(map(2), key("prev_hash"));
    static final byte[] EVENT_HASH = key("event_hash");
    static final byte[] ENTITY = key("entity");
    static final byte[] SCOPE = key("scope");
    static final byte[] EXTENSIONS = key("receipt_extensions");

    private FrameKeys() {}

    private static byte[] map(int count) {
        return new byte[] {(byte) (FIXMAP | count)};
    }

    private static byte[] key(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return join(new byte[] {(byte) (FIXSTR | text.length)}, text);
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
