package io.batpak.bench.table;

import io.batpak.bench.Workload;
import io.batpak.sign.SigningKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Appends whose receipts are signed.
final class SignedCases {
    private static final String ALONE = "signed-1";
    /// Signing outside the commit turn uses the second core; the turn itself does not scale.
    private static final double SECOND_CALLER_TIMES = 1.5;

    private SignedCases() {}

    static List<Case> all() {
        return List.of(
                signed(1, RustScenario.onOneCore("append", "threads=1", "payload=200", "opt=sign", "cap=2")),
                signed(
                        2,
                        RustScenario.onTheFaster("append", "threads=2", "payload=200", "opt=sign", "cap=2"),
                        Goal.atLeastTimesCase(SECOND_CALLER_TIMES, ALONE)));
    }

    private static Case signed(int callers, RustScenario rust, Goal... more) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(Figure.RATE, Goal.atLeastTimesRust(1)));
        for (Goal goal : more) {
            rows.add(Row.of(Figure.RATE, goal));
        }
        rows.add(Row.of(Figure.P50));
        rows.add(Row.of(Figure.P99));
        return Case.of(
                "signed-" + callers,
                "signed append, " + callers + (callers == 1 ? " caller" : " platform callers"),
                rust,
                stage -> stage.run(
                                Stage.Calling.oneCaller()
                                        .by(callers, Callers.Kind.PLATFORM)
                                        .with(builder -> builder.signingKeys(List.of(key()))),
                                (store, caller) -> new Events(store, Workload.of("200"), caller, callers)::append)
                        .figures(1),
                rows.toArray(Row[]::new));
    }

    /// The key of the Rust program.
    private static SigningKey key() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 7);
        return SigningKey.ofSeed(seed);
    }
}
