package io.batpak.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles sources with the processors into a folder.
///
/// @param folder sources lie in `src`, classes in `out`
/// @param diagnostics what the compiler said
record Compilation(Path folder, List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    /// Compiles files, by their path, with these options besides the usual.
    static Compilation of(Path folder, Map<String, String> sources, String... options) {
        try {
            List<Path> files = new ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = folder.resolve("src").resolve(source.getKey());
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, source.getValue()));
            }
            Files.createDirectories(folder.resolve("out"));
            return new Compilation(folder, compile(folder.resolve("out"), files, List.of(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Diagnostic<? extends JavaFileObject>> compile(Path out, List<Path> files, List<String> more)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(List.of("-Xlint:all,-processing,-path", "-d", out.toString()));
        options.addAll(more);
        if (!more.contains("--module-path")) {
            options.addAll(List.of("-cp", out + File.pathSeparator + classPath()));
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null, manager, diagnostics, options, null, manager.getJavaFileObjectsFromPaths(files));
            task.setProcessors(List.of(new PayloadProcessor(), new SourcingProcessor()));
            task.call();
        }
        return diagnostics.getDiagnostics();
    }

    /// Everything this process was started with, modules too.
    static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        return System.getProperty("java.class.path") + (modules.isEmpty() ? "" : File.pathSeparator + modules);
    }

    /// Errors, each as `file:line text`.
    List<String> errors() {
        return told(Diagnostic.Kind.ERROR);
    }

    /// Requires that there is one error, in this line of `X.java`, and that it says what to do instead.
    void isRefused(String name, int line, String fix) {
        assertThat(errors()).as(name).hasSize(1);
        assertThat(errors().getFirst())
                .as(name)
                .startsWith("X.java:" + line + " ")
                .contains(fix);
    }

    /// Warnings, each as `file:line text`.
    List<String> warnings() {
        List<String> all = new ArrayList<>(told(Diagnostic.Kind.WARNING));
        all.addAll(told(Diagnostic.Kind.MANDATORY_WARNING));
        return all;
    }

    private List<String> told(Diagnostic.Kind kind) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == kind)
                .map(Compilation::text)
                .toList();
    }

    private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject file = diagnostic.getSource();
        String place =
                file == null ? "" : Path.of(file.getName()).getFileName() + ":" + diagnostic.getLineNumber() + " ";
        return place + diagnostic.getMessage(Locale.ROOT);
    }

    /// A loader of what was compiled.
    URLClassLoader loader() {
        try {
            URL classes = folder.resolve("out").toUri().toURL();
            return new URLClassLoader(new URL[] {classes}, Compilation.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The text of a file among the classes or generated sources.
    String output(String path) {
        try {
            return Files.readString(folder.resolve("out").resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
