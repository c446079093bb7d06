package io.batpak.verify.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The lines of a source of core, without their comments.
///
/// @param lines the first one first
record SourceLines(List<String> lines) {
    /// @param className of a class in the source, as class files name it
    static SourceLines of(String className) {
        int nested = className.indexOf('$');
        String outer = nested < 0 ? className : className.substring(0, nested);
        try (var lines = Files.lines(root().resolve("core/src/main/java/" + outer + ".java"))) {
            return new SourceLines(lines.map(SourceLines::withoutComment).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf("//");
        return comment < 0 ? line : line.substring(0, comment);
    }

    /// The line of a word in the statement that this line is part of; 0 if the word is not in it. What follows it in
    /// the line does not count.
    ///
    /// @param line from 1
    int lineOf(String word, int line) {
        for (int at = line; at > 0; at--) {
            if (lines.get(at - 1).contains(word)) {
                return at;
            }
            if (at == 1 || endsStatement(lines.get(at - 2))) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean endsStatement(String line) {
        String text = line.strip();
        return text.isEmpty() || text.endsWith(";") || text.endsWith("{") || text.endsWith("}");
    }

    /// The lines that have a word.
    List<Integer> linesOf(String word) {
        return IntStream.rangeClosed(1, lines.size())
                .filter(line -> lines.get(line - 1).contains(word))
                .boxed()
                .toList();
    }

    /// Where the checkout is.
    static Path root() {
        String root = System.getProperty("batpak.root");
        return Path.of(root == null ? ".." : root);
    }
}
