package io.batpak.cli.script;

import io.batpak.Store;
import io.batpak.model.ForkReport;
import io.batpak.model.SnapshotReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `snapshot`, `fork`.
final class CopyOperations {
    private final Handles handles;

    CopyOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("snapshot", this::snapshot);
        operations.put("fork", this::fork);
    }

    private Store source(Operation.Command command) {
        Store store = handles.writer(command.store());
        command.arguments().flag("exclude_keys"); // there are none without encryption
        handles.get(command.store()).settle();
        return store;
    }

    private Path destination(Operation.Command command) {
        return handles.directory(command.arguments().text("dest"));
    }

    private void snapshot(Operation.Command command, ObjectNode reply) {
        Store store = source(command);
        SnapshotReport report = store.snapshot(destination(command));
        long cleared = report.findings().stream()
                .mapToLong(
                        finding -> finding instanceof SnapshotReport.Finding.DestinationCleared(long count) ? count : 0)
                .sum();
        put(reply, report.copiedSegmentIds(), cleared);
        reply.put("hidden_ranges", report.copiedVisibilityRanges());
        reply.put("marker", report.copiedPendingCompactionMarker());
        reply.put("idempotency", report.copiedIdempotencyStore());
        reply.put("keys_excluded", report.findings().contains(new SnapshotReport.Finding.KeysExcluded()));
    }

    private void fork(Operation.Command command, ObjectNode reply) {
        Store store = source(command);
        ForkReport report = store.fork(destination(command));
        long cleared = report.findings().stream()
                .mapToLong(finding -> finding instanceof ForkReport.Finding.DestinationCleared(long count) ? count : 0)
                .sum();
        List<Long> segments = Stream.concat(report.sharedSegmentIds().stream(), report.deepCopiedSegmentIds().stream())
                .sorted(Long::compareUnsigned)
                .toList();
        put(reply, segments, cleared);
        reply.put("hidden_ranges", report.copiedVisibilityRanges());
        reply.put("marker", report.copiedPendingCompactionMarker());
        reply.put("idempotency", report.copiedIdempotencyStore());
        reply.put("keys_excluded", report.findings().contains(new ForkReport.Finding.KeysExcluded()));
    }

    private static void put(ObjectNode reply, List<Long> segments, long cleared) {
        ArrayNode list = reply.putArray("segments");
        segments.forEach(list::add);
        reply.put("cleared", cleared);
    }
}
