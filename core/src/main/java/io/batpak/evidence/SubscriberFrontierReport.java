package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How far a subscriber has come. Immutable.
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param source how it is served
/// @param consumedFrontierSequence how far it has come, unsigned; empty if nobody knows
/// @param availableFrontierSequence how far it could be, unsigned
/// @param lagEvents how far it is behind, unsigned; empty if nobody knows
/// @param deliveryState whether it is still served
/// @param lossPrecision what is known of events it has missed
/// @param findings what is to be known about it; kept sorted, equal ones stay
public record SubscriberFrontierReport(
        int schemaVersion,
        Source source,
        OptionalLong consumedFrontierSequence,
        long availableFrontierSequence,
        OptionalLong lagEvents,
        DeliveryState deliveryState,
        LossPrecision lossPrecision,
        List<SubscriberFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final int SCHEMA_VERSION = 1;

    /// How a subscriber is served.
    public enum Source {
        /// Events are sent to it, and dropped if it is too slow.
        LOSSY_PUSH,

        /// It asks for events.
        CURSOR_BACKED
    }

    /// Whether a subscriber is still served.
    public enum DeliveryState {
        /// It is.
        ACTIVE,

        /// It is, but it is behind.
        LAGGING,

        /// It was too slow.
        DROPPED,

        /// It has gone.
        DISCONNECTED,

        /// Nobody knows.
        UNKNOWN
    }

    /// What is known of events that a subscriber has missed.
    public enum LossPrecision {
        /// Which.
        EXACT_RANGE,

        /// From where on.
        LOSS_AFTER_FRONTIER,

        /// That it was dropped.
        SUBSCRIBER_DROPPED,

        /// Nothing.
        UNKNOWN
    }

    private static final Shape<SubscriberFinding> FINDING = Variants.of(
            "subscriber finding",
            List.of(
                    Variant.constant(
                            SubscriberFinding.Telling.CONSUMED_FRONTIER_UNKNOWN,
                            SubscriberFinding.Telling.CONSUMED_FRONTIER_UNKNOWN),
                    Variant.constant(
                            SubscriberFinding.Telling.DELIVERY_STATE_UNKNOWN,
                            SubscriberFinding.Telling.DELIVERY_STATE_UNKNOWN),
                    Variant.of(SubscriberFinding.LagObserved.class, SubscriberFinding.LagObserved.SHAPE),
                    Variant.of(
                            SubscriberFinding.ConsumedFrontierAheadOfAvailable.class,
                            SubscriberFinding.ConsumedFrontierAheadOfAvailable.SHAPE),
                    Variant.constant(
                            SubscriberFinding.Telling.DELIVERY_DROPPED, SubscriberFinding.Telling.DELIVERY_DROPPED),
                    Variant.constant(
                            SubscriberFinding.Telling.DELIVERY_DISCONNECTED,
                            SubscriberFinding.Telling.DELIVERY_DISCONNECTED),
                    Variant.of(SubscriberFinding.LossObserved.class, SubscriberFinding.LossObserved.SHAPE),
                    Variant.of(SubscriberFinding.ExactDroppedRange.class, SubscriberFinding.ExactDroppedRange.SHAPE)));
    private static final Field<SubscriberFrontierReport, Integer> VERSION =
            Field.of("schema_version", Shapes.U16, SubscriberFrontierReport::schemaVersion);
    private static final Field<SubscriberFrontierReport, Source> SOURCE =
            Field.of("source", Variants.of(Source.class), SubscriberFrontierReport::source);
    private static final Field<SubscriberFrontierReport, OptionalLong> CONSUMED_FRONTIER_SEQUENCE = Field.of(
            "consumed_frontier_sequence", Shapes.OPTIONAL_U64, SubscriberFrontierReport::consumedFrontierSequence);
    private static final Field<SubscriberFrontierReport, Long> AVAILABLE_FRONTIER_SEQUENCE =
            Field.of("available_frontier_sequence", Shapes.U64, SubscriberFrontierReport::availableFrontierSequence);
    private static final Field<SubscriberFrontierReport, OptionalLong> LAG_EVENTS =
            Field.of("lag_events", Shapes.OPTIONAL_U64, SubscriberFrontierReport::lagEvents);
    private static final Field<SubscriberFrontierReport, DeliveryState> DELIVERY_STATE =
            Field.of("delivery_state", Variants.of(DeliveryState.class), SubscriberFrontierReport::deliveryState);
    private static final Field<SubscriberFrontierReport, LossPrecision> LOSS_PRECISION =
            Field.of("loss_precision", Variants.of(LossPrecision.class), SubscriberFrontierReport::lossPrecision);
    private static final Field<SubscriberFrontierReport, List<SubscriberFinding>> FINDINGS =
            Field.of("findings", Shapes.list(FINDING), SubscriberFrontierReport::findings);
    static final Shape<SubscriberFrontierReport> SHAPE = Struct.of(
            "subscriber frontier report",
            List.of(
                    VERSION,
                    SOURCE,
                    CONSUMED_FRONTIER_SEQUENCE,
                    AVAILABLE_FRONTIER_SEQUENCE,
                    LAG_EVENTS,
                    DELIVERY_STATE,
                    LOSS_PRECISION,
                    FINDINGS),
            in -> new SubscriberFrontierReport(
                    in.get(VERSION),
                    in.get(SOURCE),
                    in.get(CONSUMED_FRONTIER_SEQUENCE),
                    in.get(AVAILABLE_FRONTIER_SEQUENCE),
                    in.get(LAG_EVENTS),
                    in.get(DELIVERY_STATE),
                    in.get(LOSS_PRECISION),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public SubscriberFrontierReport {
        Forms.u16("schemaVersion", schemaVersion);
        findings = FINDING.sorted(findings);
    }

    /// What was seen of a subscriber.
    ///
    /// @param source how it is served
    /// @param consumed how far it has come, unsigned; empty if nobody knows
    /// @param available how far it could be, unsigned
    /// @param state whether it is still served
    /// @param loss what is known of events it has missed
    /// @param dropped which it has missed; counts only if that is known exactly
    public record Seen(
            Source source,
            OptionalLong consumed,
            long available,
            DeliveryState state,
            LossPrecision loss,
            List<SubscriberFinding.ExactDroppedRange> dropped) {}

    /// The report about what was seen.
    public static SubscriberFrontierReport of(Seen seen) {
        List<SubscriberFinding> findings = new ArrayList<>();
        long consumed = seen.consumed.orElse(0);
        boolean ahead = Long.compareUnsigned(consumed, seen.available) > 0;
        long lag = ahead ? 0 : seen.available - consumed;
        if (seen.consumed.isEmpty()) {
            findings.add(SubscriberFinding.Telling.CONSUMED_FRONTIER_UNKNOWN);
        } else if (ahead) {
            findings.add(new SubscriberFinding.ConsumedFrontierAheadOfAvailable(consumed, seen.available));
        } else if (lag != 0) {
            findings.add(new SubscriberFinding.LagObserved(lag));
        }
        switch (seen.state) {
            case UNKNOWN -> findings.add(SubscriberFinding.Telling.DELIVERY_STATE_UNKNOWN);
            case DROPPED -> findings.add(SubscriberFinding.Telling.DELIVERY_DROPPED);
            case DISCONNECTED -> findings.add(SubscriberFinding.Telling.DELIVERY_DISCONNECTED);
            case ACTIVE, LAGGING -> {}
        }
        if (seen.loss != LossPrecision.UNKNOWN) {
            findings.add(new SubscriberFinding.LossObserved(seen.loss));
        }
        if (seen.loss == LossPrecision.EXACT_RANGE) {
            findings.addAll(seen.dropped);
        }
        return new SubscriberFrontierReport(
                SCHEMA_VERSION,
                seen.source,
                seen.consumed,
                seen.available,
                seen.consumed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lag),
                seen.state,
                seen.loss,
                findings);
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static SubscriberFrontierReport fromBytes(byte[] bytes) {
        return Forms.read("subscriber frontier report", SHAPE, bytes);
    }

    @Override
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    @Override
    public String toJson() {
        return Forms.json(SHAPE, this);
    }
}
