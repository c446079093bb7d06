package io.batpak.cli;

import io.batpak.model.OpenReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What opening a journal found in its files and mended, or would mend.
final class OpenFindings {
    /// How a segment ends that no crash and no damage has touched.
    private static final String CLEAN = "CLEAN";

    private OpenFindings() {}

    /// Whether every segment ends as it was left by its writer.
    static boolean areClean(OpenReport report) {
        return report.repairs().isEmpty()
                && report.segments().stream().allMatch(segment -> segment.tail().equals(CLEAN));
    }

    /// Prints where the index came from and what became of the artifacts of 0.9.0.
    static void printSource(Output output, OpenReport report) {
        output.line("opened     " + report.openPath() + ": " + report.restoredEntries() + " restored, "
                + report.tailEntries() + " from the tail");
        output.line("artifacts  index.fbati " + told(report.mmapIndex()) + ", index.ckpt " + told(report.checkpoint()));
    }

    private static String told(OpenReport.Artifact artifact) {
        String status = artifact.status().wireName();
        return artifact.invalidReason()
                .map(reason -> status + " (" + Text.printable(reason) + ")")
                .orElse(status);
    }

    /// Prints one line per finding; nothing if there were none.
    static void print(Output output, OpenReport report) {
        if (!areClean(report) || !report.notices().isEmpty()) {
            output.line("");
        }
        for (OpenReport.SegmentFinding segment : report.segments()) {
            if (!segment.tail().equals(CLEAN)) {
                output.line("segment    " + segment.segment() + " ends " + segment.tail() + ": " + segment.wholeLength()
                        + " of " + segment.fileLength() + " bytes are whole frames");
            }
        }
        for (OpenReport.Repair repair : report.repairs()) {
            output.line((repair.done() ? "repaired   " : "to repair  ") + repair.file() + ": " + repair.what() + " ("
                    + repair.fromLength() + " bytes, then " + repair.toLength() + ")");
        }
        report.notices().forEach(notice -> output.line("notice     " + Text.printable(notice)));
    }

    /// Puts `open_path, restored, tail, mmap_load_status, checkpoint_load_status, repairs, notices` into
    /// `node`, and the reason of an artifact that could not be used.
    static void put(ObjectNode node, OpenReport report) {
        node.put("open_path", report.openPath());
        node.put("restored", report.restoredEntries());
        node.put("tail", report.tailEntries());
        put(node, "mmap", report.mmapIndex());
        put(node, "checkpoint", report.checkpoint());
        ArrayNode repairs = node.putArray("repairs");
        for (OpenReport.Repair repair : report.repairs()) {
            repairs.addObject()
                    .put("file", repair.file())
                    .put("what", repair.what())
                    .put("from_length", repair.fromLength())
                    .put("to_length", repair.toLength())
                    .put("done", repair.done());
        }
        report.notices().forEach(node.putArray("notices")::add);
    }

    private static void put(ObjectNode node, String name, OpenReport.Artifact artifact) {
        node.put(name + "_load_status", artifact.status().wireName());
        artifact.invalidReason().ifPresent(reason -> node.put(name + "_invalid_reason", reason));
    }
}
