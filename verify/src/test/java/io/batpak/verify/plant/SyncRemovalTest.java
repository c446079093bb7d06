package io.batpak.verify.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every sync in core serves a promise, and whoever takes it out breaks that promise so that a test notices.
///
/// Tier: crash.
class SyncRemovalTest {
    private static final String NOTHING = "nothing";

    private final Page page = Page.syncs();

    @Test
    void everySyncNamesThePromiseItServes() {
        List<String> sites = SyncSite.ofCore().stream().map(SyncSite::id).toList();
        assertThat(sites).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        assertThat(page.rows().keySet())
                .as("docs/planted.md and the syncs of core")
                .containsExactlyInAnyOrderElementsOf(sites);
        page.rows()
                .forEach((site, row) ->
                        assertThat(row.meaning()).as("the promise of " + site).isNotBlank());
    }

    @Test
    void aSyncThatIsTakenOutIsMissed() {
        Map<String, String> noticed = new LinkedHashMap<>();
        for (SyncSite site : SyncSite.ofCore()) {
            Optional<String> by = Hunt.noticing(
                    () -> new PlantedLoader(Map.of(site.className(), site.removal())),
                    site.className(),
                    page.hint(site.id()));
            noticed.put(site.id(), by.orElse(NOTHING));
            Hunt.report(site.id(), page.hint(site.id()), by.orElse(NOTHING));
        }
        page.rewrite(page.render("Sync | What it serves", noticed));
        assertThat(noticed.entrySet().stream()
                        .filter(each -> each.getValue().equals(NOTHING))
                        .map(Map.Entry::getKey))
                .as("syncs that nothing would miss")
                .isEmpty();
    }

    /// What notices a defect is only worth something if it says nothing without one.
    @Test
    void theProductAsItIsDisturbsNoneOfThem() {
        Stream<Page.Row> rows = Stream.concat(page.rows().values().stream(), Page.defects().rows().values().stream());
        List<Detector> detectors = rows.map(Page.Row::noticed)
                .distinct()
                .flatMap(named -> Hunt.detector(named).stream())
                .toList();
        assertThat(detectors).isNotEmpty();
        for (Detector detector : detectors) {
            assertThat(Hunt.limited(detector, new PlantedLoader(Map.of())))
                    .as("%s in its time", detector)
                    .contains(Optional.empty());
        }
    }
}
