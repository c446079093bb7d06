package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The dictionary finds names exactly and by namespace, sorted or not yet sorted.
///
/// Tier: law. Covers: F6.
class NamesTest {
    private final Names names = new Names();

    private List<String> below(String prefix) {
        return Objects.requireNonNull(names.below(prefix, (_, _) -> false)).stream()
                .map(cell -> cell.name)
                .toList();
    }

    @Test
    void namespacesAreFoundWhileNamesKeepComing() {
        Random random = new Random(5);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            String name = "n" + random.nextInt(300) + (random.nextBoolean() ? ":" : ";") + random.nextInt(100_000);
            if (names.find(name) == null) {
                assertThat(names.intern(name).id).isEqualTo(all.size());
                all.add(name);
            }
            if (i % 997 == 0) {
                Region namespace = Region.entity("n" + random.nextInt(300));
                assertThat(below(namespace.entityPrefix().orElseThrow()))
                        .containsExactlyInAnyOrderElementsOf(
                                all.stream().filter(namespace::matchesEntity).toList());
            }
        }
        for (int id = 0; id < all.size(); id++) {
            NameCell cell = names.intern(all.get(id));
            assertThat(cell.id).isEqualTo(id);
            assertThat(names.get(id)).isSameAs(cell);
        }
    }

    @Test
    void aNamespaceHoldsItsOwnNameAndThoseBehindAColon() {
        List.of("a:b", "a", "a;", "a9", "a:", "ab", "a:b:c", "b").forEach(names::intern);
        assertThat(below("a")).containsExactlyInAnyOrder("a", "a:b", "a:", "a:b:c");
        assertThat(below("a:")).containsExactlyInAnyOrder("a:");
        assertThat(below("c")).isEmpty();
    }

    @Test
    void namesOfOneHashCodeAreToldApart() {
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        NameCell first = names.intern("AaAa");
        NameCell second = names.intern("BBBB");
        assertThat(first.id).isNotEqualTo(second.id);
        assertThat(names.find("AaAa")).isSameAs(first);
        assertThat(names.find("BBBB")).isSameAs(second);
        assertThat(names.find("AaBB")).isNull();
    }

    @Test
    void aNamespaceWithTooManyRowsIsNotListed() {
        for (int row = 0; row < 10; row++) {
            names.intern("a:" + row % 5).add(row);
        }
        assertThat(names.below("a", (_, rows) -> rows > 10)).hasSize(5);
        assertThat(names.below("a", (_, rows) -> rows > 9)).isNull();
    }
}
