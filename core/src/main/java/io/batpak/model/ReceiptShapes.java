package io.batpak.model;

import io.batpak.error.EvidenceFormatException;
import io.batpak.error.StoreException;
import io.batpak.shape.Field;
import io.batpak.shape.Id;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Bytes of receipts that travel.
///
/// ```
/// wire     {event_id bin 16, sequence u64, content_hash [32], key_id [32], signature nil|[64],
///           extensions [[key str, value [n]] ...]}              keys ascending by their bytes
/// native   {receipt wire, clock u32, segment u64, offset u64, length u32}
/// ```
///
/// Only these bytes in this order are read: one value, one form.
/// Bytes: docs/formats/receipt-proof.md
final class ReceiptShapes {
    private static final Shape<Hash> HASH = Shapes.intBytes(Hash.BYTES).map(Hash::of, Hash::toByteArray);
    private static final Field<WireReceipt, EventId> EVENT_ID = Field.of(
            "event_id",
            Shapes.ID.map(id -> new EventId(id.high(), id.low()), id -> new Id(id.high(), id.low())),
            WireReceipt::eventId);
    private static final Field<WireReceipt, Long> SEQUENCE = Field.of("sequence", Shapes.U64, WireReceipt::sequence);
    private static final Field<WireReceipt, Hash> CONTENT = Field.of("content_hash", HASH, WireReceipt::contentHash);
    private static final Field<WireReceipt, Hash> KEY = Field.of("key_id", HASH, WireReceipt::keyId);
    private static final Field<WireReceipt, Optional<Signature>> SIGNATURE = Field.of(
            "signature",
            Shapes.optional(Shapes.intBytes(Signature.BYTES).map(Signature::of, Signature::toByteArray)),
            WireReceipt::signature);
    private static final Field<WireReceipt, Extensions> EXTENSIONS = Field.of(
            "extensions",
            Shapes.list(Shapes.pair(Shapes.TEXT, Shapes.INT_BYTES))
                    .map(ReceiptShapes::extensions, ReceiptShapes::pairs),
            WireReceipt::extensions);
    static final Shape<WireReceipt> WIRE = Struct.of(
            "receipt",
            List.of(EVENT_ID, SEQUENCE, CONTENT, KEY, SIGNATURE, EXTENSIONS),
            in -> new WireReceipt(
                    in.get(EVENT_ID),
                    in.get(SEQUENCE),
                    in.get(CONTENT),
                    in.get(KEY),
                    in.get(SIGNATURE),
                    in.get(EXTENSIONS)));
    private static final Field<Receipt, WireReceipt> RECEIPT = Field.of("receipt", WIRE, Receipt::wire);
    private static final Field<Receipt, Long> CLOCK = Field.of("clock", Shapes.U32, Receipt::clock);
    private static final Field<Receipt, Long> SEGMENT =
            Field.of("segment", Shapes.U64, receipt -> receipt.position().segment());
    private static final Field<Receipt, Long> OFFSET =
            Field.of("offset", Shapes.U64, receipt -> receipt.position().offset());
    private static final Field<Receipt, Long> LENGTH = Field.of(
            "length",
            Shapes.U32,
            receipt -> Integer.toUnsignedLong(receipt.position().length()));
    static final Shape<Receipt> NATIVE = Struct.of(
            "receipt",
            List.of(RECEIPT, CLOCK, SEGMENT, OFFSET, LENGTH),
            in -> in.get(RECEIPT)
                    .at(
                            in.get(CLOCK),
                            new FramePosition(
                                    in.get(SEGMENT),
                                    in.get(OFFSET),
                                    in.get(LENGTH).intValue())));

    private ReceiptShapes() {}

    private static Extensions extensions(List<Map.Entry<String, byte[]>> pairs) {
        SortedMap<String, Bytes> values = new TreeMap<>(Utf8.ORDER);
        pairs.forEach(pair -> values.put(pair.getKey(), Bytes.of(pair.getValue())));
        return Extensions.stored(values);
    }

    private static List<Map.Entry<String, byte[]>> pairs(Extensions extensions) {
        return extensions.asMap().entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue().toByteArray()))
                .toList();
    }

    /// Reads what must be the one form of one value.
    static <T> T read(Shape<T> shape, byte[] bytes) {
        T value;
        try {
            value = shape.decode(bytes);
        } catch (ShapeException | StoreException.Rejected e) {
            throw new EvidenceFormatException("receipt", String.valueOf(e.getMessage()));
        }
        if (!Arrays.equals(shape.encode(value), bytes)) {
            throw new EvidenceFormatException("receipt", "another form of the same value");
        }
        return value;
    }
}
