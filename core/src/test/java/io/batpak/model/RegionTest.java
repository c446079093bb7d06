package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.model.InvalidRegionException.Reason;
import io.batpak.testing.GoldenFiles;
import io.batpak.testing.Laws;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/// Covers: A15, B20, E34.
/// Tier: law.
class RegionTest {
    private static final EventKind KIND = EventKind.of(0xF, 1);

    @ParameterizedTest
    @CsvSource({
        "alice,alice,true",
        "alice,alice:x:y,true",
        "alice,alice2,false",
        "alice,alice-prod,false",
        "alice,alic,false",
        "alice:,alice:,true",
        "alice:,alice::x,true",
        "alice:,alice:x,false",
        "'','',true",
        "'',:x,true",
        "'',x,false",
        "'',0,false",
        "*,x,false",
        "order:*,order:1,false"
    })
    void anEntityIsANamespace(String prefix, String candidate, boolean matches) {
        assertThat(Region.entity(prefix).matchesEntity(candidate)).isEqualTo(matches);
        assertThat(Region.entity(prefix).matches(candidate, "s", KIND, 0, 0)).isEqualTo(matches);
        assertThat(Region.all().matchesEntity(candidate)).isTrue();
    }

    @Test
    void theSavedFailureOfTheReferencesPropertyTestIsNoMatch() {
        assertThat(GoldenFiles.text("vectors/inline_kats.json"))
                .contains("region entity prefix '' + scope '' vs event entity '0', scope U+112B0");
        Region region = Region.entity("").withScope("");
        assertThat(region.matches("0", Character.toString(0x112B0), EventKind.ofRaw(0), 0, 0))
                .isFalse();
    }

    @Test
    void everyAxisMustMatch() {
        Region region = Region.entity("a")
                .withScope("s")
                .withKind(new KindFilter.Category(0xF))
                .withClockRange(new ClockRange(2, 4))
                .withLane(3);
        assertThat(region.matches("a:b", "s", KIND, 3, 2)).isTrue();
        assertThat(region.matches("a:b", "s", KIND, 3, 4)).isTrue();
        assertThat(region.matches("b", "s", KIND, 3, 2)).isFalse();
        assertThat(region.matches("a", "t", KIND, 3, 2)).isFalse();
        assertThat(region.matches("a", "s", EventKind.DATA, 3, 2)).isFalse();
        assertThat(region.matches("a", "s", KIND, 2, 2)).isFalse();
        assertThat(region.matches("a", "s", KIND, 3, 1)).isFalse();
        assertThat(region.matches("a", "s", KIND, 3, 5)).isFalse();
    }

    @Test
    void kindFiltersMatchOneACategoryOrAll() {
        assertThat(new KindFilter.Exact(KIND).matches(EventKind.of(0xF, 1))).isTrue();
        assertThat(new KindFilter.Exact(KIND).matches(EventKind.of(0xF, 2))).isFalse();
        assertThat(new KindFilter.Category(1).matches(EventKind.DATA)).isTrue();
        assertThat(new KindFilter.Category(2).matches(EventKind.DATA)).isFalse();
        assertThat(new KindFilter.Any().matches(EventKind.SYSTEM_INIT)).isTrue();
    }

    private static <T> Gen<T> oneOf(T first, T second, T third) {
        return SourceDSL.arbitrary().pick(List.of(first, second, third));
    }

