package io.batpak.transfer;

import io.batpak.hash.Hash256;
import io.batpak.model.EventId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The ids that events of one source have here: the operation keys of the domain `batpak.import` on the source's
/// namespace and the event's id there in 32 hexadecimal digits.
///
/// The same as `IdempotencyKey.forOperation`, but everything up to the digits is laid out once. One thread.
final class ImportKeys {
    private static final String DOMAIN = "batpak.import";
    private static final int COMPONENTS = 2;
    private static final int ID_DIGITS = 32;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Hash256 hash = Hash256.blake3();
    private final byte[] cover;
    private final byte[] digest = new byte[Hash256.BYTES];

    ImportKeys(String namespace) {
        byte[] domain = DOMAIN.getBytes(StandardCharsets.US_ASCII);
        byte[] name = namespace.getBytes(StandardCharsets.UTF_8);
        cover = new byte[4 * Long.BYTES + domain.length + name.length + ID_DIGITS];
        ByteBuffer.wrap(cover)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(domain.length)
                .put(domain)
                .putLong(COMPONENTS)
                .putLong(name.length)
                .put(name)
                .putLong(ID_DIGITS);
    }

    /// The id here of the event that has this id in the source.
    EventId of(EventId there) {
        putDigits(there.high(), cover.length - ID_DIGITS);
        putDigits(there.low(), cover.length - ID_DIGITS / 2);
        hash.digest(cover, 0, cover.length, digest, 0);
        return EventId.fromBytes(digest, 0);
    }

    private void putDigits(long bits, int at) {
        long left = bits;
        for (int place = at + ID_DIGITS / 2 - 1; place >= at; place--) {
            cover[place] = DIGITS[(int) (left & 0xF)];
            left >>>= 4;
        }
    }
}
