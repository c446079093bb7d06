package io.batpak.verify.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The commands of one journal script, in order.
///
/// @param name what messages call it
/// @param commands one JSON object per command; not to be changed
public record Script(String name, List<ObjectNode> commands) {
    private static final Pattern ID = Pattern.compile("\"([0-9a-f]{32})\"");

    public Script {
        commands = List.copyOf(commands);
    }

    /// Reads a script file; blank lines and lines that begin with `#` are skipped.
    public static Script read(Path file) {
        return of(String.valueOf(file.getFileName()).replace(".script.jsonl", ""), lines(file));
    }

    /// A script of the given lines.
    public static Script of(String name, List<String> lines) {
        List<ObjectNode> commands = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                commands.add(Json.parse(line));
            }
        }
        return new Script(name, commands);
    }

    /// Recorded replies in normal form, one text per command.
    public static List<String> readExpected(Path file) {
        return lines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> Json.text(Json.sorted(Json.parse(line))))
                .toList();
    }

    /// A JSON value as text with sorted keys, so that equal values have equal texts.
    public static String normalText(JsonNode value) {
        return Json.text(Json.sorted(value));
    }

    /// The script as text, one command per line.
    public String text() {
        StringBuilder all = new StringBuilder();
        commands.forEach(command -> all.append(Json.text(command)).append('\n'));
        return all.toString();
    }

    /// The 32-digit ids that the script itself names.
    Set<String> ids() {
        Set<String> ids = new HashSet<>();
        Matcher matcher = ID.matcher(text());
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    /// Whether every `open` of the script has a configuration that fulfils the condition.
    boolean everyOpen(Predicate<JsonNode> condition) {
        return commands.stream()
                .filter(command -> command.path("op").asString("").equals("open"))
                .allMatch(command -> condition.test(command.path("config")));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
