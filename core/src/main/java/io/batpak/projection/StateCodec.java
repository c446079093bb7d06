package io.batpak.projection;

import java.util.function.Function;

/// The bytes of a state, for caches and evidence. Equal states should have equal bytes, else evidence cannot
/// compare them. A change of the shape needs another [ProjectionBuilder#version].
///
/// Threads: one instance serves all.
///
/// @param <S> the state
public interface StateCodec<S> {
    /// The bytes of a state. What it throws makes the state be kept in memory only.
    byte[] encode(S state);

    /// The state with these bytes. What it throws makes the bytes count as damaged.
    S decode(byte[] bytes);

    /// A codec of two functions.
    ///
    /// @param <S> the state
    static <S> StateCodec<S> of(Function<? super S, byte[]> encode, Function<byte[], ? extends S> decode) {
        return new StateCodec<>() {
            @Override
            public byte[] encode(S state) {
                return encode.apply(state);
            }

            @Override
            public S decode(byte[] bytes) {
                return decode.apply(bytes);
            }
        };
    }
}
