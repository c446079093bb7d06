package io.batpak.shape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of one struct that was read. One thread at a time.
public final class Taken {
    private final List<? extends Field<?, ?>> fields;
    private final @Nullable Object[] values;

    Taken(List<? extends Field<?, ?>> fields) {
        this.fields = fields;
        this.values = new @Nullable Object[fields.size()];
    }

    boolean has(int index) {
        return values[index] != null;
    }

    void set(int index, Object value) {
        values[index] = value;
    }

    /// The value of this field.
    ///
    /// @throws IllegalArgumentException if it is no field of the struct
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // the shape of that very field read the value
    public <V> V get(Field<?, V> field) {
        for (int index = 0; index < values.length; index++) {
            Object value = values[index];
            if (fields.get(index) == field && value != null) {
                return (V) value;
            }
        }
        throw new IllegalArgumentException("no field " + field.key());
    }
}
