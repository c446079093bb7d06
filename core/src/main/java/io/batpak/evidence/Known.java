package io.batpak.evidence;

/// Something that is known, or does not apply.
///
/// @param <T> what it is
public sealed interface Known<T> {
    /// It is known.
    ///
    /// @param value what it is
    record Value<T>(T value) implements Known<T> {}

    /// Nobody asked.
    record NotApplicable<T>() implements Known<T> {}
}
