package io.batpak.shape;

import java.util.function.Function;

/// A field of a struct.
///
/// @param key its name in the bytes
/// @param shape what its values are made of
/// @param of takes it out of a struct
/// @param <T> the struct
/// @param <V> its value
public record Field<T, V>(String key, Shape<V> shape, Function<T, V> of) {
    /// A field.
    public static <T, V> Field<T, V> of(String key, Shape<V> shape, Function<T, V> of) {
        return new Field<>(key, shape, of);
    }
}
