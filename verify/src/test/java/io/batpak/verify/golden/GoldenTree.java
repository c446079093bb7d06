package io.batpak.verify.golden;

import io.batpak.verify.script.Golden;
import io.batpak.verify.script.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One directory of the golden folder and what its writer says of it.
///
/// @param name the store's name, with the tree's for a second tree: `snapshot/source`
/// @param directory pristine; work on a copy
/// @param expected the description of this tree
record GoldenTree(String name, Path directory, ObjectNode expected) {
    /// Files that can be made anew from the segments, or that are no part of the journal.
    static final Set<String> ACCELERATORS = Set.of("index.ckpt", "index.fbati", "index.idemp", ".batpak.lock");

    private static final String HIDDEN = "visibility_ranges.fbv";

    /// All described trees of `stores-v090`, second trees included, defects not.
    static List<GoldenTree> all() {
        List<GoldenTree> trees = new ArrayList<>();
        for (Path store : stores()) {
            if (store.getFileName().toString().startsWith("defect-")) {
                continue;
            }
            ObjectNode expected = description(store);
            String name = store.getFileName().toString();
            trees.add(new GoldenTree(name, store.resolve("store"), expected));
            for (String second : List.of("before", "source")) {
                if (expected.get(second) instanceof ObjectNode described) {
                    trees.add(new GoldenTree(name + "/" + second, store.resolve(second), described));
                }
            }
        }
        return trees;
    }

    /// The directories that the reference handles wrongly.
    static List<GoldenTree> defects() {
        return stores().stream()
                .filter(store -> store.getFileName().toString().startsWith("defect-"))
                .map(store ->
                        new GoldenTree(store.getFileName().toString(), store.resolve("store"), description(store)))
                .toList();
    }

    /// A folder of the golden data; absent it is skipped loudly, in CI a failure.
    static Path golden(String folder) {
        return Golden.folder(folder);
    }

    /// Copies a directory without its subdirectories into a new one.
    static Path copy(Path from, Path to, Predicate<String> wanted) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (wanted.test(name)) {
                    Files.write(to.resolve(name), Files.readAllBytes(file));
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The bytes of every file, by name, as hex-free text that compares well.
    static Map<String, List<Byte>> contents(Path directory) {
        Map<String, List<Byte>> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : Files.readAllBytes(file)) {
                    bytes.add(b);
                }
                contents.put(file.getFileName().toString(), bytes);
            }
            contents.remove(".batpak.lock");
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A copy without anything but segments and what hides sequences.
    Path copyOfSegments(Path to) {
        return copy(directory, to, name -> !ACCELERATORS.contains(name));
    }

    /// A copy of nothing but the segments.
    Path copyWithoutHiding(Path to) {
        return copy(directory, to, name -> !ACCELERATORS.contains(name) && !name.equals(HIDDEN));
    }

    /// The segment limit the store was written with, else the default of the reference.
    long segmentBytesMax() {
        return expected.path("config").path("segment_max_bytes").asLong(256L << 20);
    }

    List<ObjectNode> events() {
        return objects("events");
    }

    List<ObjectNode> objects(String field) {
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode node : expected.path(field)) {
            found.add((ObjectNode) node);
        }
        return found;
    }

    boolean hides() {
        return expected.path("hidden_ranges").isObject();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Path> stores() {
        try (Stream<Path> stores = Files.list(golden("stores-v090"))) {
            return stores.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode description(Path store) {
        try {
            return Json.parse(Files.readString(store.resolve("expected.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
