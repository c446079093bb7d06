package io.batpak.cli.script;

import io.batpak.ChainVerification;
import io.batpak.StoreConfig;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `config` of an `open` command as a store configuration.
///
/// Some keys are checked and then have no effect, because no answer of this version depends on them:
/// * `checkpoint`, `mmap_index`, `topology` choose accelerators of the open path and of scans; results are
///   equal
/// without.
/// * `channel_capacity`, `pressure_pct` shape the queue of `submit`, which this version does not have.
/// * `durability: "cadence"`, `group_commit_max_batch: 1`, `signing_required: false` and no seeds are what we
///   do
/// anyway.
/// * `idempotency` is accepted where it keeps at least the keys that the default keeps: we forget none.
final class ConfigReader {
    private static final Set<String> KEYS = Set.of(
            "segment_max_bytes",
            "sync_every",
            "sync_within_ms",
            "sync_mode",
            "durability",
            "group_commit_max_batch",
            "batch_max_size",
            "batch_max_bytes",
            "single_append_max_bytes",
            "channel_capacity",
            "pressure_pct",
            "fd_budget",
            "checkpoint",
            "mmap_index",
            "topology",
            "idempotency",
            "signing_seeds",
            "signing_required",
            "chain_verification",
            "encryption",
            "clock_us");
    private static final List<String> TOPOLOGIES =
            List.of("aos", "scan", "entity-local", "entity_local", "tiled", "all", "soa", "entity_groups", "tiles64");
    /// The reference keeps this many keys by default.
    private static final long KEEP_SEQUENCES_DEFAULT = 16_777_216;

    private static final long KEYS_MAX_DEFAULT = 67_108_864;
    private static final int PERCENT_MAX = 100;

    private final Arguments arguments;

    private ConfigReader(Arguments arguments) {
        this.arguments = arguments.onlyKeys(KEYS);
    }

    /// A store configuration and the clock in it, if that one stands still.
    record Settings(StoreConfig config, @Nullable StandingClock clock) {}

    static Settings read(Path directory, Arguments arguments) {
        ConfigReader reader = new ConfigReader(arguments);
        reader.checkUnserved();
        reader.checkWithoutEffect();
        StoreConfig.Builder builder = StoreConfig.in(directory);
        reader.write(builder);
        OptionalLong micros = arguments.optionalSigned("clock_us");
        StandingClock clock = null;
        if (micros.isPresent()) {
            clock = new StandingClock(micros.getAsLong());
            builder.clock(clock);
        }
        return new Settings(builder.build(), clock);
    }

    private void write(StoreConfig.Builder builder) {
        arguments.optionalUnsigned("segment_max_bytes").ifPresent(builder::segmentBytesMax);
        arguments.optionalNumber("sync_every", Arguments.U32_MAX).ifPresent(builder::syncEveryEvents);
        arguments.optionalNumber("single_append_max_bytes", Arguments.U32_MAX).ifPresent(builder::appendBytesMax);
        arguments.optionalNumber("batch_max_size", Arguments.U32_MAX).ifPresent(builder::batchEventsMax);
        arguments.optionalNumber("batch_max_bytes", Arguments.U32_MAX).ifPresent(builder::batchBytesMax);
        arguments.optionalNumber("fd_budget", Integer.MAX_VALUE).ifPresent(builder::openFilesMax);
        arguments.optionalWord("sync_mode", List.of("all", "data")).ifPresent(mode -> {
            builder.syncMode(mode.equals("all") ? SyncMode.ALL : SyncMode.DATA);
        });
        arguments
                .optionalWord("chain_verification", List.of("crc", "recompute"))
                .ifPresent(policy -> {
                    builder.chainVerification(
                            policy.equals("crc") ? ChainVerification.CRC : ChainVerification.RECOMPUTE);
                });
    }

    private void checkUnserved() {
        if (arguments.optionalNumber("sync_within_ms", Long.MAX_VALUE).isPresent()) {
            throw unserved("sync_within_ms");
        }
        if (arguments.optionalWord("durability", List.of("cadence", "strict")).equals(Optional.of("strict"))) {
            throw unserved("durability strict");
        }
        if (arguments
                        .optionalNumber("group_commit_max_batch", Arguments.U32_MAX)
                        .orElse(1)
                != 1) {
            throw unserved("group_commit_max_batch other than 1");
        }
        if (arguments.listSize("signing_seeds") > 0) {
            throw unserved("signing_seeds");
        }
        if (arguments.flag("signing_required")) {
            throw unserved("signing_required");
        }
        if (arguments
                .optionalWord("encryption", List.of("entity", "category", "type", "event"))
                .isPresent()) {
            throw unserved("encryption");
        }
    }

    private static CommandRefusedException unserved(String key) {
        return CommandRefusedException.unsupported("config " + key + " is not part of this version");
    }

    private void checkWithoutEffect() {
        arguments.optionalTruth("checkpoint");
        arguments.optionalTruth("mmap_index");
        arguments.optionalWord("topology", TOPOLOGIES);
        requireRange("channel_capacity", Long.MAX_VALUE);
        requireRange("pressure_pct", PERCENT_MAX);
        arguments.optionalObject("idempotency").ifPresent(ConfigReader::checkIdempotency);
    }

    private void requireRange(String name, long max) {
        OptionalLong value = arguments.optionalUnsigned(name);
        if (value.isPresent() && (value.getAsLong() < 1 || value.getAsLong() > max)) {
            throw CommandRefusedException.configuration(
                    name + " is " + value.getAsLong() + ", must be from 1 to " + max);
        }
    }

    private static void checkIdempotency(Arguments retention) {
        retention.onlyKeys(Set.of("retention", "keep", "max_keys", "overflow"));
        String kind = retention.word("retention", List.of("unbounded", "window", "hybrid"));
        retention.optionalWord("overflow", List.of("warn", "fail_closed", "backpressure"));
        long keep = kind.equals("unbounded") ? Long.MAX_VALUE : retention.unsigned("keep");
        long keysMax = retention.optionalUnsigned("max_keys").orElse(Long.MAX_VALUE);
        if (keep < KEEP_SEQUENCES_DEFAULT || keysMax < KEYS_MAX_DEFAULT) {
            throw unserved("idempotency with a smaller keep or max_keys than the default");
        }
    }
}
