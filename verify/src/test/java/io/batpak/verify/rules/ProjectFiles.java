package io.batpak.verify.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files of the checkout that the rules look at, read once per call. The root is the system property
/// `batpak.root`.
final class ProjectFiles {
    static final List<String> PRODUCT_MODULES =
            List.of("core", "processor", "jackson", "testkit", "cli", "bench", "examples", "fuzz");
    private static final List<String> MODULES =
            List.of("core", "processor", "jackson", "testkit", "cli", "bench", "examples", "fuzz", "verify");
    private static final List<String> NOT_OURS = List.of("target", ".git", "node_modules");

    private ProjectFiles() {}

    static Path root() {
        String root = System.getProperty("batpak.root");
        return root == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(root);
    }

    /// A text file; `path` is relative to the root, with `/`.
    record TextFile(String path, String text) {}

    static List<TextFile> mainSources(List<String> modules) {
        return sources(modules, "src/main/java");
    }

    static List<TextFile> testSources() {
        return sources(MODULES, "src/test/java");
    }

    /// Main and test sources of all modules.
    static List<TextFile> allSources() {
        List<TextFile> all = new ArrayList<>(mainSources(MODULES));
        all.addAll(testSources());
        return all;
    }

    private static List<TextFile> sources(List<String> modules, String folder) {
        List<TextFile> files = new ArrayList<>();
        for (String module : modules) {
            files.addAll(texts(root().resolve(module).resolve(folder), ".java"));
        }
        return files;
    }

    static List<TextFile> markdown() {
        return texts(root(), ".md");
    }

    /// The pages that teach: the cookbook and the tutorial.
    static List<TextFile> teachingPages() {
        return markdown().stream()
                .filter(page ->
                        page.path().startsWith("docs/cookbook") || page.path().equals("docs/tutorial.md"))
                .toList();
    }

    /// Main and test sources of the examples.
    static List<TextFile> exampleSources() {
        return texts(root().resolve("examples/src"), ".java");
    }

    /// The compiled main classes of a module, its descriptor included.
    static List<byte[]> mainClasses(String module) {
        return find(root().resolve(module).resolve("target/classes"), ".class").stream()
                .map(ProjectFiles::bytes)
                .toList();
    }

    static String read(String path) {
        return text(root().resolve(path)).text();
    }

    static boolean exists(String path) {
        return Files.exists(root().resolve(path));
    }

    private static List<TextFile> texts(Path folder, String suffix) {
        return find(folder, suffix).stream().map(ProjectFiles::text).toList();
    }

    private static List<Path> find(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> isOurs(folder.relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path relative) {
        for (Path part : relative) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static TextFile text(Path path) {
        try {
            return new TextFile(root().relativize(path).toString().replace('\\', '/'), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
