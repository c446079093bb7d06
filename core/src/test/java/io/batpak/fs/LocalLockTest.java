package io.batpak.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreErrorKind;
import io.batpak.testing.Missing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The directory lock between handles, JVMs and programs in other languages. Covers: E21, E22.
/// Tier: unit.
@Timeout(120)
final class LocalLockTest {
    private static final String LOCK = ".batpak.lock";
    private static final String GRANT = "--enable-native-access=ALL-UNNAMED";

    private final List<Process> children = new ArrayList<>();

    @TempDir
    private Path root;

    private Path directory;
    private StoreFs fs;

    @BeforeEach
    void createTheDirectory() {
        directory = root.resolve("store");
        fs = StoreFs.local(directory);
        fs.create();
    }

    @AfterEach
    void endTheChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void theSameDirectoryUnderAnotherPathIsRefused() throws IOException {
        Path alias = Files.createSymbolicLink(root.resolve("alias"), directory);
        StoreFs other = StoreFs.local(alias); // not created, so not made canonical
        try (DirectoryLock held = fs.lock(LOCK, LockMode.READ_ONLY)) {
            assertThat(held.mode()).isEqualTo(LockMode.READ_ONLY);
            assertThatThrownBy(() -> other.lock(LOCK, LockMode.READ_ONLY))
                    .isInstanceOfSatisfying(
                            StoreLockedException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(StoreErrorKind.STORE_LOCKED));
        }
        other.lock(LOCK, LockMode.MUTABLE).close();
    }

    @Test
    void anotherJvmIsRefusedUntilTheLockIsClosed() throws IOException {
        try (DirectoryLock held = fs.lock(LOCK, LockMode.MUTABLE)) {
            for (LockMode mode : LockMode.values()) {
                assertThat(firstLine(jvm(GRANT, mode)))
                        .startsWith("StoreLockedException")
                        .contains(fs.directory(), mode == LockMode.MUTABLE ? "for writing" : "for reading");
            }
            assertThat(held.mode()).isEqualTo(LockMode.MUTABLE);
        }
        assertThat(firstLine(jvm(GRANT, LockMode.MUTABLE))).isEqualTo("HELD MUTABLE");
    }

    @Test
    void thisJvmIsRefusedWhileAnotherHoldsTheLockAndAfterItsDeathItIsFree() throws Exception {
        Process holder = jvm(GRANT, LockMode.READ_ONLY);
        assertThat(firstLine(holder)).isEqualTo("HELD READ_ONLY");
        assertThatThrownBy(() -> fs.lock(LOCK, LockMode.READ_ONLY)).isInstanceOf(StoreLockedException.class);
        holder.destroyForcibly().waitFor();
        fs.lock(LOCK, LockMode.MUTABLE).close();
    }

    @Test
    void aProgramInAnotherLanguageIsExcludedAndExcludesUs() throws Exception {
        List<String> tryLock = foreignLock();
        if (tryLock.isEmpty()) {
            throw Missing.skip("neither flock(1) nor python3 to take the lock with");
        }
        try (DirectoryLock held = fs.lock(LOCK, LockMode.MUTABLE)) {
            assertThat(held.mode()).isEqualTo(LockMode.MUTABLE);
            assertThat(start(tryLock).waitFor()).isEqualTo(1);
        }
        Process foreign = start(tryLock);
        assertThat(firstLine(foreign)).isEqualTo("HELD");
        assertThatThrownBy(() -> fs.lock(LOCK, LockMode.MUTABLE)).isInstanceOf(StoreLockedException.class);
        foreign.getOutputStream().close();
        assertThat(foreign.waitFor()).isZero();
        fs.lock(LOCK, LockMode.MUTABLE).close();
    }

    @Test
    void childrenInheritNoDescriptor() throws Exception {
        Process child;
        try (DirectoryLock held = fs.lock(LOCK, LockMode.MUTABLE)) {
            assertThat(held.mode()).isEqualTo(LockMode.MUTABLE);
            child = start(List.of("sleep", "60"));
            assertThat(descriptorFlags(directory.toRealPath().resolve(LOCK)))
                    .allMatch(flags -> (flags & 02000000) != 0, "has O_CLOEXEC");
        }
        assertThat(child.isAlive()).isTrue();
        fs.lock(LOCK, LockMode.MUTABLE).close();
        assertThat(firstLine(jvm(GRANT, LockMode.MUTABLE))).isEqualTo("HELD MUTABLE");
    }

