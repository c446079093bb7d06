package io.batpak.outcome;

import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.shape.Adjacent;
import io.batpak.shape.Field;
import io.batpak.shape.Id;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What outcomes and their parts are made of. Bytes: docs/formats/outcome.md
final class OutcomeShapes {
    private static final Shape<OpaqueData> DATA = Shapes.INT_BYTES.map(OpaqueData::of, OpaqueData::toByteArray);
    private static final Shape<TargetId> TARGET = Shapes.ID.map(OutcomeShapes::target, OutcomeShapes::id);
    private static final Shape<List<TargetId>> TARGETS =
            Shapes.list(Shapes.ID_INTS.map(OutcomeShapes::target, OutcomeShapes::id));
    private static final Shape<ResumeToken> TOKEN =
            Shapes.ID.map(id -> new ResumeToken(id.high(), id.low()), token -> new Id(token.high(), token.low()));

    static final Shape<WaitCondition> CONDITION = Variants.of(
            "wait condition",
            List.of(
                    Variant.of(
                            WaitCondition.Timeout.class,
                            Struct.of(
                                    Field.of("resume_at_ms", Shapes.U64, WaitCondition.Timeout::resumeAtMillis),
                                    WaitCondition.Timeout::new)),
                    Variant.of(
                            WaitCondition.Event.class,
                            Struct.of(
                                    Field.of("event_id", TARGET, WaitCondition.Event::eventId),
                                    WaitCondition.Event::new)),
                    Variant.of(
                            WaitCondition.All.class,
                            conditions().map(WaitCondition.All::new, WaitCondition.All::conditions)),
                    Variant.of(
                            WaitCondition.Any.class,
                            conditions().map(WaitCondition.Any::new, WaitCondition.Any::conditions)),
                    Variant.of(
                            WaitCondition.Custom.class,
                            Struct.of(
                                    Field.of("tag", Shapes.U16, WaitCondition.Custom::tag),
                                    Field.of("data", DATA, WaitCondition.Custom::data),
                                    WaitCondition.Custom::new))));

    static final Shape<CompensationAction> ACTION = Variants.of(
            "compensation action",
            List.of(
                    Variant.of(
                            CompensationAction.Rollback.class,
                            Struct.of(
                                    Field.of("event_ids", TARGETS, CompensationAction.Rollback::eventIds),
                                    CompensationAction.Rollback::new)),
                    Variant.of(
                            CompensationAction.Notify.class,
                            Struct.of(
                                    Field.of("target_id", TARGET, CompensationAction.Notify::targetId),
                                    Field.of("message", Shapes.TEXT, CompensationAction.Notify::message),
                                    CompensationAction.Notify::new)),
                    Variant.of(
                            CompensationAction.Release.class,
                            Struct.of(
                                    Field.of("resource_ids", TARGETS, CompensationAction.Release::resourceIds),
                                    CompensationAction.Release::new)),
                    Variant.of(
                            CompensationAction.Custom.class,
                            Struct.of(
                                    Field.of("action_type", Shapes.TEXT, CompensationAction.Custom::actionType),
                                    Field.of("data", DATA, CompensationAction.Custom::data),
                                    CompensationAction.Custom::new))));

    private static final Shape<ErrorKind> KIND = Variants.of("error kind", kinds());

    static final Shape<OutcomeError> ERROR = Struct.of(
            Field.of("kind", KIND, OutcomeError::kind),
            Field.of("message", Shapes.TEXT, OutcomeError::message),
            Field.of("compensation", Shapes.optional(ACTION), OutcomeError::compensation),
            OutcomeError::new);

    private OutcomeShapes() {}

    private static Shape<List<WaitCondition>> conditions() {
        return Shapes.list(Shapes.later(() -> OutcomeShapes.CONDITION));
    }

    private static List<Variant<ErrorKind>> kinds() {
        Stream<Variant<ErrorKind>> standard =
                Arrays.stream(ErrorKind.Standard.values()).map(kind -> Variant.unit(kind.wireName(), kind));
        Shape<ErrorKind.Custom> custom = Shapes.U16.map(ErrorKind.Custom::new, ErrorKind.Custom::code);
        return Stream.concat(standard, Stream.of(Variant.<ErrorKind>of(ErrorKind.Custom.class, custom)))
                .toList();
    }

    private static TargetId target(Id id) {
        return new TargetId(id.high(), id.low());
    }

    private static Id id(TargetId target) {
        return new Id(target.high(), target.low());
    }

    /// An outcome over values of this shape.
    static <T> Shape<Outcome<T>> outcome(Shape<T> value) {
        return new OutcomeShape<>(value).shape;
    }

    static <T> byte[] encode(String what, Shape<T> shape, T value) {
        try {
            return shape.encode(value);
        } catch (ShapeException e) {
            throw new ConfigurationException(what, e.getMessage(), "at most " + Shape.NESTING_MAX + " levels");
        }
    }

    static <T> T decode(String what, Shape<T> shape, byte[] bytes) {
        try {
            return shape.decode(bytes);
        } catch (ShapeException e) {
            throw new EvidenceFormatException(what, e.getMessage());
        }
    }

    /// Holds the shape that refers to itself.
    private static final class OutcomeShape<T> {
        private final Shape<Outcome<T>> shape;

        OutcomeShape(Shape<T> value) {
            shape = Adjacent.of(
                    "outcome",
                    List.of(
                            Variant.of(Outcome.Ok.class, value.map(Outcome.Ok<T>::new, Outcome.Ok::value)),
                            Variant.of(Outcome.Err.class, ERROR.map(Outcome.Err<T>::new, Outcome.Err::error)),
                            Variant.of(Outcome.Retry.class, retry()),
                            Variant.of(Outcome.Pending.class, pending()),
                            Variant.of(Outcome.Cancelled.class, cancelled()),
                            Variant.of(Outcome.Batch.class, batch())));
        }

        private Shape<Outcome.Retry<T>> retry() {
            Field<Outcome.Retry<T>, Long> after = Field.of("after_ms", Shapes.U64, Outcome.Retry::afterMillis);
            Field<Outcome.Retry<T>, Long> attempt = Field.of("attempt", Shapes.U32, Outcome.Retry::attempt);
            Field<Outcome.Retry<T>, Long> max = Field.of("max_attempts", Shapes.U32, Outcome.Retry::maxAttempts);
            Field<Outcome.Retry<T>, String> reason = Field.of("reason", Shapes.TEXT, Outcome.Retry::reason);
            return Struct.of(
                    "retry",
                    List.of(after, attempt, max, reason),
                    in -> new Outcome.Retry<>(in.get(after), in.get(attempt), in.get(max), in.get(reason)));
        }

        private Shape<Outcome.Pending<T>> pending() {
            Field<Outcome.Pending<T>, WaitCondition> condition =
                    Field.of("condition", CONDITION, Outcome.Pending::condition);
            Field<Outcome.Pending<T>, ResumeToken> token =
                    Field.of("resume_token", TOKEN, Outcome.Pending::resumeToken);
            return Struct.of(condition, token, Outcome.Pending<T>::new);
        }

        private Shape<Outcome.Cancelled<T>> cancelled() {
            Field<Outcome.Cancelled<T>, String> reason = Field.of("reason", Shapes.TEXT, Outcome.Cancelled::reason);
            return Struct.of(reason, Outcome.Cancelled<T>::new);
        }

        private Shape<Outcome.Batch<T>> batch() {
            return Shapes.list(Shapes.later(() -> shape)).map(Outcome.Batch<T>::new, Outcome.Batch::outcomes);
        }
    }
}
