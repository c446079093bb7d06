package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.NotFoundException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.ClockRange;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.InvalidRegionException;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each filter of a region lets through, alone and with others, and how its pages go on.
///
/// Tier: unit. Covers: F5, F6, F7.
class RegionReadTest {
    private static final EventKind OTHER = EventKind.of(0x1, 7);
    private static final Region SHOP = Region.scope("shop");

    private final MemFs fs = new MemFs();
    private Store store;

    @BeforeEach
    void events() {
        store = Store.open(quiet(fs).segmentBytesMax(1500).build());
        append("order:1", "shop", KIND, 0); // 1
        append("order:1", "shop:eu", KIND, 0);
        append("order:2", "shop", OTHER, 0); // 3
        append("orders", "shop", KIND, 2);
        append("order", "back", OTHER, 0); // 5
        append("order:1", "shop", OTHER, 0);
        append("order:1", "shop", KIND, 2); // 7
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void append(String entity, String scope, EventKind kind, long lane) {
        store.append(
                Coordinate.of(entity, scope),
                kind,
                payload(1),
                AppendOptions.none().lane(lane));
    }

    private List<Long> found(Region region) {
        return store.query(region).stream().map(Entry::sequence).toList();
    }

    private List<Long> found(Region region, Page page) {
        return store.query(region, page).stream().map(Entry::sequence).toList();
    }

    private void hide(int events) {
        VisibilityFence fence = store.beginFence();
        for (int i = 0; i < events; i++) {
            fence.submitBatch(
                    List.of(BatchItem.of(Coordinate.of("order:1", "shop"), KIND, payload(i), Samples.key(90L + i))));
        }
        fence.cancel();
    }

    @Test
    void aScopeIsMeantExactly() {
        assertThat(found(SHOP)).containsExactly(1L, 3L, 4L, 6L, 7L);
        assertThat(found(Region.scope("shop:eu"))).containsExactly(2L);
        assertThat(found(Region.scope("sho"))).isEmpty();
        assertThat(found(Region.scope(""))).isEmpty();
    }

    @Test
    void anEntityIsANamespace() {
        assertThat(found(Region.entity("order"))).containsExactly(1L, 2L, 3L, 5L, 6L, 7L);
        assertThat(found(Region.entity("order:1"))).containsExactly(1L, 2L, 6L, 7L);
        assertThat(found(Region.entity("order:"))).isEmpty();
    }

    @Test
    void filtersNarrowEachOther() {
        Region composed = SHOP.withEntity("order").withKind(new KindFilter.Exact(KIND));
        assertThat(found(composed)).containsExactly(1L, 7L);
        assertThat(found(composed.withLane(2))).containsExactly(7L);
        assertThat(found(composed.withLane(1))).isEmpty();
        assertThat(found(composed.withClockRange(new ClockRange(1, 9)))).isEmpty();
        assertThat(found(SHOP.withEntity("order:1").withKind(new KindFilter.Category(1))))
                .containsExactly(6L);
        assertThat(found(Region.scope("back").withEntity("order:1"))).isEmpty();
    }

    @Test
    void aClockRangeHoldsBothItsEnds() {
        Region order = Region.entity("order:1").withLane(0);
        assertThat(found(order.withClockRange(new ClockRange(0, 2)))).containsExactly(1L, 2L, 6L);
        assertThat(found(order.withClockRange(new ClockRange(1, 1)))).containsExactly(2L);
        assertThat(found(order.withClockRange(new ClockRange(2, 0xFFFF_FFFFL)))).containsExactly(6L);
        assertThat(found(order.withClockRange(new ClockRange(3, 9)))).isEmpty();
    }

    @Test
    void aCategoryHoldsItsKindsOnly() {
        assertThat(found(Region.all().withKind(new KindFilter.Category(1)))).containsExactly(3L, 5L, 6L);
        assertThat(found(Region.all().withKind(new KindFilter.Category(0))))
                .as("system events are found like any others")
                .containsExactly(0L);
        assertThat(found(Region.all().withKind(new KindFilter.Any()))).hasSize(8);
    }

    @Test
    void filtersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new ClockRange(3, 2))
                .isInstanceOfSatisfying(
                        InvalidRegionException.class,
                        e -> assertThat(e.reason()).isEqualTo(InvalidRegionException.Reason.INVERTED_CLOCK_RANGE));
        for (int category : List.of(-1, 16)) {
            assertThatThrownBy(() -> new KindFilter.Category(category))
                    .isInstanceOfSatisfying(
                            InvalidRegionException.class,
                            e -> assertThat(e.reason()).isEqualTo(InvalidRegionException.Reason.CATEGORY_OUT_OF_RANGE));
        }
        assertThatThrownBy(() -> Region.all().withLane(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Page.first(-1)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void whatIsNotThereIsEmptyOrNotFound() {
        EventId unknown = new EventId(4, 4);
        assertThat(store.entry(unknown)).isEmpty();
        assertThatThrownBy(() -> store.get(unknown)).isInstanceOf(NotFoundException.class);
        assertThat(store.stream("nobody")).isEmpty();
        assertThat(store.latest("order:1", 1)).isEmpty();
        hide(1);
        assertThatThrownBy(() -> store.get(new EventId(0, 90)))
                .as("hidden is as good as absent")
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void pagesSkipAHiddenGap(int limit) {
        hide(3);
        append("order:1", "shop", KIND, 0);
        hide(1);
        append("order:1", "shop", KIND, 0);
        List<Long> pages = new java.util.ArrayList<>();
        List<Long> page = found(SHOP, Page.first(limit));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            pages.addAll(page);
            page = found(SHOP, Page.after(page.getLast(), limit));
        }
        assertThat(pages).isSorted().containsExactly(1L, 3L, 4L, 6L, 7L, 11L, 13L);
        store.close();
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            assertThat(reader.query(SHOP, Page.after(7, 1)).getFirst().sequence())
                    .isEqualTo(11);
        }
    }

    @Test
    void aPageIsStrictlyBehindItsCursor() {
        assertThat(found(Region.all(), Page.first(2))).containsExactly(0L, 1L);
        assertThat(found(Region.all(), Page.after(0, 2))).containsExactly(1L, 2L);
        assertThat(found(SHOP, Page.after(3, 9))).containsExactly(4L, 6L, 7L);
        assertThat(found(SHOP, Page.after(2, 1)))
                .as("a cursor need not be in the region")
                .containsExactly(3L);
        assertThat(found(SHOP, Page.after(7, 9))).isEmpty();
        assertThat(found(SHOP, Page.after(Long.MAX_VALUE, 9))).isEmpty();
        assertThat(found(SHOP, Page.first(0))).isEmpty();
    }

    @Test
    void whatAFenceHoldsBackIsOnNoPageUntilItIsCommitted() {
        VisibilityFence fence = store.beginFence();
        fence.submit(Coordinate.of("order:1", "shop"), KIND, payload(1));
        store.drain(9);
        assertThat(found(SHOP, Page.after(7, 9))).isEmpty();
        fence.commit();
        assertThat(found(SHOP, Page.after(7, 9))).containsExactly(8L);
    }
}
