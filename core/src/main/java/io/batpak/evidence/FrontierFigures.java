package io.batpak.evidence;

import io.batpak.model.Frontier;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.OptionalLong;

/// How far each mark of a journal has come, in figures. Immutable.
///
/// @param acceptedWallMillis wall clock of the newest event that is promised, milliseconds, unsigned
/// @param acceptedGlobalSequence its sequence, unsigned
/// @param writtenWallMillis wall clock of the newest event that is written, milliseconds, unsigned
/// @param writtenGlobalSequence its sequence, unsigned
/// @param durableWallMillis wall clock of the newest event that is durable, milliseconds, unsigned
/// @param durableGlobalSequence its sequence, unsigned
/// @param visibleWallMillis wall clock of the newest event that is visible, milliseconds, unsigned
/// @param visibleGlobalSequence its sequence, unsigned
/// @param appliedWallMillis wall clock of the newest event that is applied, milliseconds, unsigned
/// @param appliedGlobalSequence its sequence, unsigned
/// @param emittedWallMillis wall clock of the newest event that is emitted, milliseconds, unsigned
/// @param emittedGlobalSequence its sequence, unsigned
/// @param visibleMinusDurable visible sequence less durable sequence, signed
/// @param oldestPendingWriteMillis how long the oldest unsynced write has waited, unsigned; empty if none has
public record FrontierFigures(
        long acceptedWallMillis,
        long acceptedGlobalSequence,
        long writtenWallMillis,
        long writtenGlobalSequence,
        long durableWallMillis,
        long durableGlobalSequence,
        long visibleWallMillis,
        long visibleGlobalSequence,
        long appliedWallMillis,
        long appliedGlobalSequence,
        long emittedWallMillis,
        long emittedGlobalSequence,
        long visibleMinusDurable,
        OptionalLong oldestPendingWriteMillis) {
    private static final Field<FrontierFigures, Long> ACCEPTED_WALL =
            Field.of("accepted_wall_ms", Shapes.U64, FrontierFigures::acceptedWallMillis);
    private static final Field<FrontierFigures, Long> ACCEPTED =
            Field.of("accepted_global_sequence", Shapes.U64, FrontierFigures::acceptedGlobalSequence);
    private static final Field<FrontierFigures, Long> WRITTEN_WALL =
            Field.of("written_wall_ms", Shapes.U64, FrontierFigures::writtenWallMillis);
    private static final Field<FrontierFigures, Long> WRITTEN =
            Field.of("written_global_sequence", Shapes.U64, FrontierFigures::writtenGlobalSequence);
    private static final Field<FrontierFigures, Long> DURABLE_WALL =
            Field.of("durable_wall_ms", Shapes.U64, FrontierFigures::durableWallMillis);
    private static final Field<FrontierFigures, Long> DURABLE =
            Field.of("durable_global_sequence", Shapes.U64, FrontierFigures::durableGlobalSequence);
    private static final Field<FrontierFigures, Long> VISIBLE_WALL =
            Field.of("visible_wall_ms", Shapes.U64, FrontierFigures::visibleWallMillis);
    private static final Field<FrontierFigures, Long> VISIBLE =
            Field.of("visible_global_sequence", Shapes.U64, FrontierFigures::visibleGlobalSequence);
    private static final Field<FrontierFigures, Long> APPLIED_WALL =
            Field.of("applied_wall_ms", Shapes.U64, FrontierFigures::appliedWallMillis);
    private static final Field<FrontierFigures, Long> APPLIED =
            Field.of("applied_global_sequence", Shapes.U64, FrontierFigures::appliedGlobalSequence);
    private static final Field<FrontierFigures, Long> EMITTED_WALL =
            Field.of("emitted_wall_ms", Shapes.U64, FrontierFigures::emittedWallMillis);
    private static final Field<FrontierFigures, Long> EMITTED =
            Field.of("emitted_global_sequence", Shapes.U64, FrontierFigures::emittedGlobalSequence);
    private static final Field<FrontierFigures, Long> GAP =
            Field.of("visible_minus_durable_seq", Shapes.I64, FrontierFigures::visibleMinusDurable);
    private static final Field<FrontierFigures, OptionalLong> AGE =
            Field.of("oldest_pending_write_age_ms", Shapes.OPTIONAL_U64, FrontierFigures::oldestPendingWriteMillis);
    static final Shape<FrontierFigures> SHAPE = Struct.of(
            "frontier",
            List.of(
                    ACCEPTED_WALL,
                    ACCEPTED,
                    WRITTEN_WALL,
                    WRITTEN,
                    DURABLE_WALL,
                    DURABLE,
                    VISIBLE_WALL,
                    VISIBLE,
                    APPLIED_WALL,
                    APPLIED,
                    EMITTED_WALL,
                    EMITTED,
                    GAP,
                    AGE),
            in -> new FrontierFigures(
                    in.get(ACCEPTED_WALL),
                    in.get(ACCEPTED),
                    in.get(WRITTEN_WALL),
                    in.get(WRITTEN),
                    in.get(DURABLE_WALL),
                    in.get(DURABLE),
                    in.get(VISIBLE_WALL),
                    in.get(VISIBLE),
                    in.get(APPLIED_WALL),
                    in.get(APPLIED),
                    in.get(EMITTED_WALL),
                    in.get(EMITTED),
                    in.get(GAP),
                    in.get(AGE)));

    /// The figures of a frontier; lanes are not among them.
    public static FrontierFigures of(Frontier frontier) {
        return new FrontierFigures(
                frontier.accepted().wallMillis(),
                frontier.accepted().sequence(),
                frontier.written().wallMillis(),
                frontier.written().sequence(),
                frontier.durable().wallMillis(),
                frontier.durable().sequence(),
                frontier.visible().wallMillis(),
                frontier.visible().sequence(),
                frontier.applied().wallMillis(),
                frontier.applied().sequence(),
                frontier.emitted().wallMillis(),
                frontier.emitted().sequence(),
                frontier.visible().sequence() - frontier.durable().sequence(),
                frontier.oldestPendingWriteMillis());
    }
}
