package io.batpak.verify.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Defects of every kind that this code could have are noticed.
///
/// Tier: crash.
class PlantedDefectsTest {
    private static final String NOTHING = "nothing";

    private final Page page = Page.defects();

    @Test
    void eachIsDescribed() {
        assertThat(page.rows().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Plant.values()).map(Plant::name).toList());
        page.rows()
                .forEach((plant, row) ->
                        assertThat(row.meaning()).as("what " + plant + " is").isNotBlank());
    }

    @Test
    void eachIsNoticed() {
        Map<String, String> noticed = new LinkedHashMap<>();
        for (Plant plant : Plant.values()) {
            Optional<String> by = Hunt.noticing(
                    () -> new PlantedLoader(Map.of(plant.className(), plant.transform())),
                    plant.className(),
                    page.hint(plant.name()));
            noticed.put(plant.name(), by.orElse(NOTHING));
            Hunt.report(plant.name(), page.hint(plant.name()), by.orElse(NOTHING));
        }
        page.rewrite(page.render("Defect | What it does", noticed));
        assertThat(noticed.values()).as(noticed.toString()).doesNotContain(NOTHING);
    }
}
