package io.batpak.verify.rules;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles planted violations, so that the class file rules can be seen to report them.
final class InMemoryCompiler {
    private InMemoryCompiler() {}

    /// The class files of the sources, each given as its path (`io/batpak/hash/A.java`) and its text.
    static List<ClassFacts> compile(Map<String, String> sources) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, text) -> units.add(JavaSource.inMemory(new TextFile(path, text))));
        StringBuilder problems = new StringBuilder();
        Output output = new Output(compiler.getStandardFileManager(null, null, null));
        boolean done = compiler.getTask(
                        null,
                        output,
                        problem -> problems.append(problem).append('\n'),
                        List.of("-proc:none"),
                        null,
                        units)
                .call();
        if (!done) {
            throw new IllegalArgumentException("the planted source does not compile: " + problems);
        }
        return ClassFacts.ofAll(output.classes.values().stream()
                .map(ByteArrayOutputStream::toByteArray)
                .toList());
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

        Output(JavaFileManager underlying) {
            super(underlying);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(name, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
