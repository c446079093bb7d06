package io.batpak.cli.script;

import io.batpak.Store;
import io.batpak.cli.json.CompactJson;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.KeepRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `compact`.
final class CompactOperation {
    /// Longer than any journal, so that one segment results as in the reference.
    private static final long OUTPUT_BYTES_MAX = 1L << 50;

    private final Handles handles;

    CompactOperation(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("compact", this::compact);
    }

    private void compact(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        Compaction.Builder how = Compaction.of(strategy(arguments)).outputBytesMax(OUTPUT_BYTES_MAX);
        OptionalInt minSegments = arguments.optionalInt("min_segments", Integer.MAX_VALUE);
        if (minSegments.isPresent()) {
            how.minSegments(minSegments.getAsInt());
        }
        handles.get(command.store()).settle(); // what was handed over before may be compacted
        put(reply, store.compact(how.build()));
    }

    private static CompactionStrategy strategy(Arguments arguments) {
        KeepRule keep = keep(arguments.object("drop"));
        return switch (arguments.word("strategy", List.of("merge", "retention", "tombstone"))) {
            case "retention" -> new CompactionStrategy.Retention(keep);
            case "tombstone" -> new CompactionStrategy.Tombstone(keep);
            default -> new CompactionStrategy.Merge();
        };
    }

    /// Keeps what the command does not name, and the events of the system whatever it names.
    private static KeepRule keep(Arguments drop) {
        drop.onlyKeys(Set.of("kinds", "entities", "sequences"));
        Set<Integer> kinds = Set.copyOf(drop.kinds("kinds"));
        Set<String> entities = drop.has("entities") ? new HashSet<>(drop.texts("entities")) : Set.of();
        Set<Long> sequences = Set.copyOf(drop.unsignedNumbers("sequences"));
        return candidate -> {
            Entry entry = candidate.entry();
            return entry.kind().isSystem()
                    || !(kinds.contains(entry.kind().raw())
                            || entities.contains(entry.entity())
                            || sequences.contains(entry.sequence()));
        };
    }

    private static void put(ObjectNode reply, CompactionResult result) {
        CompactJson.outcome(reply, result.outcome());
        reply.put("segments_removed", result.segmentsRemoved());
        reply.put("bytes_reclaimed", result.bytesReclaimed());
        OptionalLong merged = result.reports().getFirst().mergedSegmentId();
        reply.put("merged_segment", merged.isPresent() ? (Long) merged.getAsLong() : null);
    }
}
