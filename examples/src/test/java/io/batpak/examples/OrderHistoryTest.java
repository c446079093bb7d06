package io.batpak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program of the tutorial prints what the tutorial shows, the first time and the second.
///
/// Covers: A26. Tier: unit.
class OrderHistoryTest {
    @TempDir
    private Path directory = Path.of("");

    private List<String> lines() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            OrderHistory.run(directory.resolve("orders"), out);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aHistoryIsTypedAndProven() throws IOException {
        assertThat(lines())
                .containsExactly(
                        "placed as 1",
                        "paid as 2, and again as 2",
                        "version 2: 1999 EUR",
                        "unbroken: true",
                        "verdict: Signed");
    }

    @Test
    void whatTheFirstVersionStoredIsReadAsTheSecond() throws IOException {
        try (Store store =
                Store.open(StoreConfig.in(directory.resolve("orders")).build())) {
            store.append(
                    Coordinate.of("order:42", "shop"),
                    EventKind.of(0xE, 0x2A2),
                    Payload.of(Value.map("cents", 1999)),
                    AppendOptions.none().payloadVersion(1));
        }
        assertThat(lines()).contains("version 1: 1999 EUR", "version 2: 1999 EUR", "unbroken: true");
    }

    @Test
    void aSecondRunPaysNotAgain() throws IOException {
        List<String> first = lines();
        List<String> second = lines();
        assertThat(second).contains("paid as 2, and again as 2", "verdict: Signed");
        assertThat(second.stream().filter(line -> line.startsWith("version")).toList())
                .isEqualTo(first.stream()
                        .filter(line -> line.startsWith("version"))
                        .toList());
    }
}
