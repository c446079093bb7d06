package io.batpak.cli;

import io.batpak.model.Compaction;
import io.batpak.model.CompactionScope;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.EventKind;
import io.batpak.model.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a compaction does.
final class CompactOptions {
    @Option(names = "--keep-last", paramLabel = "N", description = "Only events beyond the newest N of their entity.")
    private @Nullable Integer keepLast;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            converter = Converters.Age.class,
            description = "Only events older than this: 30d, 12h, 90m, 45s or PT36H.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--drop-kind",
            paramLabel = "HEX4",
            converter = Converters.Kind.class,
            description = "Only events of this kind, for example f002; may be repeated.")
    private List<EventKind> kinds = List.of();

    @Option(names = "--drop-scope", paramLabel = "SCOPE", description = "Only events in this scope; may be repeated.")
    private List<String> scopes = List.of();

    @Option(
            names = "--drop-entity",
            paramLabel = "ENTITY",
            description = "Only events of exactly this entity; may be repeated.")
    private List<String> entities = List.of();

    @Option(names = "--tombstone", description = "Mark these events as tombstones; nothing goes.")
    private boolean tombstone;

    @Option(names = "--tiered", description = "Rewrite only what pays: many small segments, or mostly dead ones.")
    private boolean tiered;

    @Option(
            names = "--output-bytes",
            paramLabel = "N",
            description = "Frames of a new segment take at most N bytes (268435456).")
    private long outputBytes;

    @Option(names = "--bytes-per-second", paramLabel = "N", description = "Write at most so fast (no limit).")
    private long bytesPerSecond;

    @Option(names = "--min-segments", paramLabel = "N", description = "Do nothing if fewer segments are finished (2).")
    private @Nullable Integer minSegments;

    /// The compaction that was asked for.
    Compaction.Builder compaction() {
        Compaction.Builder how = Compaction.of(strategy())
                .scope(tiered ? CompactionScope.TIERED : CompactionScope.WHOLE)
                .outputBytesMax(outputBytes)
                .bytesPerSecondMax(bytesPerSecond);
        return minSegments == null ? how : how.minSegments(minSegments);
    }

    /// What it does, for people.
    String text() {
        List<RetentionPolicy> conditions = conditions();
        if (conditions.isEmpty()) {
            return "keep every event";
        }
        return (tombstone ? "mark " : "drop ")
                + Text.printable(policy(conditions).toString());
    }

    private CompactionStrategy strategy() {
        List<RetentionPolicy> conditions = conditions();
        if (conditions.isEmpty()) {
            if (tombstone) {
                throw new UsageException("--tombstone: say which events, for example with --drop-kind");
            }
            return Compaction.merge().strategy();
        }
        RetentionPolicy policy = policy(conditions);
        return (tombstone ? Compaction.tombstone(policy) : Compaction.retention(policy)).strategy();
    }

    private static RetentionPolicy policy(List<RetentionPolicy> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : new RetentionPolicy.And(conditions);
    }

    private List<RetentionPolicy> conditions() {
        List<RetentionPolicy> conditions = new ArrayList<>();
        if (keepLast != null) {
            conditions.add(RetentionPolicy.keepLast(keepLast));
        }
        if (olderThan != null) {
            conditions.add(RetentionPolicy.olderThan(olderThan));
        }
        if (!kinds.isEmpty()) {
            conditions.add(RetentionPolicy.kinds(kinds.toArray(EventKind[]::new)));
        }
        if (!scopes.isEmpty()) {
            conditions.add(RetentionPolicy.scopes(scopes.toArray(String[]::new)));
        }
        if (!entities.isEmpty()) {
            conditions.add(RetentionPolicy.entities(entities.toArray(String[]::new)));
        }
        return conditions;
    }
}
