package io.batpak.verify.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// One table of `docs/planted.md`: what was changed, what it serves or would do, and what noticed it the last time.
///
/// The first two columns are written by hand. The third is a hint for the next run, and is written anew with
/// `-Dbatpak.docs.write=true`.
///
/// @param begin the mark in front of the table
/// @param end the mark behind it
/// @param rows by the text of their first column
record Page(String begin, String end, Map<String, Row> rows) {
    /// A row behind its first column.
    ///
    /// @param meaning the promise, or the defect, in words
    /// @param noticed what noticed it; may be empty
    record Row(String meaning, String noticed) {}

    static Page syncs() {
        return read("syncs");
    }

    static Page defects() {
        return read("defects");
    }

    private static Page read(String name) {
        String begin = "<!-- begin: " + name + " -->\n";
        String end = "<!-- end: " + name + " -->\n";
        String table = between(text(), begin, end);
        Map<String, Row> rows = new LinkedHashMap<>();
        table.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split(" \\| |\\| | \\|", -1);
            rows.put(cells[1].replace("`", ""), new Row(cells[2], cells[3].replace("`", "")));
        });
        return new Page(begin, end, rows);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("the page lacks " + begin + " and " + end);
        }
        return text.substring(from + begin.length(), to);
    }

    /// What noticed it the last time; empty if that is not known.
    String hint(String what) {
        Row row = rows.get(what);
        return row == null ? "" : row.noticed();
    }

    /// The table with what has noticed each now.
    String render(String head, Map<String, String> noticed) {
        return noticed.entrySet().stream()
                .map(each -> "| `" + each.getKey() + "` | "
                        + (rows.containsKey(each.getKey())
                                ? rows.get(each.getKey()).meaning()
                                : "")
                        + " | `" + each.getValue() + "` |\n")
                .collect(Collectors.joining("", "\n| " + head + " | Noticed by |\n|---|---|---|\n", "\n"));
    }

    /// Puts it in the place of the old one, if the pages are to be written.
    void rewrite(String table) {
        if (!Boolean.getBoolean("batpak.docs.write")) {
            return;
        }
        String text = text();
        String old = between(text, begin, end);
        try {
            Files.writeString(path(), text.replace(begin + old + end, begin + table + end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path() {
        String root = System.getProperty("batpak.root");
        return Path.of(root == null ? ".." : root).resolve("docs/planted.md");
    }
}
