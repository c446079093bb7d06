package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.InvalidPayloadVersionException;
import io.batpak.payload.KindMismatchException;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadEncodeException;
import io.batpak.payload.PayloadFutureVersionException;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.UnknownPayloadTypeException;
import io.batpak.payload.UpcastException;
import io.batpak.testkit.MemFs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Payloads that are not their type: what is read names the type, the field and the event; what is written is refused
/// and stores nothing.
///
/// Covers: A16, B3.
/// Tier: unit.
class BadPayloadTest {
    private static final Coordinate AT = Coordinate.of("shape:bad", "test");
    private static final int CUT_MAX = 600;
    private static final Set<String> MAY_BE_MISSING = Set.of("Maybe", "Absent", "Tree.next", "Mixed.pay", "Mixed.line");

    private static Store open() {
        return Store.open(StoreConfig.on(new MemFs()).build());
    }

    private static PayloadDecodeException undecodable(Record sample, byte[] bytes) {
        PayloadDecodeException error =
                catchThrowableOfType(PayloadDecodeException.class, () -> Headers.decoded(sample, bytes));
        assertThat(error).as("%s of %d bytes", sample.getClass(), bytes.length).isNotNull();
        assertThat(error)
                .hasMessageContaining(sample.getClass().getSimpleName())
                .hasMessageContaining(Headers.ID.toString());
        assertThat(error.facts())
                .containsEntry("field", error.field())
                .containsKey("type")
                .containsKey("event_id");
        return error;
    }

    @Test
    void noCutOfAnyPayloadIsRead() {
        for (List<Record> samples : Samples.all()) {
            for (Record sample : samples) {
                byte[] bytes = Headers.bytes(sample);
                for (int length = 0; length < Math.min(bytes.length, CUT_MAX); length++) {
                    undecodable(sample, Arrays.copyOf(bytes, length));
                }
            }
        }
    }

