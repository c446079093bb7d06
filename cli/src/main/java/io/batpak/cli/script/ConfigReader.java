package io.batpak.cli.script;

import io.batpak.ChainVerification;
import io.batpak.StoreConfig;
import io.batpak.fs.SyncMode;
import io.batpak.model.AutoMerge;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.IndexTopology;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `config` of an `open` command as a store configuration.
///
/// Syncs run as in the reference, in line and nowhere else, so that runs can be compared sync by sync. With
/// `sync_within_ms`, which the reference does not have, they run as the store's own default has it.
/// No segments are merged but by a command that says so.
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
            List.of("aos", "scan", "entity-local", "entity_local", "tiled", "all");

    private final Arguments arguments;

    private ConfigReader(Arguments arguments) {
        this.arguments = arguments.onlyKeys(KEYS);
    }

    /// A store configuration and what a session has to know of it.
    ///
    /// @param clock the clock in it, if that one stands still
    /// @param shared whether syncs run in the background
    /// @param syncsEveryEvent whether every commit is synced anyway, so that one more sync shows nowhere
    record Settings(StoreConfig config, @Nullable StandingClock clock, boolean shared, boolean syncsEveryEvent) {}

    static Settings read(Path directory, Arguments arguments) {
        ConfigReader reader = new ConfigReader(arguments);
        StoreConfig.Builder builder = StoreConfig.in(directory).autoMerge(new AutoMerge.Never());
        reader.writeIndex(builder);
        reader.writeLimits(builder);
        reader.writeSyncs(builder);
        reader.writeKeys(builder);
        OptionalLong micros = arguments.optionalSigned("clock_us");
        StandingClock clock = null;
        if (micros.isPresent()) {
            clock = new StandingClock(micros.getAsLong());
            builder.clock(clock);
        }
        boolean syncsEveryEvent = arguments.optionalUnsigned("sync_every").orElse(Long.MAX_VALUE) <= 1;
        return new Settings(builder.build(), clock, reader.isShared(), syncsEveryEvent);
    }

    private boolean isShared() {
        return arguments.has("sync_within_ms");
    }

    private void writeLimits(StoreConfig.Builder builder) {
        arguments.optionalUnsigned("segment_max_bytes").ifPresent(builder::segmentBytesMax);
        arguments.optionalNumber("single_append_max_bytes", Arguments.U32_MAX).ifPresent(builder::appendBytesMax);
        arguments.optionalNumber("batch_max_size", Arguments.U32_MAX).ifPresent(builder::batchEventsMax);
        arguments.optionalNumber("batch_max_bytes", Arguments.U32_MAX).ifPresent(builder::batchBytesMax);
        arguments.optionalNumber("group_commit_max_batch", Arguments.U32_MAX).ifPresent(builder::groupCommitEvents);
        arguments.optionalUnsigned("channel_capacity").ifPresent(builder::queueCapacity);
        arguments.optionalUnsigned("pressure_pct").ifPresent(builder::pressureRetryPercent);
        arguments.optionalNumber("fd_budget", Integer.MAX_VALUE).ifPresent(builder::openFilesMax);
    }

    private void writeSyncs(StoreConfig.Builder builder) {
        arguments.optionalNumber("sync_every", Arguments.U32_MAX).ifPresent(builder::syncEveryEvents);
        arguments.optionalWord("sync_mode", List.of("all", "data")).ifPresent(mode -> {
            builder.syncMode(mode.equals("all") ? SyncMode.ALL : SyncMode.DATA);
        });
        arguments.optionalWord("durability", List.of("cadence", "strict")).ifPresent(durability -> {
            builder.durability(durability.equals("cadence") ? Durability.CADENCE : Durability.STRICT);
        });
        builder.fsyncSchedule(isShared() ? FsyncSchedule.SHARED : FsyncSchedule.REFERENCE);
        builder.syncWithin(
                Duration.ofMillis(arguments.optionalUnsigned("sync_within_ms").orElse(0)));
        arguments
                .optionalWord("chain_verification", List.of("crc", "recompute"))
                .ifPresent(policy -> {
                    builder.chainVerification(
                            policy.equals("crc") ? ChainVerification.CRC : ChainVerification.RECOMPUTE);
                });
    }

    private void writeKeys(StoreConfig.Builder builder) {
        List<SigningKey> keys = arguments.bytesList("signing_seeds", SigningKey.SEED_BYTES).stream()
                .map(SigningKey::ofSeed)
                .toList();
        builder.signingKeys(keys);
        builder.signingPolicy(arguments.flag("signing_required") ? SigningPolicy.REQUIRED : SigningPolicy.OPTIONAL);
        arguments.optionalObject("idempotency").ifPresent(given -> writeIdempotency(builder, given));
        if (arguments
                .optionalWord("encryption", List.of("entity", "category", "type", "event"))
                .isPresent()) {
            throw CommandRefusedException.unsupported("config encryption is not part of this version");
        }
    }

    private static void writeIdempotency(StoreConfig.Builder builder, Arguments given) {
        given.onlyKeys(Set.of("retention", "keep", "max_keys", "overflow"));
        OptionalLong keysMax = given.optionalUnsigned("max_keys");
        builder.idempotencyRetention(
                switch (given.word("retention", List.of("unbounded", "window", "hybrid"))) {
                    case "unbounded" -> new IdempotencyRetention.Unbounded();
                    case "window" -> new IdempotencyRetention.Window(given.unsigned("keep"));
                    default -> new IdempotencyRetention.Hybrid(given.unsigned("keep"), keysMax.orElse(Long.MAX_VALUE));
                });
        given.optionalWord("overflow", List.of("warn", "fail_closed", "backpressure"))
                .ifPresent(overflow -> builder.idempotencyOverflow(
                        switch (overflow) {
                            case "fail_closed" -> IdempotencyOverflow.FAIL_CLOSED;
                            case "backpressure" -> IdempotencyOverflow.BACKPRESSURE;
                            default -> IdempotencyOverflow.WARN;
                        }));
    }

    private void writeIndex(StoreConfig.Builder builder) {
        arguments.optionalTruth("checkpoint").ifPresent(builder::checkpoint);
        arguments.optionalTruth("mmap_index").ifPresent(builder::mmapIndex);
        arguments.optionalWord("topology", TOPOLOGIES).ifPresent(given -> {
            String label = given.replace('_', '-');
            IndexTopology.presets().stream()
                    .filter(preset -> preset.label().equals(label))
                    .forEach(builder::indexTopology);
        });
    }
}
