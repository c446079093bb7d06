package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.TypedEvent;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.KindMismatchException;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadEncodeException;
import io.batpak.payload.PayloadFutureVersionException;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.RecordFields;
import io.batpak.payload.RecordReader;
import io.batpak.payload.UnknownPayloadTypeException;
import io.batpak.payload.UpcastChainException;
import io.batpak.payload.UpcastStep;
import io.batpak.testkit.MemFs;
import io.batpak.verify.script.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Typed payloads through an open store: every way to write one stamps its version, and every way to read one
/// decodes it; against a directory of 0.9.0 as well.
///
/// Covers: A3, A23, A24, B3.
/// Tier: unit.
class TypedStoreTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xE, 0x77);
    private static final PayloadRegistry TYPES = PayloadRegistry.of(List.of(new PaidCodec(2, true)));

    /// Version 2 of what the directory of 0.9.0 holds; version 1 was cents only.
    record Paid(long amount, String currency) {}

    private record PaidCodec(int version, boolean withStep) implements PayloadCodec<Paid> {
        private static final RecordFields FIELDS = RecordFields.of("Paid", "amount", "currency");

        @Override
        public Class<Paid> type() {
            return Paid.class;
        }

        @Override
        public EventKind kind() {
            return KIND;
        }

        @Override
        public void encode(Paid value, PayloadWriter out) {
            out.record(FIELDS);
            out.field(FIELDS, 0);
            out.signed(value.amount());
            out.field(FIELDS, 1);
            out.text(value.currency());
        }

        @Override
        public Paid decode(PayloadReader in) {
            long amount = 0;
            String currency = "";
            RecordReader fields = in.record(FIELDS);
            for (int field = fields.next(); field >= 0; field = fields.next()) {
                if (field == 0) {
                    amount = in.signed();
                } else {
                    currency = in.text();
                }
            }
            return new Paid(amount, currency);
        }

        @Override
        public List<UpcastStep> upcasts() {
            UpcastStep step = new UpcastStep(
                    KIND,
                    1,
                    stored -> stored.entries().renamed("cents", "amount").with("currency", PayloadTree.text("EUR")));
            return withStep ? List.of(step) : List.of();
        }
    }

    private static Store open(MemFs fs) {
        return Store.open(StoreConfig.on(fs).payloads(TYPES).build());
    }

    private static int version(Store store, Receipt receipt) {
        return store.get(receipt.eventId()).header().payloadVersion();
    }

    @Test
    void everyWayToWriteStampsTheVersion() throws InterruptedException {
        Paid paid = new Paid(1999, "EUR");
        try (Store store = open(new MemFs())) {
            Receipt first = store.append(AT, paid);
            CorrelationId conversation = CorrelationId.of(first.eventId());
            CausationId cause = CausationId.of(first.eventId());
            AppendOptions wrong = AppendOptions.none().payloadVersion(9).flags(1);
            store.append(AT, paid, wrong);
            store.appendReaction(AT, paid, conversation, cause);
            store.appendBatch(List.of(store.item(AT, paid), store.item(AT, paid, wrong)));
            store.submit(AT, paid).await();
            store.submitReaction(AT, paid, conversation, cause).await();
            assertThat(store.trySubmit(AT, paid).toString()).isNotEmpty();
            store.outbox().stage(AT, paid).stage(AT, paid, wrong).flush();
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(AT, paid);
                fence.submitReaction(AT, paid, conversation, cause);
                fence.commit();
            }
            List<TypedEvent<Paid>> all = store.read(Paid.class).toList();
            assertThat(all).hasSize(12);
            assertThat(all).allSatisfy(typed -> {
                assertThat(typed.payload()).isEqualTo(paid);
                assertThat(typed.event().kind()).isEqualTo(KIND);
                assertThat(typed.event().header().payloadVersion()).isEqualTo(2);
            });
            assertThat(version(store, first)).isEqualTo(2);
        }
    }

    @Test
    void whatHasNoStoredFormStoresNothing() {
        try (Store store = open(new MemFs())) {
            assertThatExceptionOfType(PayloadEncodeException.class)
                    .isThrownBy(() -> store.append(AT, new Paid(1, "\uD800")))
                    .withMessageContaining("currency");
            assertThatExceptionOfType(UnknownPayloadTypeException.class)
                    .isThrownBy(() -> store.append(AT, "no payload"))
                    .withMessageContaining("java.lang.String");
            assertThat(store.query(Region.entity("order:1")).toList()).isEmpty();
        }
    }

    @Test
    void readsAnswerByIdByEntryAndByRegion() {
        try (Store store = open(new MemFs())) {
            Receipt receipt = store.append(AT, new Paid(5, "EUR"));
            Receipt untyped = store.append(AT, EventKind.of(0xF, 1), Payload.of(Value.map("amount", 5)));
            Entry entry = store.entry(receipt.eventId()).orElseThrow();
            assertThat(store.get(receipt.eventId(), Paid.class)).isEqualTo(new Paid(5, "EUR"));
            assertThat(store.decode(entry, Paid.class)).isEqualTo(new Paid(5, "EUR"));
            assertThat(store.decode(store.read(entry), Paid.class)).isEqualTo(new Paid(5, "EUR"));
            assertThat(store.read(Region.entity("order:1"), Paid.class).toList())
                    .hasSize(1);
            assertThat(store.read(Region.entity("order:2"), Paid.class).toList())
                    .isEmpty();
            assertThat(store.payloads().route(store.get(untyped.eventId()), Paid.class))
                    .isEmpty();
            assertThatExceptionOfType(KindMismatchException.class)
                    .isThrownBy(() -> store.get(untyped.eventId(), Paid.class));
        }
    }

    @Test
    void contradictoryTypesAreRefusedBeforeTheDirectoryIsTouched() throws IOException {
        Path directory = Files.createTempDirectory("batpak-typed-").resolve("absent");
        StoreConfig.Builder config =
                StoreConfig.in(directory).payloads(PayloadRegistry.of(List.of(new PaidCodec(3, true))));
        assertThatExceptionOfType(UpcastChainException.class)
                .isThrownBy(() -> Store.open(config.build()))
                .withMessageContaining("[2]")
                .withMessageEndingWith("which makes version 3 of a stored version 2");
        assertThatExceptionOfType(UpcastChainException.class).isThrownBy(() -> StoreReader.open(config.build()));
        assertThat(directory).doesNotExist();
        assertThatCode(() -> Store.open(config.eventPayloadValidation(EventPayloadValidation.SILENT)
                                .build())
                        .close())
                .doesNotThrowAnyException();
        assertThatCode(() -> Store.open(config.eventPayloadValidation(EventPayloadValidation.WARN)
                                .build())
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void theVersionsThatTheReferenceStoredAreReadByTheirRules(@TempDir Path folder) throws IOException {
        Path golden = Golden.folder("stores-v090/payload-versions/store");
        try (Stream<Path> files = Files.list(golden)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (StoreReader reader =
                StoreReader.open(StoreConfig.in(folder).payloads(TYPES).build())) {
            List<Entry> entries = reader.query(Region.kind(KIND)).toList();
            assertThat(reader.decode(entries.get(0), Paid.class)).isEqualTo(new Paid(1999, "EUR"));
            assertThat(reader.decode(entries.get(1), Paid.class)).isEqualTo(new Paid(2499, "EUR"));
            assertThatExceptionOfType(PayloadFutureVersionException.class)
                    .isThrownBy(() -> reader.decode(entries.get(2), Paid.class))
                    .withMessageContaining("version 300");
            assertThatExceptionOfType(PayloadDecodeException.class)
                    .isThrownBy(() -> reader.decode(entries.get(3), Paid.class))
                    .withMessageContaining("`amount`")
                    .withMessageContaining(entries.get(3).eventId().toString());
            assertThat(reader.decode(entries.get(4), Paid.class)).isEqualTo(new Paid(2499, "EUR"));
            assertThat(reader.decode(entries.get(5), Paid.class)).isEqualTo(new Paid(-5, "JPY"));
            assertThat(reader.decode(entries.get(6), Paid.class)).isEqualTo(new Paid(2499, "EUR"));
        }
    }
}
