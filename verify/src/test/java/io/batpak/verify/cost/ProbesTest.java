package io.batpak.verify.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Page;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fast but wrong is no gain: on a journal of tiny segments, with two files open at most and a sync for each
/// event, six probes hold, and each of them fires where it should.
///
/// Tier: unit. Covers: L3.
class ProbesTest {
    private static final int EVENTS = 50;
    private static final Coordinate AT = Coordinate.of("gate:probe", "gate:scope");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final EventKind RARE = EventKind.of(0xF, 2);
    private static final int RARE_EVENTS = 5;

    @TempDir
    private Path work;

    private StoreConfig config(String name, long segmentBytes) {
        return StoreConfig.in(work.resolve(name))
                .segmentBytesMax(segmentBytes)
                .syncEveryEvents(1)
                .openFilesMax(2)
                .autoMerge(new AutoMerge.Never())
                .build();
    }

    private static List<EventId> fill(Store store) {
        List<EventId> ids = new ArrayList<>();
        for (int number = 0; number < EVENTS; number++) {
            EventKind kind = number % (EVENTS / RARE_EVENTS) == 0 ? RARE : KIND;
            ids.add(store.append(AT, kind, payload(number)).eventId());
        }
        return ids;
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("i", number));
    }

    /// Which events do not read as they were written; there are more segments than files may be open.
    private static List<Integer> misread(Journal journal, List<EventId> ids) {
        List<Integer> misread = new ArrayList<>();
        for (int number = 0; number < ids.size(); number++) {
            byte[] read = journal.get(ids.get(number)).payload();
            if (!java.util.Arrays.equals(read, payload(number).bytes())) {
                misread.add(number);
            }
        }
        return misread;
    }

    private static int inPages(Journal journal, Region region, int limit) {
        int count = 0;
        List<Entry> page = journal.query(region, Page.first(limit));
        while (!page.isEmpty()) {
            count += page.size();
            page = journal.query(region, Page.after(page.getLast().sequence(), limit));
        }
        return count;
    }

    @Test
    void everyEventReadsAgainAfterItsFileWasClosed() {
        try (Store store = Store.open(config("reread", 512))) {
            List<EventId> ids = fill(store);
            assertThat(misread(store, ids)).isEmpty();
            assertThat(misread(store, ids)).isEmpty();

            List<EventId> swapped = new ArrayList<>(ids);
            swapped.set(0, ids.get(1));
            assertThat(misread(store, swapped)).containsExactly(0);
        }
    }

    @Test
    void tinySegmentsAreManyAndALargeOneIsNot() {
        try (Store tiny = Store.open(config("tiny", 512));
                Store large = Store.open(config("large", 1 << 20))) {
            fill(tiny);
            fill(large);
            assertThat(tiny.stats().segments()).isGreaterThan(EVENTS / 2);
            assertThat(large.stats().segments()).isEqualTo(1);
        }
    }

    @Test
    void aStaleExpectationIsRefusedAndARightOneIsNot() {
        try (Store store = Store.open(config("stale", 512))) {
            fill(store);
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                            SequenceMismatchException.class,
                            () -> store.append(AT, KIND, payload(0), AppendOptions.expecting(EVENTS - 2))))
                    .isNotNull();
            assertThat(store.append(AT, KIND, payload(0), AppendOptions.expecting(EVENTS - 1))
                            .sequence())
                    .isPositive();
        }
    }

    @Test
    void aRepeatedKeyHasTheSameIdAndAnotherKeyHasNot() {
        try (Store store = Store.open(config("keys", 512))) {
            AppendOptions keyed = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 1));
            Receipt first = store.append(AT, KIND, payload(1), keyed);
            long count = store.stats().eventCount();

            assertThat(store.append(AT, KIND, payload(1), keyed).eventId()).isEqualTo(first.eventId());
            assertThat(store.stats().eventCount()).isEqualTo(count);
            AppendOptions other = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 2));
            assertThat(store.append(AT, KIND, payload(1), other).eventId()).isNotEqualTo(first.eventId());
        }
    }

    @Test
    void pagesOfOneSeeFiveOfFive() {
        try (Store store = Store.open(config("pages", 512))) {
            fill(store);
            assertThat(inPages(store, Region.kind(RARE), 1)).isEqualTo(RARE_EVENTS);
            assertThat(inPages(store, Region.kind(EventKind.of(0xF, 3)), 1)).isZero();
        }
    }

    @Test
    void aCopyOpensAndOneThatLacksASegmentDoesNotShowTheSame() throws IOException {
        StoreConfig config = config("original", 512);
        List<EventId> ids;
        try (Store store = Store.open(config)) {
            ids = fill(store);
        }
        copy("whole", "");
        copy("lacking", "000003.fbat");

        try (StoreReader whole = StoreReader.open(config("whole", 512))) {
            assertThat(misread(whole, ids)).isEmpty();
            assertThat(whole.verifyChain().intact()).isTrue();
        }
        try (StoreReader lacking = StoreReader.open(config("lacking", 512))) {
            assertThat(ids.stream().filter(id -> lacking.find(id).isEmpty())).isNotEmpty();
            assertThat(lacking.verifyChain().intact()).isFalse();
        }
    }

    private void copy(String name, String without) throws IOException {
        Path target = Files.createDirectory(work.resolve(name));
        try (var files = Files.list(work.resolve("original"))) {
            for (Path file : files.filter(each -> !each.endsWith(without) || without.isEmpty())
                    .toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }
}
