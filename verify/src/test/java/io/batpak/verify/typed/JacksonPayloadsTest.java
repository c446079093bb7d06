package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.jackson.JacksonPayloads;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Receipt;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadEncodeException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.UpcastStep;
import io.batpak.testkit.MemFs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Classes that only Jackson knows: their bytes are those of a generated codec wherever both can express the type.
///
/// Tier: unit.
class JacksonPayloadsTest {
    private static final EventKind KIND = EventKind.of(0xE, 0x3F0);
    /// Without a sign, or with a variant that has no fields: only an annotation of ours can say so.
    private static final Set<Class<?>> OURS_ONLY = Set.of(Shapes.Word64.class, Shapes.Wrapped.class);

    private static PayloadRegistry types(Class<?> type) {
        return PayloadRegistry.of(List.of(JacksonPayloads.codec(MixIns.mapper(), type, KIND, 1, List.of())));
    }

    private static boolean hasUnitVariant(Record sample) {
        return sample.toString().contains("Cash[]");
    }

    @Test
    void theBytesAreThoseOfAGeneratedCodec() {
        int compared = 0;
        for (List<Record> samples : Samples.all()) {
            Class<? extends Record> type = samples.getFirst().getClass();
            if (OURS_ONLY.contains(type)) {
                continue;
            }
            PayloadRegistry jackson = types(type);
            for (Record sample : samples) {
                if (!hasUnitVariant(sample)) {
                    byte[] bytes = jackson.encode(sample).payload().bytes();
                    assertThat(HexFormat.of().formatHex(bytes))
                            .as("%s", sample)
                            .isEqualTo(HexFormat.of().formatHex(Headers.bytes(sample)));
                    assertThat((Object) jackson.decode(Headers.of(KIND, 1), bytes, type))
                            .as("%s", sample)
                            .isEqualTo(sample);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(70);
    }

    /// A class as other people's libraries have them.
    public static final class Invoice {
        private String zip = "";
        private long amount;
        private @Nullable BigInteger serial;
        private Map<String, Integer> lines = Map.of();

        public String getZip() {
            return zip;
        }

        public void setZip(String value) {
            zip = value;
        }

        public long getAmount() {
            return amount;
        }

        public void setAmount(long value) {
            amount = value;
        }

        public @Nullable BigInteger getSerial() {
            return serial;
        }

        public void setSerial(BigInteger value) {
            serial = value;
        }

        public Map<String, Integer> getLines() {
            return lines;
        }

        public void setLines(Map<String, Integer> value) {
            lines = value;
        }
    }

    private static Invoice invoice() {
        Invoice invoice = new Invoice();
        invoice.setZip("10115");
        invoice.setAmount(-5);
        invoice.setSerial(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        invoice.setLines(Map.of("b", 2, "a", 1));
        return invoice;
    }

    @Test
    void aBeanIsStoredInTheOrderOfItsFieldsAndComesBack() {
        UpcastStep step = new UpcastStep(KIND, 1, stored -> stored.entries().with("amount", PayloadTree.of(9)));
        PayloadCodec<Invoice> codec = JacksonPayloads.codec(Invoice.class, KIND, 2, step);
        StoreConfig config = StoreConfig.on(new MemFs())
                .payloads(PayloadRegistry.of(List.of(codec)))
                .build();
        try (Store store = Store.open(config)) {
            Receipt receipt = store.append(Coordinate.of("invoice:1", "shop"), invoice());
            assertThat(HexFormat.of().formatHex(store.get(receipt.eventId()).payload()))
                    .isEqualTo("84" + "a37a6970a53130313135" + "a6616d6f756e74fb" + "a673657269616ccfffffffffffffffff"
                            + "a56c696e657382a16101a16202");
            assertThat(store.get(receipt.eventId(), Invoice.class))
                    .usingRecursiveComparison()
                    .isEqualTo(invoice());
            byte[] first = HexFormat.of().parseHex("81a37a6970a178");
            assertThat(store.payloads()
                            .decode(Headers.of(KIND, 1), first, Invoice.class)
                            .getAmount())
                    .isEqualTo(9);
        }
    }

    /// Something inside something.
    record Outer(List<Inner> all) {}

    record Inner(int number) {}

    @Test
    void whatIsNotTheTypeNamesFieldAndEvent() {
        byte[] bad = HexFormat.of().parseHex("81a3616c6c9281a66e756d6265720181a66e756d626572a178");
        assertThatExceptionOfType(PayloadDecodeException.class)
                .isThrownBy(() -> types(Outer.class).decode(Headers.of(KIND, 1), bad, Outer.class))
                .withMessageContaining("Outer")
                .withMessageContaining(Headers.ID.toString())
                .satisfies(e -> assertThat(e.field()).isEqualTo("all.1.number"));
        for (String digits : List.of("81a3616c6c", "81a3616c6c05", "8101c0", "d40105", "", "c1")) {
            assertThatExceptionOfType(PayloadDecodeException.class)
                    .as(digits)
                    .isThrownBy(() -> types(Outer.class)
                            .decode(Headers.of(KIND, 1), HexFormat.of().parseHex(digits), Outer.class));
        }
        byte[] real = HexFormat.of().parseHex("81a66e756d626572cb3ff8000000000000");
        assertThatExceptionOfType(PayloadDecodeException.class)
                .isThrownBy(() -> types(Inner.class).decode(Headers.of(KIND, 1), real, Inner.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo("number"));
    }

    /// Types without a stored form.
    record Exact(BigDecimal value) {}

    record Large(BigInteger value) {}

    @Test
    void whatHasNoStoredFormIsRefused() {
        assertThatExceptionOfType(PayloadEncodeException.class)
                .isThrownBy(() -> types(Exact.class).encode(new Exact(new BigDecimal("0.1"))))
                .withMessageContaining("store a decimal as text");
        assertThatExceptionOfType(PayloadEncodeException.class)
                .isThrownBy(() -> types(Large.class).encode(new Large(BigInteger.TWO.pow(64))))
                .withMessageContaining("64 bits");
        assertThatExceptionOfType(PayloadEncodeException.class)
                .isThrownBy(() -> types(Shapes.Text.class).encode(new Shapes.Text("\uD800")));
    }
}
