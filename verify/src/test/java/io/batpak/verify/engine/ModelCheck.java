package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.ClockRange;
import io.batpak.model.Entry;
import io.batpak.model.Frontier;
import io.batpak.model.KindFilter;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.verify.engine.ModelJournal.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Compares all that a store shows with the model, when nothing is under way.
final class ModelCheck {
    private static final int REGIONS = 6;
    private static final int POINT_READS = 40;

    /// How the events of all lanes of an entity are ordered.
    private static final Comparator<Row> BY_CLOCK = Comparator.comparingLong(Row::wallMillis)
            .thenComparingLong(Row::clock)
            .thenComparing(row -> row.id().orElseThrow().hex());

    private final Store store;
    private final ModelJournal model;
    private final SplittableRandom random;

    ModelCheck(Store store, ModelJournal model, SplittableRandom random) {
        this.store = store;
        this.model = model;
        this.random = random;
    }

    void run(List<Receipt> receipts) {
        Frontier synced = store.sync();
        assertThat(synced.durable()).isEqualTo(synced.accepted());
        invariants(synced);
        List<Row> visible = model.visible();
        same(store.query(Region.all()).toList(), visible);
        for (int i = 0; i < REGIONS; i++) {
            region(visible);
        }
        streams(visible);
        points(visible);
        for (Receipt receipt : receipts) {
            assertThat(store.verifyReceipt(receipt).isValid())
                    .as("receipt of %s", receipt.sequence())
                    .isTrue();
        }
        assertThat(store.stats().eventCount()).isEqualTo(model.rows().size());
        assertThat(store.stats().nextSequence()).isEqualTo(model.rows().size());
    }

    static void invariants(Frontier frontier) {
        assertThat(frontier.written().sequence())
                .isLessThanOrEqualTo(frontier.accepted().sequence());
        assertThat(frontier.durable().sequence())
                .isLessThanOrEqualTo(frontier.written().sequence());
        assertThat(frontier.applied().sequence())
                .isLessThanOrEqualTo(frontier.visible().sequence());
        assertThat(frontier.visible().sequence())
                .isLessThanOrEqualTo(frontier.emitted().sequence());
        assertThat(frontier.visible().sequence())
                .isLessThanOrEqualTo(frontier.accepted().sequence());
        for (LaneFrontier lane : frontier.lanes()) {
            assertThat(lane.durable().sequence())
                    .isLessThanOrEqualTo(lane.written().sequence());
            assertThat(lane.written().sequence())
                    .isLessThanOrEqualTo(lane.accepted().sequence());
            assertThat(lane.visible().sequence())
                    .isLessThanOrEqualTo(lane.emitted().sequence());
        }
    }

    private void region(List<Row> visible) {
        String prefix = random.nextInt(2) == 0
                ? List.of("order", "order:1", "acct", "none").get(random.nextInt(4))
                : "";
        String scope = random.nextInt(3) == 0 ? "scope" + random.nextInt(3) : "";
        int kind = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        long lane = random.nextInt(3) == 0 ? random.nextInt(3) : -1;
        int from = random.nextInt(3) == 0 ? random.nextInt(400) : -1;
        Region region = prefix.isEmpty() ? Region.all() : Region.entity(prefix);
        region = scope.isEmpty() ? region : region.withScope(scope);
        region = kind == 0 ? region : region.withKind(new KindFilter.Exact(io.batpak.model.EventKind.of(0xF, kind)));
        region = lane < 0 ? region : region.withLane(lane);
        region = from < 0 ? region : region.withClockRange(new ClockRange(from, from + 50));
        List<Row> expected = visible.stream()
                .filter(row -> prefix.isEmpty()
                        || row.entity().equals(prefix)
                        || row.entity().startsWith(prefix + ":"))
                .filter(row -> scope.isEmpty() || row.draft().at().scope().equals(scope))
                .filter(row -> kind == 0 || row.draft().kind().equals(io.batpak.model.EventKind.of(0xF, kind)))
                .filter(row -> lane < 0 || row.draft().lane() == lane)
                .filter(row -> from < 0 || (row.clock() >= from && row.clock() <= from + 50))
                .toList();
        same(store.query(region).toList(), expected);
        long after = random.nextInt(model.rows().size() + 1);
        int limit = 1 + random.nextInt(20);
        same(
                store.query(region, Page.after(after, limit)),
                expected.stream()
                        .filter(row -> row.sequence() > after)
                        .limit(limit)
                        .toList());
    }

    private void streams(List<Row> visible) {
        Map<String, List<Row>> byEntity = visible.stream().collect(Collectors.groupingBy(Row::entity));
        for (String stream : model.streams()) {
            String entity = stream.substring(0, stream.indexOf('|'));
            long lane = Long.parseLong(stream.substring(stream.indexOf('|') + 1));
            List<Row> ofEntity = byEntity.getOrDefault(entity, List.of());
            List<Row> ofLane =
                    ofEntity.stream().filter(row -> row.draft().lane() == lane).toList();
            same(
                    store.stream(entity).toList(),
                    ofEntity.stream().sorted(BY_CLOCK).toList());
            same(store.stream(entity, lane).toList(), ofLane);
            List<Entry> latest = store.latest(entity, lane).stream().toList();
            same(latest, ofLane.isEmpty() ? List.of() : List.of(ofLane.getLast()));
        }
    }

    private void points(List<Row> visible) {
        for (int i = 0; i < POINT_READS; i++) {
            Row row = visible.get(random.nextInt(visible.size()));
            var event = store.get(row.id().orElseThrow());
            assertThat(event.sequence()).isEqualTo(row.sequence());
            if (!row.draft().kind().isReserved()) {
                assertThat(event.payload()).isEqualTo(row.draft().payload().bytes());
            }
        }
    }

    static void same(List<Entry> found, List<Row> expected) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(found.size(), expected.size()) && differences.size() < 3; i++) {
            if (!matches(found.get(i), expected.get(i))) {
                differences.add("\n  is     " + text(found.get(i)) + "\n  should " + text(expected.get(i)));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(found).hasSameSizeAs(expected);
    }

    static boolean matches(Entry entry, Row row) {
        return entry.sequence() == row.sequence()
                && entry.eventId().equals(row.id().orElseThrow())
                && entry.coordinate().equals(row.draft().at())
                && entry.kind().equals(row.draft().kind())
                && entry.lane() == row.draft().lane()
                && entry.clock() == row.clock()
                && entry.wallMillis() == row.wallMillis()
                && entry.previousHash().equals(row.previous())
                && entry.eventHash().equals(row.hash())
                && entry.causationId().equals(row.cause());
    }

    private static String text(Entry entry) {
        return entry.sequence() + " " + entry.eventId() + " " + entry.coordinate() + " " + entry.kind() + " "
                + entry.lane() + "/" + entry.clock() + "/" + entry.wallMillis() + " " + entry.previousHash() + " "
                + entry.eventHash() + " " + entry.causationId();
    }

    private static String text(Row row) {
        return row.sequence() + " " + row.id().orElseThrow() + " " + row.draft().at() + " "
                + row.draft().kind() + " " + row.draft().lane() + "/" + row.clock() + "/" + row.wallMillis() + " "
                + row.previous() + " " + row.hash() + " " + row.cause();
    }
}
