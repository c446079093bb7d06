package io.batpak.projection;

import io.batpak.hash.Hash256;
import io.batpak.hash.SipHash;
import io.batpak.model.Bytes;
import io.batpak.model.EventKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The keys under which states are cached: `entity, 0, type u64, version u64LE, kinds u64LE`.
///
/// Type is the first 8 bytes of a hash of the projection's name, kinds is SipHash-1-3 of the kinds. Pure; any
/// thread. Bytes: docs/formats/projection-cache.md.
final class CacheKeys {
    private static final String TYPE_DOMAIN = "io.batpak.projection.v1:";
    private static final int FIXED_BYTES = 1 + 3 * Long.BYTES;

    private CacheKeys() {}

    /// @param kinds the kinds that count, ascending; empty for all
    static Bytes key(String entity, Projection<?> projection, List<EventKind> kinds) {
        byte[] name = entity.getBytes(StandardCharsets.UTF_8);
        byte[] type = Hash256.blake3().digest((TYPE_DOMAIN + projection.name()).getBytes(StandardCharsets.UTF_8));
        ByteBuffer key = ByteBuffer.allocate(name.length + FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        key.put(name)
                .put((byte) 0)
                .put(type, 0, Long.BYTES)
                .putLong(projection.version())
                .putLong(kinds(kinds));
        return Bytes.of(key.array());
    }

    private static long kinds(List<EventKind> kinds) {
        ByteBuffer all =
                ByteBuffer.allocate(kinds.size() * Short.BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        kinds.forEach(kind -> all.putShort((short) kind.raw()));
        all.putLong(kinds.size());
        return SipHash.sip13(all.array());
    }
}
