package io.batpak.fuzz;

import io.batpak.fuzz.FuzzTarget.Seed;
import io.batpak.model.Bytes;
import io.batpak.testkit.MemFs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Collects the seeds of one target.
///
/// The golden folder is the system property `batpak.golden`; what should come from there is left out while it is
/// absent, see [#goldenIsThere]. Kept findings lie in the folder of the system property `batpak.fuzz.findings`, one
/// folder per target.
///
/// Threads: one at a time.
final class SeedBox {
    /// Longer files teach a fuzzer nothing that shorter ones do not.
    private static final int STORE_FILE_BYTES_MAX = 32 << 10;

    private final List<Seed> seeds = new ArrayList<>();

    List<Seed> seeds() {
        return seeds;
    }

    private static Path golden() {
        return Path.of(System.getProperty("batpak.golden", "../../shared/golden"));
    }

    /// Whether the golden folder is there.
    static boolean goldenIsThere() {
        return Files.isDirectory(golden());
    }

    /// The findings that are kept for a target.
    static List<Seed> findings(String target) {
        Path folder = Path.of(System.getProperty("batpak.fuzz.findings", "src/test/resources/findings"), target);
        return files(folder, file -> true).stream()
                .map(file -> new Seed("finding-" + file.getFileName(), Bytes.of(bytes(file))))
                .toList();
    }

    /// An input of our own.
    SeedBox add(String name, byte[] bytes) {
        seeds.add(new Seed(name, Bytes.of(bytes)));
        return this;
    }

    /// A corpus of the reference's fuzzer, as it is.
    SeedBox corpus(String target) {
        return corpus(target, input -> input);
    }

    /// A corpus of the reference's fuzzer, fitted to our target.
    SeedBox corpus(String target, UnaryOperator<byte[]> fit) {
        String begin = target + "__";
        return addFiles(golden().resolve("fuzz"), file -> name(file).startsWith(begin), fit);
    }

    /// The files of the reference's stores whose names end like this, and those of our own journals.
    SeedBox files(String ending, UnaryOperator<byte[]> fit) {
        Predicate<Path> wanted = file -> name(file).endsWith(ending) && size(file) <= STORE_FILE_BYTES_MAX;
        for (Path store : stores()) {
            addFiles(store, wanted, fit);
        }
        for (OwnJournal journal : OwnJournal.all()) {
            MemFs fs = journal.fs();
            for (String own : fs.list()) {
                if (own.endsWith(ending)) {
                    add("own-" + journal.name() + "-" + own, fit.apply(fs.bytes(own)));
                }
            }
        }
        return this;
    }

    /// A golden file of hexadecimal digits, behind a number.
    SeedBox hex(String file, int number) {
        Path path = golden().resolve(file);
        if (Files.isRegularFile(path)) {
            byte[] bytes = HexFormat.of().parseHex(text(path).replaceAll("\\s", ""));
            add("golden-" + name(path), Evidence.input(number, bytes));
        }
        return this;
    }

    /// Every directory of the reference's stores, and our own, as one input each.
    SeedBox directories() {
        for (Path store : stores()) {
            DirectoryInput.Writer out = new DirectoryInput.Writer();
            for (Path file : files(store, path -> size(path) <= STORE_FILE_BYTES_MAX)) {
                out.file(name(file), bytes(file));
            }
            add("golden-" + place(store), out.toByteArray());
        }
        for (OwnJournal journal : OwnJournal.all()) {
            DirectoryInput.Writer out = new DirectoryInput.Writer();
            journal.fs().list().forEach(file -> out.file(file, journal.fs().bytes(file)));
            add("own-" + journal.name(), out.toByteArray());
        }
        return this;
    }

    private SeedBox addFiles(Path folder, Predicate<Path> wanted, UnaryOperator<byte[]> fit) {
        for (Path file : files(folder, wanted)) {
            add("golden-" + place(folder) + "-" + name(file), fit.apply(bytes(file)));
        }
        return this;
    }

    private static List<Path> stores() {
        List<Path> stores = new ArrayList<>(folders(golden().resolve("stores")));
        for (Path described : folders(golden().resolve("stores-v090"))) {
            stores.addAll(folders(described));
        }
        return stores;
    }

    private static List<Path> folders(Path folder) {
        return list(folder, Files::isDirectory);
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) {
        return list(folder, path -> Files.isRegularFile(path) && wanted.test(path));
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last two names of a folder.
    private static String place(Path folder) {
        int names = folder.getNameCount();
        return folder.subpath(Math.max(0, names - 2), names).toString().replace(File.separatorChar, '-');
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
