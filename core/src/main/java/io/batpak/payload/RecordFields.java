package io.batpak.payload;

import io.batpak.msgpack.KeyTable;

/// The names of a record's fields as they are stored, in the order of declaration. Immutable.
public final class RecordFields {
    private final String type;
    private final KeyTable keys;
    private final byte[][] encoded;
    private final boolean[] optional;

    private RecordFields(String type, KeyTable keys, boolean[] optional) {
        this.type = type;
        this.keys = keys;
        this.optional = optional;
        encoded = new byte[keys.size()][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = KeyTable.key(keys.name(i));
        }
    }

    /// Fields that must all be there.
    ///
    /// @param type what errors call the record
    /// @throws IllegalArgumentException if a name occurs twice
    public static RecordFields of(String type, String... names) {
        return new RecordFields(type, KeyTable.of(names), new boolean[names.length]);
    }

    /// The same fields, of which some may be missing in stored bytes.
    ///
    /// @throws IndexOutOfBoundsException if there is no such field
    public RecordFields optional(int... indexes) {
        boolean[] mayBeMissing = optional.clone();
        for (int index : indexes) {
            mayBeMissing[index] = true;
        }
        return new RecordFields(type, keys, mayBeMissing);
    }

    String type() {
        return type;
    }

    int size() {
        return encoded.length;
    }

    String name(int index) {
        return keys.name(index);
    }

    byte[] encodedName(int index) {
        return encoded[index];
    }

    boolean isOptional(int index) {
        return optional[index];
    }

    KeyTable keys() {
        return keys;
    }
}
