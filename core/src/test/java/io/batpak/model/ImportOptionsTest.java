package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Covers: A34.
/// Tier: unit.
class ImportOptionsTest {
    @Test
    void everythingIsTakenInChunksOf256UnlessSaidOtherwise() {
        ImportOptions options = ImportOptions.from("branch");

        assertThat(options.sourceNamespace()).isEqualTo("branch");
        assertThat(options.region()).isEqualTo(Region.all());
        assertThat(options.after()).isEmpty();
        assertThat(options.chunkSize()).isEqualTo(256);
        assertThat(options.filter()).isSameAs(ImportOptions.from("other").filter());
    }

    @Test
    void everyChangeKeepsTheRestAndTheOriginal() {
        Predicate<Entry> nothing = entry -> false;
        ImportOptions plain = ImportOptions.from("branch");

        ImportOptions all =
                plain.region(Region.scope("shop")).after(7).chunkSize(1).filter(nothing);

        assertThat(all.sourceNamespace()).isEqualTo("branch");
        assertThat(all.region()).isEqualTo(Region.scope("shop"));
        assertThat(all.after()).hasValue(7);
        assertThat(all.chunkSize()).isEqualTo(1);
        assertThat(all.filter()).isSameAs(nothing);
        assertThat(all.region(Region.all()).after()).hasValue(7);
        assertThat(all.after(8).chunkSize(2).filter()).isSameAs(nothing);
        assertThat(plain.after()).isEmpty();
        assertThat(all).hasToString("from branch, " + Region.scope("shop") + ", after 7, chunks of 1");
        assertThat(plain).hasToString("from branch, " + Region.all() + ", chunks of 256");
    }

    @Test
    void aNamespaceIsWellFormedTextAndNotEmpty() {
        assertThatThrownBy(() -> ImportOptions.from("")).satisfies(ImportOptionsTest::isConfiguration);
        assertThatThrownBy(() -> ImportOptions.from("a\ud800")).satisfies(ImportOptionsTest::isConfiguration);
        assertThat(ImportOptions.from("\ud83d\ude80").sourceNamespace()).isEqualTo("\ud83d\ude80");
    }

    @Test
    void aChunkHasOneEventAtLeast() {
        ImportOptions options = ImportOptions.from("branch");

        assertThatThrownBy(() -> options.chunkSize(0)).satisfies(ImportOptionsTest::isConfiguration);
    }

    private static void isConfiguration(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreException.Rejected.class,
                        refused -> assertThat(refused.kind()).isEqualTo(StoreErrorKind.CONFIGURATION));
    }

    @Test
    void aPathMakesANamespaceByItsHash() {
        assertThat(ImportOptions.namespaceOf(""))
                .isEqualTo("data-dir:" + "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(ImportOptions.namespaceOf("/a")).isNotEqualTo(ImportOptions.namespaceOf("/a/"));
    }
}
