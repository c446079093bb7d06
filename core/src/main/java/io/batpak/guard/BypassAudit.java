package io.batpak.guard;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.Extensions;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.Optional;

/// What stays of a bypass: who may answer for a commit that no gate has seen. Immutable.
/// Bytes: docs/formats/denial.md
///
/// @param reason what the reason is called
/// @param justification why it was good enough, for people
/// @param approvedBy who approved; empty if nobody is named
public record BypassAudit(String reason, String justification, Optional<String> approvedBy) {
    /// The receipt extension under which an event carries it.
    public static final String EXTENSION_KEY = "guard.bypass";

    private static final Shape<BypassAudit> SHAPE = Struct.of(
            Field.of("reason", Shapes.TEXT, BypassAudit::reason),
            Field.of("justification", Shapes.TEXT, BypassAudit::justification),
            Field.of("approved_by", Shapes.optional(Shapes.TEXT), BypassAudit::approvedBy),
            BypassAudit::new);

    /// The bytes of the extension.
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    /// Reads the bytes of the extension.
    ///
    /// @throws EvidenceFormatException if they are none
    public static BypassAudit fromBytes(byte[] bytes) {
        try {
            return SHAPE.decode(bytes);
        } catch (ShapeException e) {
            throw new EvidenceFormatException("bypass audit", e.getMessage());
        }
    }

    /// Why no gate has seen the event with these extensions; empty if they do not say that.
    ///
    /// @throws EvidenceFormatException if the extension is none
    public static Optional<BypassAudit> of(Extensions extensions) {
        return extensions.get(EXTENSION_KEY).map(Bytes::toByteArray).map(BypassAudit::fromBytes);
    }
}
