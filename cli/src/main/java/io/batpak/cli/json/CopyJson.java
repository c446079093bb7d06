package io.batpak.cli.json;

import io.batpak.model.ForkReport;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SourceWatermark;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reports of snapshots and forks as JSON objects, with the names of their bodies.
public final class CopyJson {
    private CopyJson() {}

    /// The report of a snapshot.
    public static ObjectNode snapshot(SnapshotReport report) {
        ObjectNode node = Json.object();
        node.put("schema_version", report.schemaVersion());
        node.put("snapshot_id", report.snapshotId().hex());
        node.putObject("fence_token").set("token", Json.unsigned(report.fenceToken()));
        node.set("source_watermark", watermark(report.sourceWatermark()));
        node.set("copied_segment_ids_sorted", ids(report.copiedSegmentIds()));
        node.put("copied_visibility_ranges_present", report.copiedVisibilityRanges());
        node.put("copied_pending_compaction_marker_present", report.copiedPendingCompactionMarker());
        node.put("copied_idempotency_store_present", report.copiedIdempotencyStore());
        node.put("destination_path_digest", report.destinationPathDigest().hex());
        ArrayNode findings = node.putArray("findings");
        report.findings().forEach(finding -> put(findings, finding));
        return node;
    }

    private static void put(ArrayNode findings, SnapshotReport.Finding finding) {
        switch (finding) {
            case SnapshotReport.Finding.DestinationCleared(long count) -> cleared(findings, count);
            case SnapshotReport.Finding.CopyByteHashUnavailable(String reason, SnapshotReport.FileKind kind) -> {
                ObjectNode facts = findings.addObject().putObject("CopyByteHashUnavailable");
                facts.put("reason", reason);
                facts.put("file_kind", kind.wireName());
            }
            case SnapshotReport.Finding.FenceTokenCancelled() -> findings.add("FenceTokenCancelled");
            case SnapshotReport.Finding.KeysExcluded() -> findings.add("KeysExcluded");
        }
    }

    /// The report of a fork.
    public static ObjectNode fork(ForkReport report) {
        ObjectNode node = Json.object();
        node.put("schema_version", report.schemaVersion());
        node.put("fork_id", report.forkId().hex());
        node.putObject("fence_token").set("token", Json.unsigned(report.fenceToken()));
        node.set("source_watermark", watermark(report.sourceWatermark()));
        node.set("active_segment_id", Json.unsigned(report.activeSegmentId()));
        node.set("shared_segment_ids_sorted", ids(report.sharedSegmentIds()));
        node.set("deep_copied_segment_ids_sorted", ids(report.deepCopiedSegmentIds()));
        ObjectNode counts = node.putObject("strategy_counts");
        counts.put("reflink", report.strategyCounts().reflink());
        counts.put("hardlink", report.strategyCounts().hardlink());
        counts.put("deep_copy", report.strategyCounts().deepCopy());
        counts.put("cache_regenerable", report.strategyCounts().cacheRegenerable());
        counts.put("excluded", report.strategyCounts().excluded());
        node.put("copied_visibility_ranges_present", report.copiedVisibilityRanges());
        node.put("copied_pending_compaction_marker_present", report.copiedPendingCompactionMarker());
        node.put("copied_idempotency_store_present", report.copiedIdempotencyStore());
        node.put("destination_path_digest", report.destinationPathDigest().hex());
        ArrayNode findings = node.putArray("findings");
        report.findings().forEach(finding -> put(findings, finding));
        return node;
    }

    private static void put(ArrayNode findings, ForkReport.Finding finding) {
        switch (finding) {
            case ForkReport.Finding.DestinationCleared(long count) -> cleared(findings, count);
            case ForkReport.Finding.FenceTokenCancelled() -> findings.add("FenceTokenCancelled");
            case ForkReport.Finding.CacheRegenerableExcluded(String name) ->
                findings.addObject().putObject("CacheRegenerableExcluded").put("file_name", name);
            case ForkReport.Finding.FileExcluded(String name, String reason) ->
                findings.addObject()
                        .putObject("FileExcluded")
                        .put("file_name", name)
                        .put("reason", reason);
            case ForkReport.Finding.FileCopied(String name, ForkReport.Strategy strategy) ->
                findings.addObject()
                        .putObject("FileCopied")
                        .put("file_name", name)
                        .put("strategy", strategy.wireName());
            case ForkReport.Finding.KeysExcluded() -> findings.add("KeysExcluded");
        }
    }

    private static void cleared(ArrayNode findings, long count) {
        findings.addObject().putObject("DestinationCleared").set("artifact_count", Json.unsigned(count));
    }

    private static ObjectNode watermark(SourceWatermark watermark) {
        ObjectNode node = Json.object();
        node.set("segment_id", Json.unsigned(watermark.segmentId()));
        node.set("offset", Json.unsigned(watermark.offset()));
        return node;
    }

    private static ArrayNode ids(List<Long> ids) {
        ArrayNode list = Json.array();
        ids.forEach(id -> list.add(Json.unsigned(id)));
        return list;
    }
}
