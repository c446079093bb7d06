package io.batpak.verify.typed;

import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.payload.EventPayload;
import io.batpak.payload.Transparent;
import io.batpak.payload.Unsigned;
import io.batpak.payload.WireName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Payload types whose twins are structs of the Rust program (`interop/src/shapes.rs`): same fields, same kinds.
final class Shapes {
    private Shapes() {}

    enum Colour {
        @WireName("Red")
        RED,
        @WireName("dark green")
        GREEN,
        @WireName("Blue")
        BLUE
    }

    sealed interface Pay {}

    record Cash() implements Pay {}

    record Card(String number, byte month) implements Pay {}

    @Transparent
    record Points(long value) implements Pay {}

    record Line(String sku, short count) {}

    @Transparent
    record Money(long value) {}

    @Transparent
    record Ordinal(@Unsigned long value) {}

    @Transparent
    record Name(String value) {}

    @EventPayload(category = 0xE, typeId = 0x301)
    record Flags(boolean on, boolean off) {}

    @EventPayload(category = 0xE, typeId = 0x302)
    record Int8(byte value) {}

    @EventPayload(category = 0xE, typeId = 0x303)
    record Int16(short value) {}

    @EventPayload(category = 0xE, typeId = 0x304)
    record Int32(int value) {}

    @EventPayload(category = 0xE, typeId = 0x305)
    record Int64(long value) {}

    @EventPayload(category = 0xE, typeId = 0x306)
    record Word64(@Unsigned long value) {}

    @EventPayload(category = 0xE, typeId = 0x307)
    record Real32(float value) {}

    @EventPayload(category = 0xE, typeId = 0x308)
    record Real64(double value) {}

    @EventPayload(category = 0xE, typeId = 0x309)
    record Letter(char value) {}

    @EventPayload(category = 0xE, typeId = 0x30A)
    record Text(String value) {}

    @EventPayload(category = 0xE, typeId = 0x30B)
    record Raw(Bytes value) {}

    @EventPayload(category = 0xE, typeId = 0x30C)
    record Digest(Hash value) {}

    @EventPayload(category = 0xE, typeId = 0x30D)
    record Maybe(Optional<Long> number, Optional<String> text) {}

    @EventPayload(category = 0xE, typeId = 0x30E)
    record Absent(@Nullable String value) {}

    @EventPayload(category = 0xE, typeId = 0x30F)
    record Numbers(List<Long> all) {}

    @EventPayload(category = 0xE, typeId = 0x310)
    record Table(List<List<String>> rows) {}

    @EventPayload(category = 0xE, typeId = 0x311)
    record Counts(Map<String, Long> all) {}

    @EventPayload(category = 0xE, typeId = 0x312)
    record Answers(Map<String, List<Optional<Boolean>>> all) {}

    @EventPayload(category = 0xE, typeId = 0x313)
    record Colours(Colour one, List<Colour> more) {}

    @EventPayload(category = 0xE, typeId = 0x314)
    record Paid(Pay how) {}

    @EventPayload(category = 0xE, typeId = 0x315)
    record Ways(List<Pay> all) {}

    @EventPayload(category = 0xE, typeId = 0x316)
    record Basket(List<Line> lines, Money total) {}

    @EventPayload(category = 0xE, typeId = 0x317)
    record Tree(String label, List<Tree> children, Optional<Tree> next) {}

    @EventPayload(category = 0xE, typeId = 0x318)
    record Wrapped(Ordinal number, Name name) {}

    @EventPayload(category = 0xE, typeId = 0x319)
    record Links(EventId event, CorrelationId correlation, CausationId causation, IdempotencyKey key) {}

    @EventPayload(category = 0xE, typeId = 0x31A)
    record Renamed(
            @WireName("type") String kind,
            @WireName("größe") int size) {}

    @EventPayload(category = 0xE, typeId = 0x31B)
    record Took(Duration time) {}

    @EventPayload(category = 0xE, typeId = 0x31C)
    record When(Instant at, LocalDate day) {}

    @EventPayload(category = 0xE, typeId = 0x31D)
    record Wide(
            int a,
            int b,
            int c,
            int d,
            int e,
            int f,
            int g,
            int h,
            int i,
            int j,
            int k,
            int l,
            int m,
            int n,
            int o,
            int p,
            int q) {}

    @EventPayload(category = 0xE, typeId = 0x31E)
    record Unique(UUID id) {}

    @EventPayload(category = 0xE, typeId = 0x31F)
    record Mixed(Optional<Pay> pay, Optional<Line> line, Map<String, Pay> named) {}

    @EventPayload(category = 0xE, typeId = 0x320)
    record Deep(List<List<List<Map<String, Optional<Colour>>>>> all) {}
}
