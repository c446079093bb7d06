package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.Json;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.ChainReport;
import io.batpak.model.EventId;
import io.batpak.model.OpenReport;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/// `verify`: recompute every hash and follow every link.
@Command(
        name = "verify",
        description = {"Recompute every content hash and check every hash link.", "Exit code 1 if a problem is found."})
final class VerifyCommand extends DirectoryCommand {
    @Override
    int run(Output output) {
        try (StoreReader reader = JournalFiles.open(directory())) {
            OpenReport opened = reader.openReport();
            ChainReport chain = reader.verifyChain();
            boolean intact = chain.intact() && OpenFindings.areClean(opened);
            if (output.json()) {
                ObjectNode node = Json.object();
                node.put("intact", intact);
                node.setAll(ModelJson.chain(chain));
                OpenFindings.put(node, opened);
                output.document(node);
            } else {
                print(output, chain, opened);
            }
            return intact ? ExitCodes.OK : ExitCodes.PROBLEM;
        }
    }

    private static void print(Output output, ChainReport chain, OpenReport opened) {
        output.line("checked    " + Text.count(chain.events(), "event"));
        output.line("hashes     " + verdict(chain.contentHashMismatches(), "match", "do not match their payload"));
        output.line("links      " + verdict(chain.danglingLinks(), "lead to an event", "lead nowhere"));
        if (!chain.declaredCuts().isEmpty()) {
            output.line(
                    "cuts       " + Text.count(chain.declaredCuts().size(), "link") + " to what a compaction dropped");
        }
        chain.contentHashMismatches().forEach(id -> output.line("mismatch   " + id.hex()));
        chain.danglingLinks().forEach(id -> output.line("dangling   " + id.hex()));
        OpenFindings.print(output, opened);
    }

    private static String verdict(List<EventId> problems, String good, String bad) {
        return problems.isEmpty() ? "all " + good : problems.size() + " " + bad;
    }
}
