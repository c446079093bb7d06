package io.batpak.format;

/// The answer of a codec: the value, or what is wrong with the bytes.
///
/// @param <T> what was decoded
public sealed interface Decoded<T> {

    /// The bytes were what they should be.
    ///
    /// @param value what they mean
    /// @param <T> what was decoded
    record Ok<T>(T value) implements Decoded<T> {}

    /// The bytes were not what they should be.
    ///
    /// @param damage the first finding, in the order the format's page lists its checks
    /// @param <T> what was expected
    record Damaged<T>(Damage damage) implements Decoded<T> {}
}
