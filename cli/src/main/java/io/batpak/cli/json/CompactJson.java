package io.batpak.cli.json;

import io.batpak.Evidence;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compactions and their forecasts as JSON objects.
public final class CompactJson {
    private CompactJson() {}

    /// What a compaction did; its reports are the bytes of their evidence bodies in hex.
    public static ObjectNode result(CompactionResult result) {
        ObjectNode node = Json.object();
        outcome(node, result.outcome());
        node.put("segments_removed", result.segmentsRemoved());
        node.put("bytes_reclaimed", result.bytesReclaimed());
        node.put("bytes_reclaimed_net", result.bytesReclaimedNet());
        node.put("bytes_written", result.bytesWritten());
        ArrayNode reports = node.putArray("reports");
        result.reports().forEach(report -> reports.add(HexFormat.of().formatHex(Evidence.bytes(report))));
        return node;
    }

    /// How a compaction ended, put into an object.
    public static void outcome(ObjectNode node, CompactionOutcome outcome) {
        switch (outcome) {
            case CompactionOutcome.Performed() -> node.put("outcome", "performed");
            case CompactionOutcome.Skipped() -> node.put("outcome", "skipped");
            case CompactionOutcome.Failed(String reason) ->
                node.put("outcome", "failed").put("message", reason);
        }
    }

    /// What a compaction would do.
    public static ObjectNode forecast(CompactionForecast forecast) {
        ObjectNode node = Json.object();
        node.put("kept", forecast.kept());
        node.put("dropped", forecast.dropped());
        node.put("tombstoned", forecast.tombstoned());
        ArrayNode kinds = node.putArray("kinds");
        for (CompactionForecast.OfKind kind : forecast.kinds()) {
            kinds.addObject()
                    .put("kind", ModelJson.kind(kind.kind()))
                    .put("kept", kind.kept())
                    .put("dropped", kind.dropped())
                    .put("tombstoned", kind.tombstoned());
        }
        ArrayNode steps = node.putArray("steps");
        for (CompactionForecast.Step step : forecast.steps()) {
            ObjectNode object = steps.addObject().put("output", step.output());
            List<Long> sources = step.sources();
            sources.forEach(object.putArray("sources")::add);
        }
        node.put("bytes_before", forecast.bytesBefore());
        node.put("bytes_after", forecast.bytesAfter());
        node.put("temporary_bytes", forecast.temporaryBytes());
        return node;
    }
}
