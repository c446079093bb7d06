package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that appends to one journal from several threads is killed again and again, each time at another
/// moment, and a new one goes on. No receipt it had printed is lost or renumbered, nothing is there in part, and
/// nothing of a fence that was not committed is seen.
///
/// Tier: crash. Covers: B1, B2, B9, D9.
@Tag("soak-crash")
class SigkillTest {
    private static final int KILLS = 10;
    private static final int KILLS_AT_FULL_DEPTH = 100;
    private static final int RECEIPTS_MAX = 600;
    private static final int TAIL_MICROS_MAX = 5000;
    private static final int RETRIED = 5;
    private static final int CANCELLED_AT_ONCE = 3;

    @TempDir
    private Path work;

    private final Map<String, String> printed = new HashMap<>();
    private final List<String> keyed = new ArrayList<>();
    private long cancelsBegun;
    private long cancelsDone;

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000", "strict"})
    void noPrintedReceiptIsLostHoweverOftenTheProcessIsKilled(String syncs) throws IOException {
        long seed = Long.getLong("batpak.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int kills = Depth.isFull() ? KILLS_AT_FULL_DEPTH : KILLS;
        for (int kill = 0; kill < kills; kill++) {
            int before = printed.size();
            List<String> arguments = List.of(work.toString(), syncs, Integer.toString(kill));
            appendUntilKilled(arguments, 1 + random.nextInt(RECEIPTS_MAX), random.nextInt(TAIL_MICROS_MAX));
            assertThat(printed.size()).isGreaterThanOrEqualTo(before);
            String replay = "replay: -Dbatpak.seed=" + seed + ", syncs " + syncs + ", kill " + kill;
            try (StoreReader reader = StoreReader.open(config())) {
                look(reader, replay);
            }
            try (Store store = Store.open(config())) {
                look(store, replay);
                retryKeys(store, replay);
            }
        }
        System.out.println("syncs " + syncs + ": killed " + kills + " times; receipts printed and found again: "
                + printed.size() + ", hidden by cancelled fences: " + cancelsDone);
    }

    /// Reads `lines` lines, lets the process run a little longer, kills it, and takes what else it had printed.
    private void appendUntilKilled(List<String> arguments, int count, int tailMicros) throws IOException {
        Process process = ChildJvm.start(AppendingProcess.class, "-Xmx128m", arguments);
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < count; i++) {
                String line = lines.readLine();
                assertThat(line).as("the appending process ended by itself").isNotNull();
                take(line);
            }
            long until = System.nanoTime() + tailMicros * 1000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            ChildJvm.kill(process, lines, this::take);
        } finally {
            process.destroyForcibly();
        }
    }

    private void take(String line) {
        String what = line.substring(0, 1);
        String facts = line.substring(2);
        switch (what) {
            case "C" -> cancelsBegun += Long.parseLong(facts);
            case "D" -> cancelsDone += Long.parseLong(facts);
            case "E", "K" -> {
                assertThat(printed.put(idOf(facts), facts))
                        .as("printed twice: " + line)
                        .isNull();
                if (what.equals("K")) {
                    keyed.add(facts);
                }
            }
            default -> throw new AssertionError("cannot read: " + line);
        }
    }

    /// What a receipt promises, in one line; the id stands first.
    static String facts(Receipt receipt) {
        return receipt.eventId().hex() + " " + receipt.sequence() + " " + receipt.clock() + " "
                + receipt.contentHash().hex();
    }

    private static String facts(Entry entry) {
        return entry.eventId().hex() + " " + entry.sequence() + " " + entry.clock() + " "
                + entry.eventHash().hex();
    }

    private static String idOf(String facts) {
        return facts.substring(0, facts.indexOf(' '));
    }

    private StoreConfig config() {
        return StoreConfig.in(work).build();
    }

    private void look(Journal journal, String replay) {
        Map<String, String> found = new HashMap<>();
        Map<CorrelationId, List<Long>> together = new HashMap<>();
        long visible = 0;
        long last = -1;
        for (Entry entry : journal.query(Region.all())) {
            assertThat(entry.sequence()).as("order: " + replay).isGreaterThan(last);
            last = entry.sequence();
            visible++;
            if (entry.coordinate().entity().startsWith("order")) {
                assertThat(found.put(entry.eventId().hex(), facts(entry)))
                        .as(replay)
                        .isNull();
                together.computeIfAbsent(entry.correlationId(), unseen -> new ArrayList<>())
                        .add(last);
            }
        }
        printed.forEach((id, facts) -> {
            if (!facts.equals(found.get(id))) {
                throw new AssertionError("promised " + facts + ", found " + found.get(id) + ", " + replay);
            }
        });
        together.forEach((id, sequences) -> whole(id, sequences, replay));
        assertThat(last + 1 - visible)
                .as("numbers that nobody sees belong to cancelled fences; of those at the end one cannot tell: "
                        + replay)
                .isBetween(cancelsDone - CANCELLED_AT_ONCE, cancelsBegun);
        assertThat(journal.verifyChain().intact()).as(replay).isTrue();
    }

    private static void whole(CorrelationId id, List<Long> sequences, String replay) {
        int what = (int) (id.high() >>> 32);
        int size = (int) id.high();
        assertThat(what).as("of a cancelled fence: " + replay).isNotEqualTo(AppendingProcess.CANCELLED);
        assertThat(sequences).as(what + " in part: " + replay).hasSize(size);
        assertThat(sequences.getLast() - sequences.getFirst())
                .as(what + " has something in between: " + replay)
                .isEqualTo(size - 1);
    }

    private void retryKeys(Store store, String replay) {
        long before = store.stats().eventCount();
        for (String facts : keyed.subList(Math.max(0, keyed.size() - RETRIED), keyed.size())) {
            EventId id = EventId.fromHex(idOf(facts));
            Receipt again = store.append(
                    Coordinate.of("retry:1", "shop"),
                    EventKind.of(0xF, 9),
                    Payload.of(Value.of(0)),
                    AppendOptions.none().idempotencyKey(new IdempotencyKey(id.high(), id.low())));
            assertThat(facts(again)).as("a retry: " + replay).isEqualTo(facts);
        }
        assertThat(store.stats().eventCount())
                .as("a retry added something: " + replay)
                .isEqualTo(before);
    }
}
