package io.batpak.verify.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The lines of a source of core, without their comments.
///
/// @param lines the first one first
record SourceLines(List<String> lines) {
    /// @param className of a class in the source, as class files name it
    static SourceLines of(String className) {
        return read(fileOf(className));
    }

    /// The source that a class comes from, below the sources of core.
    static String fileOf(String className) {
        int nested = className.indexOf('$');
        return (nested < 0 ? className : className.substring(0, nested)).replace('.', '/') + ".java";
    }

    /// The sources of some packages, as [#fileOf] names them.
    ///
    /// @param packages with a slash at the end
    static List<String> files(Set<String> packages) {
        List<String> files = new ArrayList<>();
        for (String folder : packages) {
            try (Stream<Path> found = Files.list(sources().resolve(folder))) {
                found.map(file -> folder + file.getFileName())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    static SourceLines read(String file) {
        try (Stream<String> lines = Files.lines(sources().resolve(file))) {
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

    private static Path sources() {
        return root().resolve("core/src/main/java");
    }

    /// Where the checkout is.
    static Path root() {
        String root = System.getProperty("batpak.root");
        return Path.of(root == null ? ".." : root);
    }
}
