package io.batpak.evidence;

import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// A part of what a read asked for.
public sealed interface ReadSource {
    /// Entities of this name, or below it.
    ///
    /// @param prefix the name
    record EntityPrefix(String prefix) implements ReadSource {
        static final Shape<EntityPrefix> SHAPE =
                Struct.of(Field.of("prefix", Shapes.TEXT, EntityPrefix::prefix), EntityPrefix::new);
    }

    /// One scope.
    ///
    /// @param scope its name
    record Scope(String scope) implements ReadSource {
        static final Shape<Scope> SHAPE = Struct.of(Field.of("scope", Shapes.TEXT, Scope::scope), Scope::new);
    }

    /// One kind.
    ///
    /// @param category its category, 0..15
    /// @param typeId its type id, 0..4095
    record FactExact(int category, int typeId) implements ReadSource {
        static final Shape<FactExact> SHAPE = Struct.of(
                Field.of("category", Shapes.U8, FactExact::category),
                Field.of("type_id", Shapes.U16, FactExact::typeId),
                FactExact::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public FactExact {
            Forms.u8("category", category);
            Forms.u16("typeId", typeId);
        }
    }

    /// All kinds of a category.
    ///
    /// @param category the category, 0..15
    record FactCategory(int category) implements ReadSource {
        static final Shape<FactCategory> SHAPE =
                Struct.of(Field.of("category", Shapes.U8, FactCategory::category), FactCategory::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public FactCategory {
            Forms.u8("category", category);
        }
    }

    /// Clocks.
    ///
    /// @param startClock the first, 0..4294967295
    /// @param endClock the last, 0..4294967295
    record ClockRange(long startClock, long endClock) implements ReadSource {
        static final Shape<ClockRange> SHAPE = Struct.of(
                Field.of("start_clock", Shapes.U32, ClockRange::startClock),
                Field.of("end_clock", Shapes.U32, ClockRange::endClock),
                ClockRange::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public ClockRange {
            Forms.u32("startClock", startClock);
            Forms.u32("endClock", endClock);
        }
    }
}
