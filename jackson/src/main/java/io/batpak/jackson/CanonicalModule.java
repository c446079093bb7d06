package io.batpak.jackson;

import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Identifier;
import io.batpak.payload.PayloadWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The types that have a stored form of their own, and maps in their order.
final class CanonicalModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private static final int ID_BYTES = 16;

    CanonicalModule() {
        super("batpak");
        add(
                Bytes.class,
                (bytes, out) -> out.writeBinary(bytes.toByteArray()),
                (in, context) -> Bytes.of(binary(in, context)));
        add(Hash.class, (hash, out) -> out.writeBinary(hash.toByteArray()), CanonicalModule::hash);
        add(
                Instant.class,
                (at, out) -> out.writeNumber(PayloadWriter.micros(at)),
                (in, context) -> Instant.EPOCH.plus(in.getLongValue(), ChronoUnit.MICROS));
        add(Duration.class, CanonicalModule::duration, CanonicalModule::duration);
        addId(EventId.class, EventId::new);
        addId(CorrelationId.class, CorrelationId::new);
        addId(CausationId.class, CausationId::new);
        addId(IdempotencyKey.class, IdempotencyKey::new);
        add(
                UUID.class,
                (id, out) -> writeId(id.getMostSignificantBits(), id.getLeastSignificantBits(), out),
                (in, context) -> id(binary(in, context), UUID::new));
        setSerializerModifier(new SortedMaps.Everywhere());
    }

    private <T> void add(
            Class<T> type,
            BiConsumer<T, JsonGenerator> writer,
            BiFunction<JsonParser, DeserializationContext, T> reader) {
        addSerializer(type, new Writing<>(type, writer));
        addDeserializer(type, new Reading<>(type, reader));
    }

    private <T extends Identifier> void addId(Class<T> type, BiFunction<Long, Long, T> maker) {
        add(type, (id, out) -> writeId(id.high(), id.low(), out), (in, context) -> id(binary(in, context), maker));
    }

    private static void writeId(long high, long low, JsonGenerator out) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES).putLong(high).putLong(low).array();
        out.writePOJO(Bytes.of(bytes));
    }

    private static <T> T id(byte[] bytes, BiFunction<Long, Long, T> maker) {
        if (bytes.length != ID_BYTES) {
            throw new IllegalArgumentException("an id of " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long high = buffer.getLong();
        return maker.apply(high, buffer.getLong());
    }

    /// Bytes that stand as `bin` or as an array of integers.
    private static byte[] binary(JsonParser in, DeserializationContext context) {
        return context.readValue(in, byte[].class);
    }

    private static Hash hash(JsonParser in, DeserializationContext context) {
        byte[] bytes = binary(in, context);
        if (bytes.length != Hash.BYTES) {
            throw new IllegalArgumentException("a hash of " + bytes.length + " bytes");
        }
        return Hash.of(bytes);
    }

    private static void duration(Duration time, JsonGenerator out) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a negative duration has no stored form: " + time);
        }
        out.writeStartObject();
        out.writeName("secs");
        out.writeNumber(time.getSeconds());
        out.writeName("nanos");
        out.writeNumber(time.getNano());
        out.writeEndObject();
    }

    private static Duration duration(JsonParser in, DeserializationContext context) {
        Parts parts = context.readValue(in, Parts.class);
        return Duration.ofSeconds(parts.secs(), parts.nanos());
    }

    /// What a duration is stored as.
    record Parts(long secs, long nanos) {}

    private static final class Writing<T> extends StdSerializer<T> {
        private final BiConsumer<T, JsonGenerator> writer;

        Writing(Class<T> type, BiConsumer<T, JsonGenerator> writer) {
            super(type);
            this.writer = writer;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            writer.accept(value, out);
        }
    }

    private static final class Reading<T> extends StdDeserializer<T> {
        private final BiFunction<JsonParser, DeserializationContext, T> reader;

        Reading(Class<T> type, BiFunction<JsonParser, DeserializationContext, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            return reader.apply(in, context);
        }
    }
}
