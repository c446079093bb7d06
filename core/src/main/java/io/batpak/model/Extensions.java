package io.batpak.model;

import io.batpak.model.InvalidExtensionKeyException.Reason;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Receipt extensions: opaque bytes under namespaced keys, stored with the event and covered by its signature.
///
/// Keys are in ascending order of their UTF-8 bytes. A caller's key is ASCII, 1 to 256 bytes, two non-empty
/// halves around exactly one dot, and its first half is not `batpak`. Immutable.
public final class Extensions {
    /// Most bytes of a caller's key.
    public static final int KEY_BYTES_MAX = 256;

    private static final String RESERVED_NAMESPACE = "batpak";
    private static final Extensions NONE = new Extensions(new TreeMap<>(Utf8.ORDER));

    private final SortedMap<String, Bytes> values;
    private final int encodedLength;

    private Extensions(SortedMap<String, Bytes> values) {
        this.values = Collections.unmodifiableSortedMap(values);
        this.encodedLength = values.isEmpty() ? 0 : measure(values);
    }

    /// No extensions.
    public static Extensions none() {
        return NONE;
    }

    /// Extensions as read from disk or written by the store itself: keys are not checked. The map is copied.
    public static Extensions stored(SortedMap<String, Bytes> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        SortedMap<String, Bytes> copy = new TreeMap<>(Utf8.ORDER);
        copy.putAll(values);
        return new Extensions(copy);
    }

    /// These extensions and one more; a value under the same key is replaced. The value is copied.
    ///
    /// @throws InvalidExtensionKeyException if the key breaks a rule; checked in the order of its reasons
    public Extensions with(String key, byte[] value) {
        return with(key, Bytes.of(value));
    }

    /// The same as [#with(String, byte[])].
    public Extensions with(String key, Bytes value) {
        checkKey(key);
        SortedMap<String, Bytes> copy = new TreeMap<>(Utf8.ORDER);
        copy.putAll(values);
        copy.put(key, value);
        return new Extensions(copy);
    }

    private static void checkKey(String key) {
        if (key.isEmpty()) {
            throw new InvalidExtensionKeyException(Reason.EMPTY);
        }
        if (key.chars().anyMatch(unit -> unit >= 0x80)) {
            throw new InvalidExtensionKeyException(Reason.NON_ASCII);
        }
        if (key.length() > KEY_BYTES_MAX) {
            throw new InvalidExtensionKeyException(Reason.TOO_LONG);
        }
        int dot = key.indexOf('.');
        if (dot <= 0 || dot == key.length() - 1 || key.indexOf('.', dot + 1) >= 0) {
            throw new InvalidExtensionKeyException(Reason.INVALID_NAMESPACE_FORMAT);
        }
        if (dot == RESERVED_NAMESPACE.length() && key.startsWith(RESERVED_NAMESPACE)) {
            throw new InvalidExtensionKeyException(Reason.RESERVED_NAMESPACE);
        }
    }

    /// The value under this key; empty if there is none.
    public Optional<Bytes> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /// Number of extensions.
    public int size() {
        return values.size();
    }

    /// All extensions, keys ascending. Unmodifiable.
    public SortedMap<String, Bytes> asMap() {
        return values;
    }

    /// Bytes of the MessagePack map from key to array of integers, which is what counts against the size
    /// limit of an append; 0 if there are none. `Integer.MAX_VALUE` if they are more than that.
    public int encodedLength() {
        return encodedLength;
    }

    private static int measure(SortedMap<String, Bytes> values) {
        long length = containerHead(values.size());
        for (Map.Entry<String, Bytes> entry : values.entrySet()) {
            long keyBytes = Utf8.length(entry.getKey());
            length += textHead(keyBytes) + keyBytes;
            Bytes value = entry.getValue();
            length += containerHead(value.length()) + value.length();
            for (int index = 0; index < value.length(); index++) {
                length += value.at(index) < 0 ? 1 : 0;
            }
        }
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private static int containerHead(int count) {
        return count < 0x10 ? 1 : count < 0x1_0000 ? 3 : 5;
    }

    private static int textHead(long bytes) {
        return bytes < 0x20 ? 1 : bytes < 0x100 ? 2 : bytes < 0x1_0000 ? 3 : 5;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extensions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
