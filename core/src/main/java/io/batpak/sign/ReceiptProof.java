package io.batpak.sign;

import io.batpak.error.EvidenceFormatException;
import io.batpak.error.StoreException;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.WireReceipt;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.Arrays;
import java.util.List;

/// A receipt together with everything else that its signature covers: proves to anybody who has the public key, and
/// nothing else, that the holder of the key committed this payload at this place. Immutable.
///
/// It does not hold the payload; who has that compares its BLAKE3 hash with the receipt's.
///
/// ```
/// {schema_version u32, receipt wire receipt, entity str, scope str, kind u16, previous_hash [32]}
/// ```
///
/// Bytes: docs/formats/receipt-proof.md
///
/// @param receipt the receipt
/// @param at the event's coordinate
/// @param kind the event's kind
/// @param previousHash the hash of the event before it in its chain, zero for the first
public record ReceiptProof(WireReceipt receipt, Coordinate at, EventKind kind, Hash previousHash) {
    /// The version of the bytes.
    public static final long SCHEMA_VERSION = 1;

    private static final String NAME = "receipt proof";
    private static final Field<ReceiptProof, Long> VERSION =
            Field.of("schema_version", Shapes.U32, proof -> SCHEMA_VERSION);
    private static final Field<ReceiptProof, WireReceipt> RECEIPT = Field.of(
            "receipt",
            Shapes.embedded(WireReceipt::fromBytes, WireReceipt::toBytes, WireReceipt::toString),
            ReceiptProof::receipt);
    private static final Field<ReceiptProof, String> ENTITY =
            Field.of("entity", Shapes.TEXT, proof -> proof.at.entity());
    private static final Field<ReceiptProof, String> SCOPE = Field.of("scope", Shapes.TEXT, proof -> proof.at.scope());
    private static final Field<ReceiptProof, Integer> KIND = Field.of("kind", Shapes.U16, proof -> proof.kind.raw());
    private static final Field<ReceiptProof, Hash> PREVIOUS = Field.of(
            "previous_hash", Shapes.intBytes(Hash.BYTES).map(Hash::of, Hash::toByteArray), ReceiptProof::previousHash);
    private static final Shape<ReceiptProof> SHAPE = Struct.of(
            NAME,
            List.of(VERSION, RECEIPT, ENTITY, SCOPE, KIND, PREVIOUS),
            in -> new ReceiptProof(
                    in.get(RECEIPT),
                    Coordinate.of(in.get(ENTITY), in.get(SCOPE)),
                    EventKind.ofRaw(in.get(KIND)),
                    in.get(PREVIOUS)));

    /// The verdict, from public keys only. Without keys an unsigned receipt is accepted, which then proves nothing.
    public ReceiptVerdict verify(KeyRing keys) {
        return ReceiptVerifier.verifyAlone(receipt, at, kind, previousHash, keys);
    }

    /// The proof as bytes that [#fromBytes] reads.
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    /// Reads a proof. Nothing is verified.
    ///
    /// @throws EvidenceFormatException if the bytes are none, or one of another version
    public static ReceiptProof fromBytes(byte[] bytes) {
        ReceiptProof proof;
        try {
            proof = SHAPE.decode(bytes);
        } catch (ShapeException | StoreException.Rejected e) {
            throw new EvidenceFormatException(NAME, String.valueOf(e.getMessage()));
        }
        if (!Arrays.equals(proof.toBytes(), bytes)) {
            throw new EvidenceFormatException(NAME, "another version, or another form of the same value");
        }
        return proof;
    }
}
