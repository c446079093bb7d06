package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Hash;
import io.batpak.verify.sim.RecoveryResult.Recovered;
import java.util.List;

/// What every run must obey, whatever the disk did.
final class RecoveryLaws {
    private RecoveryLaws() {}

    /// What is there comes from what was submitted, in its order and each event once; some may be missing.
    static void assertNothingInvented(List<String> submitted, List<String> there, String what) {
        int next = 0;
        for (String payload : submitted) {
            next += next < there.size() && payload.equals(there.get(next)) ? 1 : 0;
        }
        assertThat(next).as("events in the order of their submission, " + what).isEqualTo(there.size());
    }

    /// What is left is a prefix of what was submitted, payload by payload, linked without a gap, and of a batch all
    /// or nothing. An honest disk has
    /// lost nothing that was durable; a lying one may have, and invents nothing either.
    static void assertLegal(RecoveryResult result) {
        String what = result.toString();
        List<Recovered> recovered = result.recovered();
        assertThat(recovered.size())
                .as(what)
                .isLessThanOrEqualTo(result.submitted().size());
        assertThat(recovered)
                .as(what)
                .map(Recovered::payload)
                .isEqualTo(result.submitted().subList(0, recovered.size()));
        assertThat(result.ends()).as(what).contains(recovered.size());
        Hash previous = Hash.ZERO;
        for (Recovered event : recovered) {
            assertThat(event.previousHash()).as(what).isEqualTo(previous);
            previous = event.eventHash();
        }
        assertThat(result.succeeded()).as(what).isGreaterThanOrEqualTo(result.durable());
        assertThat(result.durable()).as(what).isGreaterThanOrEqualTo(result.acked());
        if (!(result.row().mode() instanceof DiskMode.Lying)) {
            assertThat(recovered.size()).as(what).isGreaterThanOrEqualTo(result.durable());
            assertThat(result.outcome()).as(what).isEqualTo(RunOutcome.of(recovered.size()));
        }
    }
}
