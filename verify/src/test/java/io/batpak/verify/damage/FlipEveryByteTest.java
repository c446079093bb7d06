package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every byte of a journal is changed in turn. Opening it is refused, or all of it is as it was, or checking
/// the chain says what is wrong; another answer in silence is the one thing that must not be.
///
/// Tier: crash. Covers: E1, B21.
@Tag("soak-flip")
class FlipEveryByteTest {
    private static final String INDEX = "index.fbati";
    private static final int STEP = 7;
    private static final int EDGE_BYTES = 64;
    private static final int WRITABLE_STEP = 5;
    private static final EventKind KIND = EventKind.of(0xF, 1);

    private record Place(String file, int at, int bit) {}

    private enum Outcome {
        REFUSED,
        HARMLESS,
        REPORTED,
        SILENT,
        SILENT_AFTER_AN_APPEND,
        REFUSED_AFTER_AN_APPEND;

        boolean isWrong() {
            return compareTo(SILENT) >= 0;
        }
    }

    @Test
    void noFlippedBitOfAClosedJournalChangesAnAnswerInSilence() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs))) {
            fill(store);
        }
        fs.delete(INDEX); // so that the segments themselves are read
        flipAll(fs, 3, Outcome.REFUSED);
    }

    @Test
    void noFlippedBitBehindAnIndexChangesAnAnswerInSilence() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs))) {
            fill(store);
        }
        assertThat(fs.list()).contains(INDEX);
        flipAll(fs, 3, Outcome.REPORTED);
    }

    @Test
    void noFlippedBitOfAKilledJournalChangesAnAnswerInSilence() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs))) {
            fill(store);
            flipAll(fs.killed(), 3, Outcome.REFUSED);
        }
    }

    private static void flipAll(MemFs journal, int segments, Outcome usual) {
        List<String> names =
                journal.list().stream().filter(name -> name.endsWith(".fbat")).toList();
        assertThat(names).hasSize(segments);
        List<String> undamaged;
        try (StoreReader reader = StoreReader.open(config(journal))) {
            undamaged = Depth.everything(reader);
        }
        assertThat(undamaged).hasSizeGreaterThan(12);
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<String> silent = new ArrayList<>();
        int tried = 0;
        for (String name : names) {
            byte[] original = journal.bytes(name);
            for (int at = 0; at < original.length; at++) {
                for (int bit : bits(at, original, name)) {
                    boolean writable = Depth.isFull() || tried % WRITABLE_STEP == 0;
                    Outcome outcome = flip(journal, new Place(name, at, bit), writable, undamaged);
                    outcomes.merge(outcome, 1, Integer::sum);
                    tried++;
                    if (outcome.isWrong()) {
                        silent.add(outcome + ": " + name + " byte " + at + " of " + original.length + " bit " + bit);
                    }
                }
            }
        }
        System.out.println("flipped bits: " + outcomes);
        assertThat(silent).as("flips that changed an answer in silence").isEmpty();
        assertThat(outcomes).containsKeys(usual, Outcome.HARMLESS);
    }

    /// Which bits of the byte are flipped, one after the other: at full depth all; else one of every seventh
    /// byte, and of each byte in the preamble and in what ends the file.
    private static int[] bits(int at, byte[] bytes, String name) {
        if (Depth.isFull()) {
            return new int[] {0, 1, 2, 3, 4, 5, 6, 7};
        }
        boolean edge = at < EDGE_BYTES || at >= bytes.length - EDGE_BYTES || at >= footerStart(bytes);
        return edge || at % STEP == name.charAt(5) % STEP ? new int[] {at * 5 % 8} : new int[0];
    }

    /// Offset of the footer, or the file's end: the last sixteen bytes hold it.
    private static long footerStart(byte[] bytes) {
        int trailer = bytes.length - 16;
        boolean footer = bytes[bytes.length - 4] == 'S' && bytes[bytes.length - 1] == '3';
        return footer
                ? java.nio.ByteBuffer.wrap(bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getLong(trailer)
                : bytes.length;
    }

    private static Outcome flip(MemFs journal, Place place, boolean writable, List<String> undamaged) {
        MemFs copy = journal.killed();
        copy.damage(place.file(), bytes -> {
            bytes[place.at()] ^= (byte) (1 << place.bit());
            return bytes;
        });
        Outcome readOnly;
        try (StoreReader reader = StoreReader.open(config(copy))) {
            readOnly = judge(reader, undamaged);
        } catch (StoreException e) {
            readOnly = Outcome.REFUSED;
        }
        if (!writable || readOnly == Outcome.SILENT) {
            return readOnly;
        }
        try (Store store = Store.open(config(copy))) {
            store.append(Coordinate.of("order:9", "shop"), KIND, payload(99));
        } catch (StoreException e) {
            return readOnly; // refused for writing as well, or a damaged segment that no append may follow
        }
        try (StoreReader reader = StoreReader.open(config(copy))) {
            Outcome afterwards = judge(reader, undamaged);
            return afterwards == Outcome.SILENT ? Outcome.SILENT_AFTER_AN_APPEND : readOnly;
        } catch (StoreException e) {
            return Outcome.REFUSED_AFTER_AN_APPEND;
        }
    }

    private static Outcome judge(Journal journal, List<String> undamaged) {
        try {
            List<String> found = Depth.everything(journal);
            if (found.size() >= undamaged.size()
                    && found.subList(0, undamaged.size()).equals(undamaged)) {
                return Outcome.HARMLESS;
            }
            return journal.verifyChain().intact() ? Outcome.SILENT : Outcome.REPORTED;
        } catch (StoreException e) {
            return Outcome.REPORTED;
        }
    }

    private static void fill(Store store) {
        for (int i = 0; i < 7; i++) {
            AppendOptions options = AppendOptions.none()
                    .lane(i % 2)
                    .extension("app.note", new byte[] {(byte) i, 7})
                    .flags(i % 3)
                    .payloadVersion(i);
            store.append(Coordinate.of("order:" + i % 3, "shop"), KIND, payload(i), options);
        }
        List<BatchItem> items = new ArrayList<>();
        for (int i = 20; i < 23; i++) {
            items.add(new BatchItem(
                    Coordinate.of("order:1", "shop"),
                    KIND,
                    payload(i),
                    AppendOptions.none(),
                    i == 22 ? new CausationRef.PriorItem(0) : new CausationRef.None()));
        }
        store.appendBatch(items);
        for (int i = 30; i < 32; i++) {
            store.append(Coordinate.of("order:" + i % 3, "shop"), KIND, payload(i));
        }
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("n", number, "text", "t".repeat(number % 5)));
    }

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs)
                .segmentBytesMax(3000)
                .clock(new SettableClock(1_700_000_000_000_000L))
                .build();
    }
}
