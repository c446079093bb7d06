package io.batpak.bench;

import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;

/// The events of every benchmark, the same as those by which the Rust program was measured: 10 000 entities
/// over 10 scopes, 4 kinds, and a payload `{"i":n}` or `{"i":n,"d":"<text>"}`. Immutable, share freely.
public final class Workload {
    /// How many entities there are.
    public static final int ENTITIES = 10_000;

    /// What the document needs beside its text; the Rust program counts the same.
    private static final int AROUND_TEXT_BYTES = 12;
    private static final int SCOPES = 10;
    private static final int KINDS = 4;
    private static final Coordinate[] COORDINATES = coordinates();

    private final String text;

    private Workload(String text) {
        this.text = text;
    }

    /// `small`, or about how many bytes the payload has.
    public static Workload of(String size) {
        return new Workload(
                size.equals("small") ? "" : "x".repeat(Math.max(1, Integer.parseInt(size) - AROUND_TEXT_BYTES)));
    }

    /// The coordinate of an event: its entity is number `index` modulo [#ENTITIES].
    public Coordinate coordinate(long index) {
        return COORDINATES[(int) (index % ENTITIES)];
    }

    /// The kind of an event.
    public EventKind kind(long index) {
        return EventKind.of(0xF, 1 + (int) (index % KINDS));
    }

    /// A newly encoded payload.
    public Payload payload(long index) {
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
