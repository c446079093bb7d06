package io.batpak.payload;

import io.batpak.model.EventKind;
import java.util.List;

/// The bytes of one payload type. Generated for records with [EventPayload]; by hand for types that cannot be
/// annotated.
///
/// Immutable: one instance serves all threads. The bytes are one MessagePack value; equal values have equal bytes.
///
/// @param <T> the payload type
public interface PayloadCodec<T> {
    /// The payload type.
    Class<T> type();

    /// The kind of its events.
    EventKind kind();

    /// The version of its shape, 1 to 65535. 0 means untyped and is refused when such a payload is appended.
    int version();

    /// What errors call the type.
    default String name() {
        return type().getName();
    }

    /// Writes exactly one value.
    void encode(T value, PayloadWriter out);

    /// Reads one value. What [PayloadReader] throws must pass.
    T decode(PayloadReader in);

    /// The steps from older versions to this one, in any order.
    default List<UpcastStep> upcasts() {
        return List.of();
    }
}
