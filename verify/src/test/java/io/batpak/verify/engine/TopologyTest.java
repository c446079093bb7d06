package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IndexTopology;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Topologies have the names and the numbers of 0.9.0 and change no answer.
///
/// Tier: unit. Covers: E28, F3, F4.
class TopologyTest {
    private static final EventKind OTHER = EventKind.of(0xF, 2);

    private final MemFs fs = new MemFs();

    static List<IndexTopology> presets() {
        return IndexTopology.presets();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, aos",
        "true, false, false, scan",
        "false, true, false, entity-local",
        "false, false, true, tiled",
        "true, true, true, all",
        "true, true, false, hybrid",
        "true, false, true, hybrid",
        "false, true, true, hybrid"
    })
    void everyCombinationHasItsLabel(boolean soa, boolean entityGroups, boolean tiles64, String label) {
        IndexTopology topology = new IndexTopology(soa, entityGroups, tiles64);
        assertThat(topology.label()).isEqualTo(label);
        assertThat(topology).hasToString(label);
        assertThat(IndexTopology.presets().contains(topology)).isEqualTo(!label.equals("hybrid"));
    }

    @Test
    void theDefaultIsAos() {
        try (Store store = Store.open(quiet(fs).build())) {
            assertThat(store.diagnostics().topology()).isEqualTo(IndexTopology.AOS);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "63, 1", "64, 1", "65, 2", "128, 2", "129, 3"})
    void aTileHoldsSixtyFourEntriesOfOneKind(long entries, long tiles) {
        for (IndexTopology topology : IndexTopology.presets()) {
            assertThat(topology.tiles(entries)).isEqualTo(topology.tiles64() ? tiles : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void tilesAreCountedKindByKindWithHiddenEntriesLiveAndReopened(IndexTopology topology) {
        try (Store store = Store.open(
                quiet(fs).segmentBytesMax(4000).indexTopology(topology).build())) {
            assertThat(store.diagnostics().tileCount()).isEqualTo(topology.tiles64() ? 1 : 0);
            store.appendBatch(Collections.nCopies(64, item(1)));
            store.append(AT, OTHER, payload(2));
            assertThat(store.diagnostics().tileCount()).isEqualTo(topology.tiles64() ? 3 : 0);
            VisibilityFence fence = store.beginFence();
            fence.submit(AT, KIND, payload(3));
            fence.cancel();
            assertThat(store.diagnostics().tileCount()).isEqualTo(topology.tiles64() ? 4 : 0);
        }
        for (ReopenPath path : ReopenPath.values()) {
            try (StoreReader reader =
                    StoreReader.open(quiet(path.of(fs)).indexTopology(topology).build())) {
                assertThat(reader.diagnostics().tileCount())
                        .as("%s, with the event of the close", path)
                        .isEqualTo(topology.tiles64() ? 5 : 0);
            }
        }
        ReopenPath.seal(
                fs,
                view -> assertThat(view.kindCounts())
                        .containsEntry(KIND.raw(), 65L)
                        .containsEntry(OTHER.raw(), 1L)
                        .hasSize(4));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void kindsAreAnsweredAlike(IndexTopology topology) {
        try (Store store = Store.open(quiet(fs).indexTopology(topology).build())) {
            for (int i = 0; i < 150; i++) {
                store.append(AT, i % 3 == 0 ? OTHER : KIND, payload(i));
            }
            List<Entry> all = store.query(Region.all()).toList();
            for (EventKind kind : List.of(KIND, OTHER, EventKind.SYSTEM_OPEN_COMPLETED, EventKind.of(1, 1))) {
                assertThat(store.query(Region.kind(kind)).stream().map(Entry::sequence))
                        .containsExactlyElementsOf(all.stream()
                                .filter(entry -> entry.kind().equals(kind))
                                .map(Entry::sequence)
                                .toList());
            }
            assertThat(store.query(Region.all().withKind(new KindFilter.Category(0xF)))
                            .toList())
                    .hasSize(150);
        }
    }
}
