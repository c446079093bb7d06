package io.batpak.cli;

import io.batpak.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `demo`: a short story with a real journal.
@Command(
        name = "demo",
        description = {
            "Create a journal, append, read, verify and reopen it, and say what happened and where the files are.",
            "The journal stays on disk."
        })
final class DemoCommand implements Callable<Integer>, JsonSwitch {
    private static final int STEP_WIDTH = 9;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "A new or empty directory; without it a temporary one.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print the story as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() throws IOException {
        Path place = directory == null ? Files.createTempDirectory("batpak-demo-") : directory;
        if (!JournalFiles.isFresh(place)) {
            throw new UsageException(place + " is not empty; give a new or empty directory to the demo");
        }
        Demo demo = new Demo(place);
        boolean asPromised = demo.play();
        Output output = new Output(spec.commandLine().getOut(), json);
        if (json) {
            output.document(document(place, demo, asPromised));
        } else {
            print(output, place, demo);
        }
        return asPromised ? ExitCodes.OK : ExitCodes.PROBLEM;
    }

    private static void print(Output output, Path place, Demo demo) {
        output.line("A journal in " + place.toAbsolutePath().normalize());
        output.line("");
        for (Demo.Step step : demo.steps()) {
            output.line("  " + Text.padded(step.did(), STEP_WIDTH) + step.result());
        }
        output.line("");
        for (JournalFiles.SegmentFile segment : JournalFiles.list(place).segments()) {
            output.line("  " + segment.name() + "  " + Text.bytes(segment.length()) + ", footer " + segment.footer());
        }
        output.line("");
        output.line("The files stay there, and batpak 0.9.0 opens them as well. Look around:");
        output.line("  ./batpak tail " + place);
        output.line("  ./batpak verify " + place);
    }

    private static ObjectNode document(Path place, Demo demo, boolean asPromised) {
        ObjectNode node = Json.object();
        node.put("directory", place.toAbsolutePath().normalize().toString());
        node.put("as_promised", asPromised);
        ArrayNode steps = node.putArray("steps");
        demo.steps().forEach(step -> steps.addObject().put("did", step.did()).put("result", step.result()));
        ArrayNode files = node.putArray("files");
        JournalFiles.list(place)
                .segments()
                .forEach(file -> files.addObject().put("name", file.name()).put("length", file.length()));
        return node;
    }
}
