package io.batpak.cli;

import io.batpak.cli.json.Json;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/// Where a command prints: lines for people, or JSON documents, one a line.
final class Output {
    private final PrintWriter writer;
    private final boolean json;

    Output(PrintWriter writer, boolean json) {
        this.writer = writer;
        this.json = json;
    }

    boolean json() {
        return json;
    }

    void line(String text) {
        writer.println(text);
    }

    void document(JsonNode document) {
        writer.println(Json.line(document));
    }

    /// Whether whoever reads us has gone away.
    boolean broken() {
        return writer.checkError();
    }
}
