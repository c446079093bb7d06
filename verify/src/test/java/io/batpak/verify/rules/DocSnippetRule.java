package io.batpak.verify.rules;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Every block of Java in a page that teaches stands in one compiled source, line by line.
///
/// Indentation and empty lines do not count. A line `...` stands for any lines, or none. Blocks that are not meant to
/// compile have another language than `java`.
final class DocSnippetRule {
    private static final String FENCE = "```";
    private static final String GAP = "...";

    private DocSnippetRule() {}

    /// A block of a page.
    ///
    /// @param line the line of the page that opens it, from 1
    /// @param lines what is in it, without indentation and empty lines
    private record Snippet(int line, List<String> lines) {}

    /// `pages` are looked at whole, `sources` are what their blocks have to stand in.
    static List<String> violations(List<TextFile> pages, List<TextFile> sources) {
        List<List<String>> compiled =
                sources.stream().map(source -> bare(source.text())).toList();
        List<String> violations = new ArrayList<>();
        for (TextFile page : pages) {
            for (Snippet snippet : snippets(page)) {
                if (compiled.stream().noneMatch(source -> stands(snippet.lines(), source))) {
                    violations.add(page.path() + ":" + snippet.line() + ": no source has this block: "
                            + lost(snippet.lines(), compiled));
                }
            }
        }
        return violations;
    }

    private static List<String> bare(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static List<Snippet> snippets(TextFile page) {
        List<Snippet> snippets = new ArrayList<>();
        List<String> lines = page.text().lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String fence = lines.get(at).strip();
            int open = at++;
            if (!fence.startsWith(FENCE)) {
                continue;
            }
            while (at < lines.size() && !lines.get(at).strip().equals(FENCE)) {
                at++;
            }
            if (fence.substring(FENCE.length()).strip().equals("java")) {
                snippets.add(new Snippet(open + 1, bare(String.join("\n", lines.subList(open + 1, at)))));
            }
            at++;
        }
        return snippets;
    }

    /// Each run of lines between gaps is taken where it stands first, which leaves the most to those behind it.
    private static boolean stands(List<String> snippet, List<String> source) {
        return !snippet.isEmpty() && matched(snippet, source) == snippet.size();
    }

    /// How many lines of the snippet stand in the source, from its first on, whole runs only.
    private static int matched(List<String> snippet, List<String> source) {
        List<String> rest = source;
        int from = 0;
        while (from < snippet.size()) {
            int gap = snippet.subList(from, snippet.size()).indexOf(GAP);
            int to = gap < 0 ? snippet.size() : from + gap;
            int place = Collections.indexOfSubList(rest, snippet.subList(from, to));
            if (place < 0) {
                return from;
            }
            rest = rest.subList(place + to - from, rest.size());
            from = to + 1;
        }
        return snippet.size();
    }

    /// A line that no source has, or the first line of the block if each of them stands somewhere.
    private static String lost(List<String> snippet, List<List<String>> sources) {
        return snippet.stream()
                .filter(line -> !line.equals(GAP))
                .filter(line -> sources.stream().noneMatch(source -> source.contains(line)))
                .findFirst()
                .orElseGet(() -> snippet.isEmpty() ? "it is empty" : snippet.getFirst());
    }
}
