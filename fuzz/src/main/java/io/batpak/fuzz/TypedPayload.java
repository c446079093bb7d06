package io.batpak.fuzz;

import io.batpak.model.Bytes;
import io.batpak.model.EventId;
import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.Transparent;
import io.batpak.payload.Unsigned;
import io.batpak.payload.Upcasts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A payload that has something of everything, and leads back to itself.
@EventPayload(category = 0xE, typeId = 1, version = 2)
record TypedPayload(
        long number,
        @Unsigned long word,
        Optional<Byte> small,
        double real,
        char letter,
        String text,
        Bytes bytes,
        EventId id,
        Moment moment,
        Map<String, Kind> named,
        List<Optional<TypedPayload>> more,
        PayloadTree any) {
    /// Points in time and what lies between them.
    record Moment(Instant at, Duration took, LocalDate day) {}

    sealed interface Kind {}

    record Nothing() implements Kind {}

    record Pair(boolean left, float right) implements Kind {}

    @Transparent
    record One(int value) implements Kind {}

    @Upcasts(from = 1)
    static PayloadTree renamed(PayloadTree stored) {
        return stored.entries().renamed("n", "number");
    }

    /// One whose lists and maps are filled, with another one inside.
    static TypedPayload sample(int depth) {
        return new TypedPayload(
                -depth,
                -1L,
                Optional.of((byte) depth),
                0.5,
                'ü',
                "text",
                Bytes.of(new byte[] {0, -1}),
                new EventId(1, 2),
                new Moment(Instant.EPOCH, Duration.ofSeconds(1, 2), LocalDate.EPOCH),
                Map.of("a", new Nothing(), "b", new Pair(true, 1.5f), "c", new One(7)),
                depth == 0 ? List.of() : List.of(Optional.empty(), Optional.of(sample(depth - 1))),
                PayloadTree.empty().with("x", PayloadTree.text("y")));
    }
}
