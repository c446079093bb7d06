package io.batpak.fs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// A mapping of a local file, with what unmaps it.
final class LocalMapping implements Mapping {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final MemorySegment bytes;
    private final Runnable unmap;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalMapping(String name, MemorySegment bytes, Runnable unmap) {
        this.name = name;
        this.bytes = bytes;
        this.unmap = unmap;
    }

    @Override
    public long length() {
        return bytes.byteSize();
    }

    @Override
    public void copy(long at, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        try {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, target, offset, length);
        } catch (RuntimeException | InternalError failure) {
            throw failed(at, length, failure);
        }
    }

    @Override
    public byte byteAt(long at) {
        try {
            return bytes.get(ValueLayout.JAVA_BYTE, at);
        } catch (RuntimeException | InternalError failure) {
            throw failed(at, Byte.BYTES, failure);
        }
    }

    @Override
    public short shortAt(long at) {
        try {
            return bytes.get(SHORT, at);
        } catch (RuntimeException | InternalError failure) {
            throw failed(at, Short.BYTES, failure);
        }
    }

    @Override
    public int intAt(long at) {
        try {
            return bytes.get(INT, at);
        } catch (RuntimeException | InternalError failure) {
            throw failed(at, Integer.BYTES, failure);
        }
    }

    @Override
    public long longAt(long at) {
        try {
            return bytes.get(LONG, at);
        } catch (RuntimeException | InternalError failure) {
            throw failed(at, Long.BYTES, failure);
        }
    }

    private RuntimeException failed(long at, int length, Throwable failure) {
        IoSite site = IoSite.of("copy from mapping", name);
        if (at < 0 || at > bytes.byteSize() - length) {
            return new StoreIoException(
                    site,
                    IoKind.INVALID_INPUT,
                    length + " bytes at " + at + " leave the " + bytes.byteSize() + " mapped bytes");
        }
        // An InternalError is SIGBUS: the only way the JVM tells that a mapped page cannot be read.
        return failure instanceof InternalError
                ? new MappingLostException(name, failure)
                : new StoreIoException(site, IoKind.OTHER, "it is closed", failure);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            unmap.run();
        }
    }

    @Override
    public String toString() {
        return "mapping of " + name;
    }
}
