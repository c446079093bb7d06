package io.batpak.payload;

import io.batpak.msgpack.KeyTable;

/// The names of the variants of an enum or a sealed interface as they are stored. Immutable.
public final class VariantNames {
    private final String type;
    private final KeyTable names;

    private VariantNames(String type, KeyTable names) {
        this.type = type;
        this.names = names;
    }

    /// Variants by their index.
    ///
    /// @param type what errors call the enum or interface
    /// @throws IllegalArgumentException if a name occurs twice
    public static VariantNames of(String type, String... names) {
        return new VariantNames(type, KeyTable.of(names));
    }

    String type() {
        return type;
    }

    String name(int index) {
        return names.name(index);
    }

    /// The index of a name, -1 if there is none.
    int find(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.name(i).equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
