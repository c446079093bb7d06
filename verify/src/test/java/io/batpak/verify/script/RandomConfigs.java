package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Random configurations of one script. What decides how replies are compared stays the same in all its
/// sessions; the rest changes from one to the next: keys are added and retired, limits move.
final class RandomConfigs {
    static final long START_MICROS = 1_700_000_000_000_000L;
    static final int APPEND_BYTES_MAX = 8000;
    static final int BATCH_EVENTS_MAX = 8;
    static final int BATCH_BYTES_MAX = 40_000;
    private static final long NO_ROTATION = 16L << 20;
    private static final List<String> TOPOLOGIES = List.of("aos", "scan", "entity-local", "tiled", "all");
    private static final List<String> REFUSED = List.of(
            "segment_max_bytes",
            "channel_capacity",
            "pressure_pct",
            "fd_budget",
            "single_append_max_bytes",
            "batch_max_size");

    private final ScriptDraft draft;
    private final RandomValues values;
    private final int syncEvery;
    private final long segmentBytesMax;
    private final boolean signed;
    private final List<String> seeds = new ArrayList<>();
    private long micros = START_MICROS;
    private int opened;
    private boolean keysDemanded;
    private boolean keysLimited;
    private boolean artifacts;

    RandomConfigs(ScriptDraft draft) {
        this.draft = draft;
        this.values = draft.values();
        syncEvery = values.oneOf(List.of(1, 1, 1, 1, 3, 1000));
        boolean lazy = syncEvery == 1000 && values.chance(60);
        segmentBytesMax = lazy ? NO_ROTATION : values.oneOf(List.of(600L, 1500L, 4000L, 65_536L));
        signed = values.chance(45);
    }

    /// Opens the directory of the script, now and then after an attempt that is refused.
    void open(String mode) {
        if (values.chance(8)) {
            refusedOpen(mode);
        }
        openWell(mode);
    }

    /// Opens the directory with a configuration that is accepted.
    void openWell(String mode) {
        draft.sessionBegins();
        boolean first = opened++ == 0;
        ObjectNode config = common();
        artifacts = true;
        if (values.chance(30)) {
            config.put("sync_mode", "data");
        }
        for (String artifact : List.of("mmap_index", "checkpoint")) {
            if (values.chance(25)) {
                config.put(artifact, false);
                artifacts = false;
            }
        }
        if (values.chance(25)) {
            config.put("topology", values.oneOf(TOPOLOGIES));
        }
        if (!draft.hasHidden() && values.chance(20)) {
            config.put("chain_verification", "recompute");
        }
        if (values.chance(20)) {
            config.put("channel_capacity", values.oneOf(List.of(2, 64)));
        }
        if (values.chance(15)) {
            config.put("fd_budget", 8);
        }
        int grouped = values.chance(35) ? values.oneOf(List.of(0, 1, 4)) : 1;
        if (grouped != 1 || values.chance(30)) {
            config.put("group_commit_max_batch", grouped);
        }
        keysDemanded = grouped > 1;
        keysLimited = false;
        if (values.chance(30)) {
            config.set("idempotency", retention(first && !keysDemanded));
        }
        rotateKeys(config);
        draft.add("open").put("dir", "a").put("mode", mode).set("config", config);
    }

    /// What every `open` of the script has in common.
    ObjectNode common() {
        return Json.object()
                .put("segment_max_bytes", segmentBytesMax)
                .put("sync_every", syncEvery)
                .put("clock_us", micros)
                .put("single_append_max_bytes", APPEND_BYTES_MAX)
                .put("batch_max_size", BATCH_EVENTS_MAX)
                .put("batch_max_bytes", BATCH_BYTES_MAX);
    }

    /// Adds the current keys, in the order in which they came.
    ObjectNode withKeys(ObjectNode config) {
        if (!seeds.isEmpty()) {
            ArrayNode list = Json.array();
            seeds.forEach(list::add);
            config.set("signing_seeds", list);
        }
        return config;
    }

    /// An `open` that is refused for its configuration, and leaves nothing open.
    private void refusedOpen(String mode) {
        ObjectNode config = common();
        if (values.chance(50)) {
            config.put("signing_required", true);
        } else {
            config.put(values.oneOf(REFUSED), 0);
        }
        draft.add("open").put("dir", "a").put("mode", mode).set("config", config);
    }

    private ObjectNode retention(boolean mayRefuse) {
        ObjectNode retention = Json.object();
        switch (values.below(mayRefuse ? 6 : 3)) {
            case 0 -> retention.put("retention", "unbounded");
            case 1 -> retention.put("retention", "window").put("keep", 1 + values.below(20));
            case 2 ->
                retention
                        .put("retention", "hybrid")
                        .put("keep", values.below(10))
                        .put("max_keys", 1 + values.below(6))
                        .put("overflow", "warn");
            default -> {
                keysLimited = true;
                retention
                        .put("retention", "hybrid")
                        .put("keep", values.oneOf(List.of(0, 5, 1000)))
                        .put("max_keys", 2 + values.below(4))
                        .put("overflow", values.chance(70) ? "fail_closed" : "backpressure");
            }
        }
        return retention;
    }

    private void rotateKeys(ObjectNode config) {
        if (!signed) {
            return;
        }
        if (seeds.isEmpty() ? values.chance(80) : values.chance(50)) {
            seeds.add(values.hex(32));
        }
        if (seeds.size() > 1 && values.chance(25)) {
            seeds.removeFirst();
        }
        withKeys(config);
        if (!seeds.isEmpty() && values.chance(30)) {
            config.put("signing_required", true);
        }
    }

    /// Moves the clock of the open handle, mostly forward.
    void moveClock() {
        micros += values.chance(25) ? -values.below(3_000_000) : values.below(1_500_000);
        draft.add("clock").put("us", micros);
    }

    /// Lets time pass between two sessions.
    void pause() {
        if (values.chance(50)) {
            micros += values.below(5_000_000);
        }
    }

    /// Whether the durable mark is always where the last event is.
    boolean syncsEveryEvent() {
        return syncEvery == 1;
    }

    /// Whether no single append becomes durable by itself.
    boolean neverSyncs() {
        return segmentBytesMax == NO_ROTATION;
    }

    /// Whether single writes without an idempotency key are refused.
    boolean keysDemanded() {
        return keysDemanded;
    }

    /// Whether a new key may be refused because there are too many.
    boolean keysLimited() {
        return keysLimited;
    }

    /// Whether a clean close of this session leaves every index artifact behind.
    boolean leavesArtifacts() {
        return artifacts;
    }
}
