package io.batpak.fs;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The calls of the operating system that Java does not offer: `open` with its flags, `flock`, `fdatasync`,
/// `ioctl` for `FICLONE`, `close`, and `errno`. Linux and macOS.
final class Posix {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int LOCK_EXCLUSIVE_NO_WAIT = 2 | 4;
    private static final int READ_WRITE = 2;
    private static final int ANYONE_LESS_UMASK = 0666;
    private static final int INTERRUPTED = 4;

    private static @Nullable Posix loaded;

    private final PosixConstants constants;
    private final MethodHandle open;
    private final MethodHandle flock;
    private final MethodHandle close;
    private final @Nullable MethodHandle dataSync;
    private final @Nullable MethodHandle control;

    /// The value a call returned, and `errno`, which means something only if it failed.
    record Result(int value, int errno) {
        boolean failed() {
            return value < 0;
        }
    }

    @SuppressWarnings("restricted")
    private Posix(PosixConstants constants) {
        this.constants = constants;
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        Linker.Option errno = Linker.Option.captureCallState("errno");
        FunctionDescriptor ofDescriptor = FunctionDescriptor.of(number, number);
        this.open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(number, ValueLayout.ADDRESS, number, number),
                errno,
                Linker.Option.firstVariadicArg(2));
        this.flock = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("flock"), FunctionDescriptor.of(number, number, number), errno);
        this.close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), ofDescriptor, errno);
        this.dataSync = constants.hasDataSync()
                ? linker.downcallHandle(linker.defaultLookup().findOrThrow("fdatasync"), ofDescriptor, errno)
                : null;
        this.control = constants.cloneFile() != 0
                ? linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("ioctl"),
                        FunctionDescriptor.of(number, number, ValueLayout.JAVA_LONG, number),
                        errno,
                        Linker.Option.firstVariadicArg(2))
                : null;
    }

    /// The calls.
    ///
    /// @throws NativeAccessException if this JVM may not make them, or the platform is not supported
    static synchronized Posix require() {
        Posix posix = loaded;
        if (posix != null) {
            return posix;
        }
        PosixConstants constants =
                constantsOf(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
        try {
            posix = new Posix(constants);
        } catch (IllegalCallerException denied) {
            throw new NativeAccessException(
                    "batpak may not call open(2) and flock(2), which lock the store; start the JVM with "
                            + flagFor(Posix.class.getModule()),
                    denied);
        }
        loaded = posix;
        return posix;
    }

    static PosixConstants constantsOf(String system, String processor) {
        PosixConstants constants = PosixConstants.of(system.toLowerCase(Locale.ROOT), processor);
        if (constants == null) {
            throw new NativeAccessException(
                    "batpak cannot lock a store on " + system + " yet: only Linux and macOS are supported", null);
        }
        return constants;
    }

    /// The calls, or null where [#require] throws.
    static @Nullable Posix ifAllowed() {
        try {
            return require();
        } catch (NativeAccessException denied) {
            return null; // asked for by callers that have another way
        }
    }

    static String flagFor(Module module) {
        return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    boolean hasDataSync() {
        return dataSync != null;
    }

    boolean hasClone() {
        return control != null;
    }

    /// `open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)`
    Result openOrCreate(Path path) {
        return openWith(path, READ_WRITE | constants.create());
    }

    /// `open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)`
    Result openReadOnly(Path path) {
        return openWith(path, 0);
    }

    private Result openWith(Path path, int flags) {
        int all = flags | constants.closeOnExec() | constants.noFollow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocateFrom(ValueLayout.JAVA_BYTE, nativeBytes(path));
            Result result;
            do {
                result = result(state, (int) open.invokeExact(state, name, all, ANYONE_LESS_UMASK));
            } while (result.failed() && result.errno() == INTERRUPTED);
            return result;
        } catch (Throwable impossible) {
            throw unexpected(impossible);
        }
    }

    /// `flock(descriptor, LOCK_EX | LOCK_NB)`
    Result lockExclusive(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Result result;
            do {
                result = result(state, (int) flock.invokeExact(state, descriptor, LOCK_EXCLUSIVE_NO_WAIT));
            } while (result.failed() && result.errno() == INTERRUPTED);
            return result;
        } catch (Throwable impossible) {
            throw unexpected(impossible);
        }
    }

    /// `fdatasync(descriptor)`; blocks.
    Result syncData(int descriptor) {
        MethodHandle sync = dataSync;
        if (sync == null) {
            throw new IllegalStateException("no fdatasync on this platform");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Result result;
            do {
                result = result(state, (int) sync.invokeExact(state, descriptor));
            } while (result.failed() && result.errno() == INTERRUPTED);
            return result;
        } catch (Throwable impossible) {
            throw unexpected(impossible);
        }
    }

    /// `ioctl(target, FICLONE, source)`; blocks.
    Result cloneFile(int target, int source) {
        MethodHandle clone = control;
        if (clone == null) {
            throw new IllegalStateException("no FICLONE on this platform");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Result result;
            do {
                result = result(state, (int) clone.invokeExact(state, target, constants.cloneFile(), source));
            } while (result.failed() && result.errno() == INTERRUPTED);
            return result;
        } catch (Throwable impossible) {
            throw unexpected(impossible);
        }
    }

    /// `close(descriptor)`; never repeated, the descriptor is gone whatever it returns.
    Result close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return result(state, (int) close.invokeExact(state, descriptor));
        } catch (Throwable impossible) {
            throw unexpected(impossible);
        }
    }

    boolean wouldBlock(Result result) {
        return result.failed() && result.errno() == constants.wouldBlock();
    }

    boolean isSymbolicLink(Result result) {
        return result.failed() && result.errno() == constants.loop();
    }

    /// The exception for a failed call.
    StoreIoException failure(IoSite site, Result result) {
        return new StoreIoException(site, PosixConstants.kindOf(result.errno()), "errno " + result.errno());
    }

    private static Result result(MemorySegment state, int value) {
        return new Result(value, (int) ERRNO.get(state, 0L));
    }

    private static IllegalStateException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call threw", thrown);
    }

    /// The bytes of the path as the kernel knows them, with the closing zero. A URI keeps them, a string may
    /// not.
    private static byte[] nativeBytes(Path path) {
        String escaped = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length() + 1);
        int at = 0;
        while (at < escaped.length()) {
            if (escaped.charAt(at) == '%') {
                bytes.write(Integer.parseInt(escaped, at + 1, at + 3, 16));
                at += 3;
            } else {
                bytes.writeBytes(escaped.substring(at, at + 1).getBytes(StandardCharsets.US_ASCII));
                at++;
            }
        }
        bytes.write(0);
        return bytes.toByteArray();
    }
}
