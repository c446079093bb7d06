package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variants;

/// What is to be known about a subscriber.
public sealed interface SubscriberFinding {
    /// It is behind.
    ///
    /// @param lagEvents by so many events, unsigned
    record LagObserved(long lagEvents) implements SubscriberFinding {
        static final Shape<LagObserved> SHAPE =
                Struct.of(Field.of("lag_events", Shapes.U64, LagObserved::lagEvents), LagObserved::new);
    }

    /// It says to be further than there is anything.
    ///
    /// @param consumedSequence how far it says to be, unsigned
    /// @param availableSequence how far one can be, unsigned
    record ConsumedFrontierAheadOfAvailable(long consumedSequence, long availableSequence)
            implements SubscriberFinding {
        static final Shape<ConsumedFrontierAheadOfAvailable> SHAPE = Struct.of(
                Field.of("consumed_sequence", Shapes.U64, ConsumedFrontierAheadOfAvailable::consumedSequence),
                Field.of("available_sequence", Shapes.U64, ConsumedFrontierAheadOfAvailable::availableSequence),
                ConsumedFrontierAheadOfAvailable::new);
    }

    /// It has missed something.
    ///
    /// @param precision how well known
    record LossObserved(SubscriberFrontierReport.LossPrecision precision) implements SubscriberFinding {
        static final Shape<LossObserved> SHAPE = Struct.of(
                Field.of(
                        "precision",
                        Variants.of(SubscriberFrontierReport.LossPrecision.class),
                        LossObserved::precision),
                LossObserved::new);
    }

    /// It has missed these.
    ///
    /// @param startSequence the first, unsigned
    /// @param endSequence the last, unsigned
    record ExactDroppedRange(long startSequence, long endSequence) implements SubscriberFinding {
        static final Shape<ExactDroppedRange> SHAPE = Struct.of(
                Field.of("start_sequence", Shapes.U64, ExactDroppedRange::startSequence),
                Field.of("end_sequence", Shapes.U64, ExactDroppedRange::endSequence),
                ExactDroppedRange::new);
    }

    /// One that says all by its name.
    enum Telling implements SubscriberFinding {
        /// Nobody knows how far it has come.
        CONSUMED_FRONTIER_UNKNOWN,

        /// Nobody knows whether it is still served.
        DELIVERY_STATE_UNKNOWN,

        /// It is not served any more, because it was too slow.
        DELIVERY_DROPPED,

        /// It has gone.
        DELIVERY_DISCONNECTED
    }
}
