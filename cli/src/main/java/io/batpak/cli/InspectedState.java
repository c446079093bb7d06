package io.batpak.cli;

import io.batpak.Journal;
import io.batpak.StoreConfig;
import io.batpak.cli.json.ErrorJson;
import io.batpak.cli.json.Json;
import io.batpak.model.RecoveryState;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// `info --inspect`: what opening a directory would find and do.
final class InspectedState {
    private InspectedState() {}

    /// Looks, shows, and answers the exit code: that of the failure where an open would fail.
    static int show(Output output, Path directory) {
        RecoveryState state =
                Journal.inspectRecoveryState(StoreConfig.in(directory).build());
        if (output.json()) {
            output.document(document(state));
        } else {
            print(output, state);
        }
        return switch (state) {
            case RecoveryState.Openable _ -> ExitCodes.OK;
            case RecoveryState.Refused refused -> ExitCodes.of(refused.refusal());
            case RecoveryState.Absent _ -> ExitCodes.USAGE;
            case RecoveryState.Changing _ -> ExitCodes.LOCKED;
        };
    }

    private static void print(Output output, RecoveryState state) {
        switch (state) {
            case RecoveryState.Absent _ -> output.line("state      absent: there is no such directory");
            case RecoveryState.Refused refused ->
                output.line("state      refused: " + Text.printable(ErrorJson.text(refused.refusal())));
            case RecoveryState.Changing changing ->
                output.line("state      changing, look again: " + Text.printable(changing.detail()));
            case RecoveryState.Openable openable -> {
                output.line("state      openable" + (openable.changing() ? ", and somebody writes to it" : ""));
                output.line("segments   " + openable.segmentCount() + ", next sequence " + openable.nextSequence());
                OpenFindings.printSource(output, openable.report());
                OpenFindings.print(output, openable.report());
            }
        }
    }

    private static ObjectNode document(RecoveryState state) {
        ObjectNode node = Json.object();
        switch (state) {
            case RecoveryState.Absent _ -> node.put("state", "absent");
            case RecoveryState.Refused refused ->
                node.put("state", "refused").put("message", ErrorJson.text(refused.refusal()));
            case RecoveryState.Changing changing ->
                node.put("state", "changing").put("detail", changing.detail());
            case RecoveryState.Openable openable -> {
                node.put("state", "openable").put("changing", openable.changing());
                node.put("segments", openable.segmentCount());
                node.put("next_sequence", openable.nextSequence());
                OpenFindings.put(node, openable.report());
            }
        }
        return node;
    }
}
