package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Frozen payloads go in and come out byte for byte, live and after reopening.
///
/// Tier: golden. Covers: A6.
class GoldenPayloadsTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");

    @ParameterizedTest
    @CsvSource({
        "e_c01__v1,7552986388e226dc1ef1feddfeb6127a0705e23b6ed0d70d459ea64c6df1d786",
        "e_c02__v1,",
        "e_002__v1,",
        "e_003__v1,",
        "e_004__v1,"
    })
    void everyPayloadIsStoredVerbatim(String name, @Nullable String hash) throws IOException {
        byte[] bytes = payload(name);
        MemFs fs = new MemFs();
        Receipt receipt;
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            receipt = store.append(AT, EventKind.of(0xE, 0xC01), Payload.messagePack(bytes));
            assertThat(store.get(receipt.eventId()).payload()).isEqualTo(bytes);
        }
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            assertThat(reader.get(receipt.eventId()).payload()).isEqualTo(bytes);
        }
        if (hash != null) {
            assertThat(receipt.contentHash().hex()).isEqualTo(hash);
        }
    }

    @ParameterizedTest
    @CsvSource({"e_c01__v1,'{\"amount\":100,\"note\":\"hello\"}'", "e_c02__v1,'{\"count\":7}'"})
    void aPayloadThatIsAValueIsWrittenAgainByteForByte(String name, String json) throws IOException {
        byte[] bytes = payload(name);
        Value value = Value.fromMessagePack(bytes);
        assertThat(value.toJson()).isEqualTo(json);
        assertThat(value.toMessagePack()).isEqualTo(bytes);
    }

    private static byte[] payload(String name) throws IOException {
        Path file = GoldenTree.golden("payloads").resolve(name + ".hex");
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }
}
