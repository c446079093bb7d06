package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A process that is started while a store is open inherits nothing of it: neither a file nor the lock. The lock is
/// closed by the kernel whoever starts the process; the segments, which the JDK opens, by the JDK's own start of
/// processes.
///
/// Tier: crash. Covers: E21.
@EnabledOnOs(OS.LINUX)
class DescriptorTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long CLOSE_ON_EXEC = 0_2000000;

    @TempDir
    private Path work;

    @Test
    void aChildProcessInheritsNoDescriptorOfAStore() throws IOException, InterruptedException {
        Path directory = work.toRealPath();
        try (Store store =
                Store.open(StoreConfig.in(directory).segmentBytesMax(2_000).build())) {
            write(store);
            List<Path> locks = openInside(directory.resolve(".batpak.lock"));
            assertThat(locks).as("the lock").hasSize(1);
            assertThat(flags(locks.getFirst()) & CLOSE_ON_EXEC)
                    .as("O_CLOEXEC of the lock")
                    .isNotZero();
            assertThat(openInside(directory)).as("the lock and a segment").hasSizeGreaterThan(1);
            assertThat(inheritedByAChild()).noneMatch(line -> line.contains(directory.toString()));
        }
        Store.open(StoreConfig.in(directory).build()).close();
    }

    private static void write(Store store) {
        Coordinate at = Coordinate.of("order:1", "shop");
        EventKind kind = EventKind.of(0xF, 1);
        for (int i = 0; i < 20; i++) {
            Receipt receipt = store.append(at, kind, Payload.of(Value.of(i)));
            store.get(receipt.eventId());
        }
        store.appendBatch(List.of(BatchItem.of(at, kind, Payload.of(Value.of(99)))));
        store.sync();
    }

    private static List<Path> openInside(Path within) throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .filter(descriptor -> leadsInto(descriptor, within))
                    .toList();
        }
    }

    private static boolean leadsInto(Path descriptor, Path within) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(within);
        } catch (NoSuchFileException e) {
            return false; // closed in between
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long flags(Path descriptor) throws IOException {
        Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("flags:"))
                .mapToLong(
                        line -> Long.parseLong(line.substring("flags:".length()).trim(), 8))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> inheritedByAChild() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("ls", "-l", "/proc/self/fd/").start();
        String listing = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        assertThat(listing).as("the child lists its descriptors").contains("->");
        return listing.lines().toList();
    }
}
