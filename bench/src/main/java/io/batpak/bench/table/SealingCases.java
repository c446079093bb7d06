package io.batpak.bench.table;

import io.batpak.StoreConfig;
import io.batpak.bench.Workload;
import io.batpak.model.FsyncSchedule;
import java.time.Duration;
import java.util.List;

/// What background sealing and merging costs the appends: segments so small that both go on all the time.
/// Both sides sync only where a segment ends.
final class SealingCases {
    private static final String WITHOUT = "append-unsealed";
    private static final int SEGMENT_BYTES = 4 << 20;
    private static final long NEVER = 0xFFFF_FFFFL;

    private SealingCases() {}

    static List<Case> all() {
        return List.of(
                append(WITHOUT, "append, 4 MiB segments, no index runs", SealingCases::unsealed),
                append(
                        "append-sealing",
                        "append, 4 MiB segments, index runs built and merged",
                        SealingCases::small,
                        Goal.atLeastTimesCase(0.9, WITHOUT)));
    }

    private static Case append(String id, String title, Stage.Setting setting, Goal... goals) {
        return Case.of(
                id,
                title,
                RustScenario.none(),
                stage -> stage.run(
                                Stage.Calling.oneCaller().with(setting),
                                (store, caller) -> new Events(store, Workload.of("200"), caller, 1)::append)
                        .figures(1),
                Row.of(Figure.RATE, goals),
                Row.of(Figure.P99),
                Row.of(Figure.LONGEST));
    }

    private static StoreConfig.Builder small(StoreConfig.Builder builder) {
        return builder.segmentBytesMax(SEGMENT_BYTES).syncEveryEvents(NEVER).syncWithin(Duration.ofMinutes(1));
    }

    /// The schedule of 0.9.0 writes no runs.
    private static StoreConfig.Builder unsealed(StoreConfig.Builder builder) {
        return small(builder).fsyncSchedule(FsyncSchedule.REFERENCE);
    }
}
