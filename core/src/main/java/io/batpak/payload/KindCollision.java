package io.batpak.payload;

import io.batpak.model.EventKind;

/// Two types that claim the same kind.
///
/// @param kind that kind
/// @param first the type that had it before
/// @param second the type that claims it too
public record KindCollision(EventKind kind, String first, String second) {
    @Override
    public String toString() {
        return String.format(
                "duplicate kind assignment: category=0x%X type_id=0x%03X is claimed by %s and by %s",
                kind.category(), kind.typeId(), first, second);
    }
}