    @Test
    void aRefusedLockLeavesNoDescriptorBehind() throws IOException {
        try (DirectoryLock held = fs.lock(LOCK, LockMode.MUTABLE)) {
            assertThat(held.mode()).isEqualTo(LockMode.MUTABLE);
            for (int attempt = 0; attempt < 100; attempt++) {
                assertThatThrownBy(() -> fs.lock(LOCK, LockMode.MUTABLE)).isInstanceOf(StoreLockedException.class);
            }
            assertThat(descriptorFlags(directory.toRealPath().resolve(LOCK))).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aLinkToTheLockFileIsNotFollowed() throws IOException {
        Files.createSymbolicLink(directory.resolve(LOCK), root.resolve("elsewhere"));
        assertThatThrownBy(() -> fs.lock(LOCK, LockMode.MUTABLE))
                .isInstanceOfSatisfying(StoreIoException.class, failure -> {
                    assertThat(failure.ioKind()).isEqualTo(IoKind.INVALID_INPUT);
                    assertThat(failure).hasMessageContaining("symlink");
                });
        assertThat(root.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aDirectoryInThePlaceOfTheLockFileIsATypedFailure() throws IOException {
        Files.createDirectory(directory.resolve(LOCK));
        assertThatThrownBy(() -> fs.lock(LOCK, LockMode.MUTABLE)).isInstanceOf(StoreIoException.class);
    }

    @Test
    void aStrangeDirectoryNameIsNoObstacle() throws IOException {
        StoreFs strange = StoreFs.local(root.resolve("a b%20c#?"));
        strange.create();
        strange.lock(LOCK, LockMode.MUTABLE).close();
        assertThat(strange.list()).containsExactly(LOCK);
        assertThat(Path.of(strange.directory()).resolve(LOCK)).isEmptyFile();
    }

    @Test
    void aJvmWithoutNativeAccessIsToldTheFlag() throws IOException {
        assertThat(firstLine(jvm("--illegal-native-access=deny", LockMode.MUTABLE)))
                .startsWith("NativeAccessException")
                .contains(GRANT);
        assertThat(Posix.flagFor(Object.class.getModule())).isEqualTo("--enable-native-access=java.base");
    }

    @Test
    void anUnsupportedPlatformIsRefusedByName() {
        assertThatThrownBy(() -> Posix.constantsOf("Windows 11", "amd64"))
                .isInstanceOf(NativeAccessException.class)
                .hasMessageContaining("Windows 11");
        assertThat(Posix.constantsOf("Linux", "amd64").noFollow()).isEqualTo(0x20000);
        assertThat(Posix.constantsOf("Linux", "aarch64").noFollow()).isEqualTo(0x8000);
        assertThat(Posix.constantsOf("Mac OS X", "aarch64").noFollow()).isEqualTo(0x100);
    }

    /// A command that takes the lock or exits with 1, says HELD, and holds it until its input ends.
    private List<String> foreignLock() {
        String file = directory.resolve(LOCK).toString();
        if (isInstalled("flock")) {
            return List.of("flock", "-n", file, "sh", "-c", "echo HELD; cat >/dev/null");
        }
        if (isInstalled("python3")) {
            String program = """
                    import fcntl, sys
                    f = open(sys.argv[1], 'a')
                    try:
                        fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except OSError:
                        sys.exit(1)
                    print('HELD', flush=True)
                    sys.stdin.read()
                    """;
            return List.of("python3", "-c", program, file);
        }
        return List.of();
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Process jvm(String option, LockMode mode) throws IOException {
        Path target = Path.of(System.getProperty("basedir", "")).resolve("target");
        return start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                option,
                "-cp",
                target.resolve("classes") + ":" + target.resolve("test-classes"),
                LockHolder.class.getName(),
                directory.toString(),
                mode.name()));
    }

    private Process start(List<String> command) throws IOException {
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }

    private static String firstLine(Process child) throws IOException {
        BufferedReader output = child.inputReader();
        return String.valueOf(output.readLine());
    }

    /// The open flags of every descriptor of this process that leads to `file`; empty where there is no
    /// `/proc`.
    private static List<Integer> descriptorFlags(Path file) throws IOException {
        List<Integer> flags = new ArrayList<>();
        if (!Files.isDirectory(Path.of("/proc/self/fdinfo"))) {
            return flags;
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file)) {
                    Path facts = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
                    for (String line : Files.readAllLines(facts)) {
                        if (line.startsWith("flags:")) {
                            flags.add(Integer.parseInt(line.substring(6).strip(), 8));
                        }
                    }
                }
            }
        }
        return flags;
    }

    @Test
    void theChildEndsWhenItsInputEnds() throws Exception {
        Process holder = jvm(GRANT, LockMode.MUTABLE);
        assertThat(firstLine(holder)).isEqualTo("HELD MUTABLE");
        holder.getOutputStream().close();
        assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        fs.lock(LOCK, LockMode.MUTABLE).close();
    }
}
