package io.batpak.sign;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.WireReceipt;
import io.batpak.msgpack.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The 32 bytes that a receipt's signature covers. Pure functions; any number of threads.
///
/// ```
/// BLAKE3( 01 | event id u128 LE | sequence u64 LE | {entity str, scope str} | kind u16 LE
///         | previous hash 32 | content hash 32 | {extension key str: array of ints} )
/// ```
///
/// The maps are MessagePack; nothing stands between the fields. Not covered: clock and position, flags, wall
/// clock, payload version, key id.
/// Bytes: docs/formats/receipt-cover.md
public final class ReceiptCover {
    private static final byte VERSION = 1;
    private static final int TYPICAL_BYTES = 256;
    private static final int HEAD_BYTES = 1 + EventId.BYTES + Long.BYTES;
    private static final int CHAIN_BYTES = Short.BYTES + 2 * Hash.BYTES;

    private ReceiptCover() {}

    /// The cover of a receipt whose event has this coordinate, kind and previous hash. The receipt's key id and
    /// signature play no part.
    ///
    /// @throws CoverBuildException if an extension key has no UTF-8 form, or there are 2 GiB of them
    public static Hash of(WireReceipt receipt, Coordinate at, EventKind kind, Hash previousHash) {
        MessageWriter image = preimage(receipt, at, kind, previousHash);
        byte[] digest = new byte[Hash256.BYTES];
        Hash256.blake3().digest(image.array(), 0, image.length(), digest, 0);
        return Hash.of(digest);
    }

    /// The bytes that are hashed.
    static MessageWriter preimage(WireReceipt receipt, Coordinate at, EventKind kind, Hash previousHash) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        try {
            out.raw(head(receipt), 0, HEAD_BYTES);
            out.mapHeader(2);
            out.string("entity");
            out.string(at.entity());
            out.string("scope");
            out.string(at.scope());
            out.raw(chain(kind, previousHash, receipt.contentHash()), 0, CHAIN_BYTES);
            putExtensions(out, receipt.extensions());
            return out;
        } catch (IllegalArgumentException e) {
            throw new CoverBuildException(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] head(WireReceipt receipt) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(VERSION)
                .putLong(receipt.eventId().low())
                .putLong(receipt.eventId().high())
                .putLong(receipt.sequence())
                .array();
    }

    private static byte[] chain(EventKind kind, Hash previousHash, Hash contentHash) {
        byte[] bytes = new byte[CHAIN_BYTES];
        bytes[0] = (byte) kind.raw();
        bytes[1] = (byte) (kind.raw() >>> Byte.SIZE);
        previousHash.write(bytes, Short.BYTES);
        contentHash.write(bytes, Short.BYTES + Hash.BYTES);
        return bytes;
    }

    /// Keys stand in the order of their bytes, because [Extensions] keeps them so.
    private static void putExtensions(MessageWriter out, Extensions extensions) {
        out.mapHeader(extensions.size());
        extensions.asMap().forEach((key, value) -> {
            out.string(key);
            putBytes(out, value);
        });
    }

    private static void putBytes(MessageWriter out, Bytes value) {
        out.intArray(value.toByteArray(), 0, value.length());
    }
}
