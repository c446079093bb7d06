package io.batpak.guard;

import io.batpak.guard.DenialTrace.Evaluation;
import io.batpak.guard.DenialTrace.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// How gates answered, told from which of them failed.
final class Evaluations {
    private static final String INVALID_GATE = "invalid:";

    private Evaluations() {}

    /// Before the first gate of the failing one's name: permitted; behind it: not asked. If none has that name,
    /// it counts as a last one.
    static List<Evaluation> of(List<String> gates, String failing, Verdict deny) {
        List<Evaluation> evaluations = new ArrayList<>();
        boolean denied = false;
        for (String gate : gates) {
            boolean here = !denied && gate.equals(failing);
            Verdict verdict = here ? deny : denied ? new Verdict.Skipped() : new Verdict.Permit();
            denied |= here;
            evaluations.add(evaluation(gate, verdict));
        }
        if (!denied) {
            evaluations.add(evaluation(failing, deny));
        }
        return evaluations;
    }

    private static Evaluation evaluation(String gate, Verdict verdict) {
        return new Evaluation(gateId(gate), verdict, Optional.empty());
    }

    /// A gate's id is non-empty ASCII; other names are spelled out in hexadecimal digits.
    private static String gateId(String name) {
        Texts.requireUtf8("gate", name);
        if (!name.isEmpty() && name.chars().allMatch(unit -> unit < 0x80)) {
            return name;
        }
        return INVALID_GATE + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    }
}
