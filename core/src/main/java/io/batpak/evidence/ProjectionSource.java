package io.batpak.evidence;

import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// Where the events of a projection come from.
public sealed interface ProjectionSource {
    /// One entity.
    ///
    /// @param entity its name
    record Entity(String entity) implements ProjectionSource {
        static final Shape<Entity> SHAPE = Struct.of(Field.of("entity", Shapes.TEXT, Entity::entity), Entity::new);
    }

    /// One kind that the projection looks at.
    ///
    /// @param category its category, 0..15
    /// @param typeId its type id, 0..4095
    record RelevantKind(int category, int typeId) implements ProjectionSource {
        static final Shape<RelevantKind> SHAPE = Struct.of(
                Field.of("category", Shapes.U8, RelevantKind::category),
                Field.of("type_id", Shapes.U16, RelevantKind::typeId),
                RelevantKind::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public RelevantKind {
            Forms.u8("category", category);
            Forms.u16("typeId", typeId);
        }
    }
}
