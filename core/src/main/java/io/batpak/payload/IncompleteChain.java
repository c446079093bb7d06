package io.batpak.payload;

import io.batpak.model.EventKind;
import java.util.List;

/// A kind whose older versions cannot all be turned into its current one.
///
/// @param kind that kind
/// @param type the type that declares the current version
/// @param version the current version
/// @param missing the versions that no step starts from, ascending
public record IncompleteChain(EventKind kind, String type, int version, List<Integer> missing) {
    /// Copies the list.
    public IncompleteChain {
        missing = List.copyOf(missing);
    }

    @Override
    public String toString() {
        return type + " (" + kind + ") has version " + version + " but no @Upcasts step from " + missing;
    }
}
