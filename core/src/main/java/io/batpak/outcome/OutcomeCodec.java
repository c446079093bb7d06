package io.batpak.outcome;

import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import java.util.function.Function;

/// Outcomes as MessagePack, the same bytes as those of 0.9.0: a map of two, the name under `type`, then what it
/// holds under `data`. Immutable. Bytes: docs/formats/outcome.md
///
/// @param <T> what a success holds
public final class OutcomeCodec<T> {
    private static final String NAME = "outcome";

    private final Shape<Outcome<T>> shape;

    private OutcomeCodec(Shape<Outcome<T>> shape) {
        this.shape = shape;
    }

    /// A codec around one for what successes hold.
    ///
    /// @param write gives exactly one MessagePack value, which is not checked
    /// @param read gets exactly one MessagePack value; what it throws goes through
    public static <T> OutcomeCodec<T> of(Function<T, byte[]> write, Function<byte[], T> read) {
        return new OutcomeCodec<>(OutcomeShapes.outcome(Shapes.RAW.map(read, write)));
    }

    /// The bytes of an outcome. Lone surrogates in its texts become question marks.
    ///
    /// @throws ConfigurationException if batches or conditions are nested in more than 256 of their kind
    public byte[] encode(Outcome<T> outcome) {
        return OutcomeShapes.encode(NAME, shape, outcome);
    }

    /// The outcome of these bytes; `data` may come before `type`.
    ///
    /// @throws EvidenceFormatException if they are none, or more than one
    public Outcome<T> decode(byte[] bytes) {
        return OutcomeShapes.decode(NAME, shape, bytes);
    }
}
