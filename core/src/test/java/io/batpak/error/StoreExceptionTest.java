package io.batpak.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Covers: B20.
/// Tier: unit.
class StoreExceptionTest {
    private static final class Refusal extends StoreException.Rejected {
        private static final long serialVersionUID = 1L;

        Refusal(Map<String, Object> facts) {
            super(StoreErrorKind.SEQUENCE_MISMATCH, "expected 3, found 4", facts);
        }
    }

    private static final class Delay extends StoreException.Busy {
        private static final long serialVersionUID = 1L;

        Delay(Throwable cause) {
            super(StoreErrorKind.WAIT_TIMEOUT, "waited 10 ms", Map.of(), cause);
        }
    }

    private static final class Damage extends StoreException.Fault {
        private static final long serialVersionUID = 1L;

        Damage() {
            super(StoreErrorKind.CRC_MISMATCH, "segment 1", Map.of());
        }
    }

    private static String nextStep(StoreException failure) {
        return switch (failure) {
            case StoreException.Rejected rejected -> "change the call";
            case StoreException.Busy busy -> "try later";
            case StoreException.Fault fault -> "stop";
        };
    }

    @Test
    void theBranchAndTheHandlingAgree() {
        assertThat(new Refusal(Map.of()).handling()).isEqualTo(Handling.REJECTED);
        assertThat(new Delay(new IllegalStateException("late")).handling()).isEqualTo(Handling.BUSY);
        assertThat(new Damage().handling()).isEqualTo(Handling.FAULT);
        assertThat(nextStep(new Refusal(Map.of()))).isEqualTo("change the call");
        assertThat(nextStep(new Delay(new IllegalStateException("late")))).isEqualTo("try later");
        assertThat(nextStep(new Damage())).isEqualTo("stop");
    }

    @Test
    void handlingsAreNamedAsInScripts() {
        assertThat(Handling.values()).extracting(Handling::wireName).containsExactly("Rejected", "Busy", "Fault");
    }

    @Test
    void factsKeepTheirOrderAndCannotBeChanged() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("expected", 3L);
        facts.put("actual", 4L);
        Refusal refusal = new Refusal(facts);
        facts.put("later", true);
        assertThat(refusal.facts().keySet()).containsExactly("expected", "actual");
        assertThatThrownBy(() -> refusal.facts().put("more", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void kindMessageAndCauseAreKept() {
        IllegalStateException cause = new IllegalStateException("late");
        Delay delay = new Delay(cause);
        assertThat(delay).hasMessage("waited 10 ms").hasCause(cause);
        assertThat(delay.kind()).isEqualTo(StoreErrorKind.WAIT_TIMEOUT);
        assertThat(new Damage()).hasNoCause();
    }

    @Test
    void aFailureSurvivesSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(new Refusal(Map.of("expected", 3L)));
        }
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(input.readObject()).isInstanceOfSatisfying(Refusal.class, copy -> {
                assertThat(copy.kind()).isEqualTo(StoreErrorKind.SEQUENCE_MISMATCH);
                assertThat(copy.facts()).containsEntry("expected", 3L);
            });
        }
    }
}