    /// A flipped bit may give another value of the type, but never anything other than a value or the one error.
    @Test
    void everyFlippedBitIsReadOrRefused() {
        int refused = 0;
        for (List<Record> samples : Samples.all()) {
            for (Record sample : samples) {
                byte[] bytes = Headers.bytes(sample);
                for (int bit = 0; bit < Math.min(bytes.length, CUT_MAX) * Byte.SIZE; bit++) {
                    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                    Throwable error = catchThrowable(() -> Headers.decoded(sample, bytes));
                    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                    if (error != null) {
                        assertThat(error).as("%s, bit %d", sample, bit).isInstanceOf(PayloadDecodeException.class);
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isPositive();
    }

    private static boolean mayBeMissing(Record sample, String field) {
        String type = sample.getClass().getSimpleName();
        return MAY_BE_MISSING.contains(type) || MAY_BE_MISSING.contains(type + "." + field);
    }

    @Test
    void aMissingFieldIsNamedUnlessItMayBeMissing() {
        for (List<Record> samples : Samples.all()) {
            Record sample = samples.getLast();
            byte[] bytes = Headers.bytes(sample);
            for (String field : Rewritten.fields(bytes)) {
                byte[] without = Rewritten.without(bytes, field);
                if (mayBeMissing(sample, field)) {
                    assertThat(Headers.decoded(sample, without)).isNotNull();
                } else {
                    assertThat(undecodable(sample, without).field()).isEqualTo(field);
                }
            }
        }
        assertThat(Headers.decoded(new Shapes.Absent(""), new byte[] {(byte) 0x80}))
                .isEqualTo(new Shapes.Absent(null));
    }

    @Test
    void aValueOfAForeignTypeIsNamedByItsField() {
        for (List<Record> samples : Samples.all()) {
            Record sample = samples.getLast();
            byte[] bytes = Headers.bytes(sample);
            for (String field : Rewritten.fields(bytes)) {
                byte[] foreign = Rewritten.withForeign(bytes, field);
                assertThat(undecodable(sample, foreign).field()).isEqualTo(field);
            }
        }
    }

    @Test
    void theFieldInsideAnotherIsNamedByItsPath() {
        Record mixed = new Shapes.Mixed(Optional.empty(), Optional.of(new Shapes.Line("x", (short) 1)), Map.of());
        byte[] bytes = Headers.bytes(mixed);
        // the name of the last field of the line, one letter of which changes
        bytes[indexOf(bytes, "count")] = 'd';
        assertThat(undecodable(mixed, bytes).field()).isEqualTo("line.count");
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void numbersOutOfRangeAndUnknownVariantsAreRefused() {
        assertThat(undecodable(new Shapes.Int8((byte) 0), Headers.bytes(new Shapes.Int16((short) 128))))
                .hasMessageContaining("128 is outside -128..127");
        undecodable(new Shapes.Int32(0), Headers.bytes(new Shapes.Int64(1L << 31)));
        undecodable(new Shapes.Int64(0), Headers.bytes(new Shapes.Word64(-1)));
        undecodable(new Shapes.Word64(0), Headers.bytes(new Shapes.Int8((byte) -1)));
        undecodable(new Shapes.Letter('a'), Headers.bytes(new Shapes.Text("😀")));
        byte[] text = Headers.bytes(new Shapes.Paid(new Shapes.Cash()));
        text[text.length - 1] = 'x';
        assertThat(undecodable(new Shapes.Paid(new Shapes.Cash()), text)).hasMessageContaining("Casx");
    }

    @Test
    void whatWasStoredIsReadWithItsErrorAndTheOthersAsBefore() {
        try (Store store = open()) {
            EventKind kind = Headers.TYPES.codec(Shapes.Text.class).kind();
            Receipt good = store.append(AT, new Shapes.Text("good"));
            AppendOptions later = AppendOptions.none().payloadVersion(2);
            Receipt future = store.append(AT, kind, Payload.messagePack(new byte[] {(byte) 0x80}), later);
            Receipt truncated = store.append(AT, kind, Payload.messagePack(new byte[] {(byte) 0x81}));
            assertThatExceptionOfType(PayloadFutureVersionException.class)
                    .isThrownBy(() -> store.get(future.eventId(), Shapes.Text.class))
                    .withMessageContaining("version 2")
                    .withMessageContaining(future.eventId().toString());
            assertThatExceptionOfType(PayloadDecodeException.class)
                    .isThrownBy(() -> store.get(truncated.eventId(), Shapes.Text.class))
                    .withMessageContaining(truncated.eventId().toString());
            assertThatExceptionOfType(KindMismatchException.class)
                    .isThrownBy(() -> store.get(good.eventId(), Shapes.Raw.class))
                    .withMessageContaining("Raw")
                    .withMessageContaining(good.eventId().toString());
            assertThatExceptionOfType(UnknownPayloadTypeException.class)
                    .isThrownBy(() -> store.get(good.eventId(), String.class))
                    .withMessageContaining("java.lang.String");
            assertThat(store.get(good.eventId(), Shapes.Text.class)).isEqualTo(new Shapes.Text("good"));
            Receipt old = store.append(
                    AT,
                    EventKind.of(0xE, 0x380),
                    Payload.messagePack(new byte[] {(byte) 0x90}),
                    AppendOptions.none().payloadVersion(1));
            assertThatExceptionOfType(UpcastException.class)
                    .isThrownBy(() -> store.get(old.eventId(), Account.class))
                    .withMessageContaining("Account")
                    .withMessageContaining(old.eventId().toString());
        }
    }

    /// A codec as one could write it by hand, with a version that is none.
    private record Unversioned(int version) implements PayloadCodec<Shapes.Text> {
        @Override
        public Class<Shapes.Text> type() {
            return Shapes.Text.class;
        }

        @Override
        public EventKind kind() {
            return EventKind.of(0xE, 0x3FF);
        }

        @Override
        public void encode(Shapes.Text value, PayloadWriter out) {
            out.text(value.value());
        }

        @Override
        public Shapes.Text decode(PayloadReader in) {
            return new Shapes.Text(in.text());
        }
    }

    @Test
    void aVersionThatIsNoneIsRefused() {
        for (int version : new int[] {0, -1, 65_536}) {
            PayloadRegistry types = PayloadRegistry.of(List.of(new Unversioned(version)));
            StoreConfig config = StoreConfig.on(new MemFs())
                    .payloads(types)
                    .eventPayloadValidation(EventPayloadValidation.SILENT)
                    .build();
            try (Store store = Store.open(config)) {
                assertNothingStored(store, InvalidPayloadVersionException.class, new Shapes.Text(""));
            }
        }
    }

    @Test
    @NullUnmarked
    void whatHasNoStoredFormIsRefusedWithItsField() {
        try (Store store = open()) {
            for (Record bad : List.of(
                    new Shapes.Text("\uD800"),
                    new Shapes.Text(null),
                    new Shapes.Letter('\uDC00'),
                    new Shapes.Paid(null))) {
                PayloadEncodeException error =
                        (PayloadEncodeException) assertNothingStored(store, PayloadEncodeException.class, bad);
                assertThat(error.field()).isNotEmpty();
                assertThat(error).hasMessageContaining(bad.getClass().getSimpleName());
            }
            assertNothingStored(store, PayloadEncodeException.class, new Shapes.Took(Duration.ofNanos(-1)));
            assertNothingStored(store, UnknownPayloadTypeException.class, "text");
        }
    }

    @Test
    void aPayloadAboveTheLimitIsRefused() {
        StoreConfig config = StoreConfig.on(new MemFs()).appendBytesMax(100).build();
        try (Store store = Store.open(config)) {
            Shapes.Text fits = new Shapes.Text("x".repeat(90));
            store.append(AT, fits);
            Shapes.Text above = new Shapes.Text("x".repeat(93));
            long before = store.query(Region.all()).toList().size();
            assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> store.append(AT, above));
            assertThatExceptionOfType(BatchItemTooLargeException.class)
                    .isThrownBy(() -> store.appendBatch(List.of(store.item(AT, fits), store.item(AT, above))));
            assertThatExceptionOfType(BatchItemTooLargeException.class)
                    .isThrownBy(() ->
                            store.outbox().stage(AT, fits).stage(AT, above).flush());
            assertThat(store.query(Region.all()).toList()).hasSize((int) before);
        }
    }

    /// Tries every typed way to write.
    private static StoreException assertNothingStored(
            Store store, Class<? extends StoreException> expected, Object payload) {
        int before = store.query(Region.all()).toList().size();
        StoreException first = null;
        for (Runnable call : List.<Runnable>of(
                () -> store.append(AT, payload),
                () -> store.append(AT, payload, AppendOptions.none().payloadVersion(1)),
                () -> store.appendBatch(List.of(store.item(AT, new Shapes.Text("")), store.item(AT, payload))),
                () -> store.submit(AT, payload),
                () -> store.trySubmit(AT, payload),
                () -> store.outbox().stage(AT, payload).flush())) {
            Throwable error = catchThrowable(call::run);
            assertThat(error).isInstanceOf(expected);
            first = first == null ? (StoreException) error : first;
        }
        assertThat(store.query(Region.all()).toList()).hasSize(before);
        return Objects.requireNonNull(first);
    }
}
