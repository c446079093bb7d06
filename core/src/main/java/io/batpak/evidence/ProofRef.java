package io.batpak.evidence;

import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// An event that a read returned. Immutable.
///
/// @param eventId its id
/// @param globalSequence its sequence, unsigned
/// @param eventHash the recorded hash of its payload
public record ProofRef(EventId eventId, long globalSequence, Hash eventHash) {
    static final Shape<ProofRef> SHAPE = Struct.of(
            Field.of("event_id", Forms.EVENT_ID, ProofRef::eventId),
            Field.of("global_sequence", Shapes.U64, ProofRef::globalSequence),
            Field.of("event_hash", Forms.HASH, ProofRef::eventHash),
            ProofRef::new);
}
