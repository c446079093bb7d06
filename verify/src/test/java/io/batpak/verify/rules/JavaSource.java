package io.batpak.verify.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// One source file, parsed by javac (not attributed: names are as written).
///
/// @param file the text
/// @param unit its tree
/// @param trees where things stand in it, and their doc comments
record JavaSource(TextFile file, CompilationUnitTree unit, Trees trees) {

    static JavaSource of(TextFile file) {
        return ofAll(List.of(file)).getFirst();
    }

    /// One compiler for all files: starting one costs more than parsing a file.
    static List<JavaSource> ofAll(List<TextFile> files) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        List<JavaFileObject> objects = files.stream().map(JavaSource::inMemory).toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, _ -> {}, List.of("-proc:none"), null, objects);
        List<JavaSource> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(new JavaSource(files.get(sources.size()), unit, Trees.instance(task)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /// The text as a source that javac reads.
    static JavaFileObject inMemory(TextFile file) {
        return new SimpleJavaFileObject(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return file.text();
            }
        };
    }

    /// The number of lines from the first token of the tree to its last.
    long lineCount(Tree tree) {
        long start = trees.getSourcePositions().getStartPosition(unit, tree);
        long end = trees.getSourcePositions().getEndPosition(unit, tree);
        return unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
    }

    long lineOf(Tree tree) {
        return unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    /// The text of the doc comment of a declaration, `///` or `/** */`.
    Optional<String> docComment(TreePath path) {
        return Optional.ofNullable(trees.getDocComment(path));
    }
}
