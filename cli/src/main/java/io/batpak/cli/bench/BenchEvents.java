package io.batpak.cli.bench;

import io.batpak.Store;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;

/// The events of the bench: payloads of 200 bytes over 1000 entities. Immutable, share freely.
final class BenchEvents {
    /// What one payload needs, about; a frame needs 700.
    static final int PAYLOAD_BYTES = 200;

    private static final int AROUND_TEXT_BYTES = 12;
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final String TEXT = "x".repeat(PAYLOAD_BYTES - AROUND_TEXT_BYTES);
    private static final Coordinate[] PLACES = places(1000);

    private BenchEvents() {}

    /// Encodes and appends the event of this number.
    static Receipt append(Store store, long number) {
        return store.append(PLACES[(int) (number % PLACES.length)], KIND, payload(number));
    }

    private static Payload payload(long number) {
        return Payload.of(Value.map("i", number, "d", TEXT));
    }

    private static Coordinate[] places(int count) {
        Coordinate[] places = new Coordinate[count];
        for (int index = 0; index < count; index++) {
            places[index] = Coordinate.of("bench:" + index, "bench");
        }
        return places;
    }
}
