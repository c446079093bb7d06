package io.batpak.verify.damage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A disk of 64 MiB with ext4 on it that can be made to fail: a loop device over a file, with the device mapper
/// between it and the file system where the kernel has one. For root on Linux.
///
/// Threads: one.
final class ChaosDevice implements AutoCloseable {
    private static final long BYTES = 64L << 20;
    private static final long SECTOR_BYTES = 512;

    /// How it fails.
    enum Failure {
        /// The device answers every read and write with an error, as if it had been pulled out.
        ERROR("error", "dmsetup"),
        /// The device says that it has written, and has not.
        DROPPED_WRITES("flakey", "dmsetup"),
        /// The file system is stopped without writing its journal, by `EXT4_IOC_SHUTDOWN`: what was not synced is
        /// lost, and every call fails. Needs no device mapper.
        SHUTDOWN("", "python3");

        private final String target;
        private final String program;

        Failure(String target, String program) {
            this.target = target;
            this.program = program;
        }

        boolean isMapped() {
            return !target.isEmpty();
        }

        /// Whether the caller is told that its writes fail.
        boolean isTold() {
            return this != DROPPED_WRITES;
        }
    }

    private final Failure failure;
    private final Path mount;
    private final String name = "batpak-chaos-" + ProcessHandle.current().pid();
    private final String loop;
    private boolean mapped;
    private boolean mounted;

    /// Makes one.
    ///
    /// @param work an empty directory
    ChaosDevice(Failure failure, Path work) {
        this.failure = failure;
        mount = work.resolve("mount");
        Path file = work.resolve("disk");
        run("truncate", "--size=" + BYTES, file.toString());
        loop = run("losetup", "--find", "--show", file.toString()).trim();
        try {
            Files.createDirectories(mount);
            if (failure.isMapped()) {
                run("dmsetup", "create", name, "--table", table("linear"));
                mapped = true;
            }
            run("mkfs.ext4", "-q", "-F", device());
            mount();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// What this machine lacks for it, in words; empty if nothing.
    static List<String> missing(Failure failure) {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("the user is not root");
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        for (String program : List.of("losetup", "mkfs.ext4", "mount", "umount", failure.program)) {
            if (Arrays.stream(path.split(":", -1)).noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                missing.add("no program " + program);
            }
        }
        if (missing.isEmpty() && failure.isMapped()) {
            try {
                if (run("dmsetup", "targets").lines().noneMatch(line -> line.startsWith(failure.target))) {
                    missing.add("the kernel has no device mapper target " + failure.target);
                }
            } catch (IllegalStateException e) {
                missing.add("the kernel has no device mapper, see CONFIG_BLK_DEV_DM and modprobe dm-mod: "
                        + Objects.requireNonNullElse(e.getMessage(), "")
                                .lines()
                                .findFirst()
                                .orElse(""));
            }
        }
        return missing;
    }

    /// A directory on it.
    Path journal() {
        return mount.resolve("journal");
    }

    /// From now on it fails.
    void fail() {
        if (failure.isMapped()) {
            load(table(failure.target));
        } else {
            run("python3", "-c", """
                    import fcntl, os, struct, sys
                    place = os.open(sys.argv[1], os.O_RDONLY)
                    fcntl.ioctl(place, 0x8004587D, struct.pack("I", 2)) # EXT4_IOC_SHUTDOWN without writing the journal
                    """, mount.toString());
        }
    }

    /// It works again, and has what had reached it.
    void revive() {
        run("umount", mount.toString());
        mounted = false;
        if (failure.isMapped()) {
            load(table("linear"));
        }
        mount();
    }

    private void mount() {
        run("mount", "-t", "ext4", device(), mount.toString());
        mounted = true;
    }

    private String device() {
        return failure.isMapped() ? "/dev/mapper/" + name : loop;
    }

    private static String sectors() {
        return "0 " + BYTES / SECTOR_BYTES;
    }

    private String table(String target) {
        return switch (target) {
            case "error" -> sectors() + " error";
            case "flakey" -> sectors() + " flakey " + loop + " 0 0 3600 1 drop_writes";
            default -> sectors() + " linear " + loop + " 0";
        };
    }

    /// Neither flushes nor freezes the file system, which would write what is to be lost.
    private void load(String table) {
        run("dmsetup", "suspend", "--noflush", "--nolockfs", name);
        run("dmsetup", "load", name, "--table", table);
        run("dmsetup", "resume", name);
    }

    /// Runs a program to its end and returns what it printed.
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (mounted) {
            run("umount", mount.toString());
        }
        if (mapped) {
            run("dmsetup", "remove", "--retry", name);
        }
        run("losetup", "--detach", loop);
    }
}
