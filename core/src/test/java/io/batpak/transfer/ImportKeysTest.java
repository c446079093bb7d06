package io.batpak.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.EventId;
import io.batpak.model.IdempotencyKey;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Covers: J7.
/// Tier: unit.
class ImportKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"n", "runner-ns", "\u00e4\ud83d\ude80", "a namespace that makes the cover longer than one block"
            })
    void theyAreTheOperationKeysOfTheImport(String namespace) {
        ImportKeys keys = new ImportKeys(namespace);
        Random random = new Random(7);
        for (int n = 0; n < 100; n++) {
            EventId id = n == 0 ? EventId.NIL : new EventId(random.nextLong(), random.nextLong());

            IdempotencyKey expected = IdempotencyKey.forOperation("batpak.import", namespace, id.hex());

            assertThat(keys.of(id)).isEqualTo(EventId.of(expected));
        }
    }
}
