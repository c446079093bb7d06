package io.batpak.bench;

import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;

/// The events of every benchmark, the same as those by which the Rust program was measured: 10 000 entities
/// over 10 scopes, 4 kinds, and a payload `{"i":n}` or `{"i":n,"d":"<text>"}`. Immutable, share freely.
final class Workload {
    private static final int ENTITIES = 10_000;
    private static final int SCOPES = 10;
    private static final int KINDS = 4;
    private static final Coordinate[] COORDINATES = coordinates();

    private final String text;

    private Workload(String text) {
        this.text = text;
    }

    /// `small`, or the length of the text in bytes.
    static Workload of(String size) {
        return new Workload(size.equals("small") ? "" : "x".repeat(Integer.parseInt(size)));
    }

    Coordinate coordinate(long index) {
        return COORDINATES[(int) (index % ENTITIES)];
    }

    EventKind kind(long index) {
        return EventKind.of(0xF, 1 + (int) (index % KINDS));
    }

    Payload payload(long index) {
        return Payload.of(text.isEmpty() ? Value.map("i", index) : Value.map("i", index, "d", text));
    }

    private static Coordinate[] coordinates() {
        Coordinate[] coordinates = new Coordinate[ENTITIES];
        for (int index = 0; index < ENTITIES; index++) {
            coordinates[index] = Coordinate.of("acct:" + index, "scope:" + index % SCOPES);
        }
        return coordinates;
    }
}
