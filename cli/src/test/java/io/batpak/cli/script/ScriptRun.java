package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Runs script lines below a root directory and keeps what came of it.
record ScriptRun(List<JsonNode> replies, boolean closedCleanly, List<Integer> halts) {
    static ScriptRun of(Path root, String... lines) throws IOException {
        return ofBytes(root, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static ScriptRun ofBytes(Path root, byte[] script) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<Integer> halts = new ArrayList<>();
        boolean clean = new ScriptSession(root, "test", output, halts::add).run(new ByteArrayInputStream(script));
        List<JsonNode> replies =
                output.toString(StandardCharsets.UTF_8).lines().map(Json::parse).toList();
        return new ScriptRun(replies, clean, halts);
    }

    JsonNode reply(int index) {
        return replies.get(index);
    }

    JsonNode last() {
        return replies.getLast();
    }

    /// The part of a reply at a path of keys and indexes separated by dots; missing parts are a missing node.
    static JsonNode at(JsonNode node, String path) {
        return node.at("/" + path.replace('.', '/'));
    }

    String text(int index, String path) {
        return at(reply(index), path).asString();
    }

    long number(int index, String path) {
        return at(reply(index), path).longValue();
    }

    List<String> errorKinds() {
        return replies.stream()
                .map(reply -> at(reply, "error.kind").asString("ok"))
                .toList();
    }
}
