package io.batpak.fs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// A mapping in a shared arena of its own.
final class LocalMapping implements Mapping {
    private final String name;
    private final Arena arena;
    private final MemorySegment bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalMapping(String name, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.arena = arena;
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.byteSize();
    }

    @Override
    public void copy(long at, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (at < 0 || at > bytes.byteSize() - length) {
            throw new StoreIoException(
                    IoSite.of("copy from mapping", name),
                    IoKind.INVALID_INPUT,
                    length + " bytes at " + at + " leave the " + bytes.byteSize() + " mapped bytes");
        }
        try {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, target, offset, length);
        } catch (InternalError vanished) {
            // SIGBUS: the only way the JVM tells that a mapped page cannot be read.
            throw new MappingLostException(name, vanished);
        } catch (IllegalStateException late) {
            throw new StoreIoException(IoSite.of("copy from mapping", name), IoKind.OTHER, "it is closed", late);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arena.close();
        }
    }

    @Override
    public String toString() {
        return "mapping of " + name;
    }
}
