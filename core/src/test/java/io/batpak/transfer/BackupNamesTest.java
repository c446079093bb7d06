package io.batpak.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Hash;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names in a backup directory: read back as they were written, and nothing else is taken for one.
///
/// Tier: unit.
class BackupNamesTest {
    private static final Hash DIGEST = Hash.of(1, 2, 3, -4);

    @Test
    void whatWasWrittenIsReadBack() {
        assertThat(BackupNames.digestIn(BackupNames.object(DIGEST))).contains(DIGEST);
        assertThat(BackupNames.manifest(7)).isEqualTo("manifest-000007.fbbm");
        for (long number : new long[] {1, 999_999, 1_000_000, 999_999_999_999_999_999L}) {
            assertThat(BackupNames.numberIn(BackupNames.manifest(number))).isEqualTo(OptionalLong.of(number));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest-7.fbbm",
                "manifest-0000007.fbbm",
                "manifest-000000.fbbm",
                "manifest-.fbbm",
                "manifest-fbbm",
                "manifest-00000x.fbbm",
                "manifest--00001.fbbm",
                "manifest-9999999999999999999.fbbm",
                "manifest-000007.fbbm.old",
                "000001.fbat",
                "index.idemp",
                "00.fbat-object",
                ".fbat-object",
                "notes.txt",
                ".batpak.lock",
                "notes.txt.batpak-staged"
            })
    void nothingElseIsTakenForOne(String name) {
        assertThat(BackupNames.numberIn(name)).isEmpty();
        assertThat(BackupNames.digestIn(name)).isEmpty();
        assertThat(BackupNames.isOwn(name)).isFalse();
    }

    @Test
    void anObjectInCapitalsIsNoObject() {
        String name = BackupNames.object(DIGEST);
        assertThat(BackupNames.digestIn(name.toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
        assertThat(BackupNames.digestIn(name.replace('f', 'F'))).isEmpty();
    }

    @Test
    void whatIsBeingWrittenBelongsToTheDirectory() {
        assertThat(BackupNames.isOwn(BackupNames.INCOMING)).isTrue();
        assertThat(BackupNames.isOwn(BackupNames.LOCK)).isTrue();
        assertThat(BackupNames.isOwn(BackupNames.DIGESTS + ".batpak-staged")).isTrue();
        assertThat(BackupNames.isOwn(BackupNames.manifest(3) + ".batpak-staged"))
                .isTrue();
    }
}
