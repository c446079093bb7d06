package io.batpak.verify.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The tables of `docs/error-branches.md`: what has reached each branch the last time, written anew with
/// `-Dbatpak.docs.write=true`; and by hand, why nothing can reach the others.
///
/// @param reached by the name of the branch
/// @param unreachable by the name of the branch
record BranchPage(Map<String, String> reached, Map<String, String> unreachable) {
    private static final String REACHED = "reached";
    private static final String UNREACHABLE = "unreachable";

    static BranchPage read() {
        String text = text();
        return new BranchPage(rows(text, REACHED), rows(text, UNREACHABLE));
    }

    private static Map<String, String> rows(String text, String name) {
        Map<String, String> rows = new TreeMap<>();
        between(text, name).lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split(" \\| |\\| | \\|", -1);
            rows.put(cells[1].replace("`", ""), cells[2].replace("`", ""));
        });
        return rows;
    }

    private static String between(String text, String name) {
        int from = text.indexOf(begin(name));
        int to = text.indexOf(end(name));
        if (from < 0 || to < from) {
            throw new IllegalStateException("the page lacks its marks of " + name);
        }
        return text.substring(from + begin(name).length(), to);
    }

    private static String begin(String name) {
        return "<!-- begin: " + name + " -->\n";
    }

    private static String end(String name) {
        return "<!-- end: " + name + " -->\n";
    }

    /// Puts what has reached each now in the place of the old table, if the pages are to be written.
    static void rewrite(Map<String, String> reached) {
        if (!Boolean.getBoolean("batpak.docs.write")) {
            return;
        }
        String table = new TreeMap<>(reached)
                .entrySet().stream()
                        .map(each -> "| `" + each.getKey() + "` | `" + each.getValue() + "` |\n")
                        .collect(Collectors.joining("", "\n| Branch | Reached by |\n|---|---|\n", "\n"));
        String text = text();
        String old = begin(REACHED) + between(text, REACHED) + end(REACHED);
        try {
            Files.writeString(path(), text.replace(old, begin(REACHED) + table + end(REACHED)));
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
        return SourceLines.root().resolve("docs/error-branches.md");
    }
}
