package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;
import static io.batpak.fuzz.FindingException.same;

import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.UpcastException;
import java.util.Optional;

/// A stored payload, read by a generated codec as the current version and as the one before. What is read says the same
/// after it was written.
final class TypedTarget {
    private static final PayloadRegistry TYPES = PayloadRegistry.discovered();
    private static final int CURRENT = 2;

    private TypedTarget() {}

    private static EventHeader header(int version) {
        EventId id = new EventId(1, 2);
        return new EventHeader(
                id,
                CorrelationId.of(id),
                Optional.empty(),
                0,
                DagPosition.root(),
                0,
                TYPES.codec(TypedPayload.class).kind(),
                0,
                Hash.ZERO,
                version,
                Optional.empty());
    }

    static void check(byte[] input) {
        try {
            again(TYPES.decode(header(CURRENT), input, TypedPayload.class));
        } catch (PayloadDecodeException e) {
            require(e.facts().containsKey("event_id"), "a refusal names its event");
        }
        try {
            again(TYPES.decode(header(1), input, TypedPayload.class));
        } catch (UpcastException e) {
            require(e.from() == 1, "a refusal names its step");
        }
    }

    private static void again(TypedPayload read) {
        byte[] written = TYPES.encode(read).payload().bytes();
        same(read, TYPES.decode(header(CURRENT), written, TypedPayload.class), "a payload says the same twice");
    }

    static byte[] sample(int depth) {
        return TYPES.encode(TypedPayload.sample(depth)).payload().bytes();
    }
}
