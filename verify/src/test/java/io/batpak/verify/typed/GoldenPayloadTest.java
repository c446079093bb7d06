package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import io.batpak.model.Value;
import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.Upcasts;
import io.batpak.verify.script.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The five payloads that the reference froze: two that are records here, with generated codecs, and three that are
/// read as trees.
///
/// Covers: A1, A3.
/// Tier: golden.
class GoldenPayloadTest {
    @EventPayload(category = 0xE, typeId = 0xC01)
    record Sale(long amount, String note) {}

    @EventPayload(category = 0xE, typeId = 0xC02, version = 2)
    record Counted(long total, String label) {
        @Upcasts(from = 1)
        static PayloadTree legacy(PayloadTree stored) {
            return stored.entries().renamed("count", "total").with("label", PayloadTree.text("legacy"));
        }
    }

    /// A payload of which nothing is known.
    private record Whole(PayloadTree tree) {}

    private record WholeCodec(EventKind kind) implements PayloadCodec<Whole> {
        @Override
        public Class<Whole> type() {
            return Whole.class;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void encode(Whole value, PayloadWriter out) {
            out.tree(value.tree());
        }

        @Override
        public Whole decode(PayloadReader in) {
            return new Whole(in.tree());
        }
    }

    private static byte[] golden(String name) throws IOException {
        return HexFormat.of()
                .parseHex(Files.readString(Golden.folder("payloads").resolve(name + ".hex"))
                        .strip());
    }

    @Test
    void theFirstIsByteExactBothWays() throws IOException {
        byte[] stored = golden("e_c01__v1");
        Sale sale = new Sale(100, "hello");
        assertThat(Headers.bytes(sale)).isEqualTo(stored);
        assertThat(Headers.decoded(sale, stored)).isEqualTo(sale);
    }

    @Test
    void theSecondGoesThroughItsStepOnBothLanes() throws IOException {
        byte[] stored = golden("e_c02__v1");
        Counted expected = new Counted(7, "legacy");
        EventHeader first = Headers.of(EventKind.of(0xE, 0xC02), 1);
        assertThat(Headers.TYPES.decode(first, stored, Counted.class)).isEqualTo(expected);
        assertThat(Headers.TYPES.decode(first, Value.fromMessagePack(stored), Counted.class))
                .isEqualTo(expected);
        assertThat(Headers.decoded(expected, Headers.bytes(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e_c01__v1", "e_c02__v1", "e_002__v1", "e_003__v1", "e_004__v1"})
    void eachIsTheSameAfterATree(String name) throws IOException {
        byte[] stored = golden(name);
        EventKind kind = EventKind.of(0xE, 1);
        PayloadRegistry types = PayloadRegistry.of(List.of(new WholeCodec(kind)));
        Whole whole = types.decode(Headers.of(kind, 1), stored, Whole.class);
        assertThat(whole.tree()).isInstanceOf(PayloadTree.Entries.class);
        assertThat(types.encode(whole).payload().bytes()).isEqualTo(stored);
    }
}
