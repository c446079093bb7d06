package io.batpak.msgpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The known keys of one map, in the order of its declaration, for [MessageReader#keyIndex(KeyTable)].
///
/// Immutable; shared freely between threads. Meant for a few keys: a lookup compares lengths one after the
/// other.
public final class KeyTable {
    private final List<String> names;
    private final byte[][] utf8;

    private KeyTable(List<String> names) {
        this.names = names;
        this.utf8 = new byte[names.size()][];
        for (int i = 0; i < utf8.length; i++) {
            utf8[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A table whose first key has index 0.
    ///
    /// @throws IllegalArgumentException if a key occurs twice
    public static KeyTable of(String... keys) {
        List<String> names = List.of(keys);
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a key occurs twice in " + names);
        }
        return new KeyTable(names);
    }

    /// The key as it stands in a message: an encoded string, for [MessageWriter#raw(byte[], int, int)] and
    /// [MessageReader#tryKey(byte[])].
    ///
    /// @throws IllegalArgumentException if the key has an unpaired surrogate
    public static byte[] key(String key) {
        MessageWriter writer = new MessageWriter(key.length() + 5);
        writer.string(key);
        return writer.toByteArray();
    }

    /// Number of keys.
    public int size() {
        return utf8.length;
    }

    /// The key with this index.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public String name(int index) {
        return names.get(index);
    }

    /// Index of the key with exactly these UTF-8 bytes, -1 if there is none.
    int find(byte[] bytes, int from, int length) {
        for (int i = 0; i < utf8.length; i++) {
            byte[] key = utf8[i];
            if (key.length == length && Arrays.equals(bytes, from, from + length, key, 0, length)) {
                return i;
            }
        }
        return -1;
    }
}