    @Test
    void matchingIsTheConjunctionOfTheSingleAxes() {
        Gen<Region> regions = oneOf("", "a", "a:b")
                .zip(oneOf("s", "t", "s:t"), Generate.longRange(0, 3), (entity, scope, bits) -> {
                    Region region = (bits & 1) == 0 ? Region.all() : Region.entity(entity);
                    return (bits & 2) == 0 ? region : region.withScope(scope);
                });
        Laws.qt(3000)
                .forAll(regions, oneOf("a", "a:b:c", "ab"), oneOf("s", "t", "u"), Generate.longRange(0, 2))
                .checkAssert((region, entity, scope, clock) -> {
                    Region timed = region.withClockRange(new ClockRange(1, 1)).withKind(new KindFilter.Any());
                    boolean expected = region.entityPrefix()
                                    .map(p -> entity.equals(p) || entity.startsWith(p + ":"))
                                    .orElse(true)
                            && region.scopeValue().map(scope::equals).orElse(true);
                    assertThat(region.matches(entity, scope, KIND, 0, clock)).isEqualTo(expected);
                    assertThat(timed.matches(entity, scope, KIND, 0, clock)).isEqualTo(expected && clock == 1);
                    assertThat(timed.withLane(1).matches(entity, scope, KIND, 0, clock))
                            .isFalse();
                });
    }

    @Test
    void setAxesCanBeReadAndAreReplaced() {
        Region region = Region.scope("one").withScope("room").withLane(4_294_967_295L);
        assertThat(region.scopeValue()).hasValue("room");
        assertThat(region.lane()).hasValue(4_294_967_295L);
        assertThat(region.entityPrefix()).isEmpty();
        assertThat(region.kindFilter()).isEmpty();
        assertThat(region.clockRange()).isEmpty();
        assertThat(Region.all().lane()).isEmpty();
        assertThat(Region.kind(KIND).kindFilter()).hasValue(new KindFilter.Exact(KIND));
        assertThat(region).isEqualTo(Region.all().withLane(4_294_967_295L).withScope("room"));
        assertThat(region).hasSameHashCodeAs(Region.scope("room").withLane(4_294_967_295L));
        assertThat(region).isNotEqualTo(Region.scope("room"));
    }

    @Test
    void checkpointIdentitiesAreTheReferences() {
        Region clocked = Region.scope("room").withClockRange(new ClockRange(0, 9));
        assertThat(clocked.withKind(new KindFilter.Exact(KIND)).withLane(2).checkpointIdentity())
                .isEqualTo("entity=*|scope=room|fact=exact:f:1|clock=0-9|lane=2");
        assertThat(Region.all().checkpointIdentity()).isEqualTo("entity=*|scope=*|fact=none|clock=*");
        assertThat(Region.entity("a").withKind(new KindFilter.Any())).hasToString("entity=a|scope=*|fact=any|clock=*");
        assertThat(Region.all().withKind(new KindFilter.Category(0xD)).checkpointIdentity())
                .isEqualTo("entity=*|scope=*|fact=category:d|clock=*");
        assertThat(Region.kind(EventKind.of(0xA, 0xBCD)).checkpointIdentity())
                .isEqualTo("entity=*|scope=*|fact=exact:a:bcd|clock=*");
    }

    @Test
    void impossibleFiltersAreRefused() {
        InvalidRegionException inverted =
                catchThrowableOfType(InvalidRegionException.class, () -> new ClockRange(5, 4));
        assertThat(inverted.reason()).isEqualTo(Reason.INVERTED_CLOCK_RANGE);
        assertThat(inverted.kind()).isEqualTo(StoreErrorKind.INVALID_REGION);
        assertThat(inverted.facts())
                .containsEntry("reason", "InvertedClockRange")
                .containsEntry("start", 5L)
                .containsEntry("end", 4L);
        for (int category : new int[] {-1, 16}) {
            InvalidRegionException refusal =
                    catchThrowableOfType(InvalidRegionException.class, () -> new KindFilter.Category(category));
            assertThat(refusal.reason()).isEqualTo(Reason.CATEGORY_OUT_OF_RANGE);
            assertThat(refusal.facts())
                    .containsEntry("reason", "CategoryOutOfRange")
                    .containsEntry("category", category);
        }
        assertThatThrownBy(() -> Region.all().withLane(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new ClockRange(0, 1L << 32)).isInstanceOf(InvalidArgumentException.class);
        assertThat(new ClockRange(3, 3).contains(3)).isTrue();
    }
}
