package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.Mapping;
import io.batpak.fs.MappingLostException;
import io.batpak.fs.StoreIoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// A mapping of a [MemFs]: it sees later writes, and loses what is cut away, as a real one does.
final class MemMapping implements Mapping {
    private final MemDirectory owner;
    private final String name;
    private final MemNode node;
    private final int length;
    private final boolean closeable;
    /// Guarded by the disk.
    private boolean closed;

    MemMapping(MemDirectory owner, String name, MemNode node, boolean closeable) {
        this.owner = owner;
        this.name = name;
        this.node = node;
        this.length = node.length();
        this.closeable = closeable;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copy(long at, byte[] target, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, target.length);
        owner.disk().giveWay(MemOperation.READ.costNanos());
        synchronized (owner.disk()) {
            requireMapped(at, count);
            owner.trace().enter(MemOperation.READ, owner.label(name), "mapped " + at + "+" + count);
            requireThere(at, count);
            node.read(target, offset, count, at);
        }
    }

    @Override
    public byte byteAt(long at) {
        return (byte) integer(at, Byte.BYTES);
    }

    @Override
    public short shortAt(long at) {
        return (short) integer(at, Short.BYTES);
    }

    @Override
    public int intAt(long at) {
        return (int) integer(at, Integer.BYTES);
    }

    @Override
    public long longAt(long at) {
        return integer(at, Long.BYTES);
    }

    /// A read of memory: no operation that is counted or fails on purpose.
    private long integer(long at, int count) {
        byte[] bytes = new byte[Long.BYTES];
        synchronized (owner.disk()) {
            requireMapped(at, count);
            requireThere(at, count);
            node.read(bytes, 0, count, at);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    private void requireMapped(long at, int count) {
        if (closed) {
            throw new StoreIoException(IoSite.of("copy from mapping", name), IoKind.OTHER, "it is closed");
        }
        if (at < 0 || at > length - count) {
            throw new StoreIoException(
                    IoSite.of("copy from mapping", name),
                    IoKind.INVALID_INPUT,
                    count + " bytes at " + at + " leave the " + length + " mapped bytes");
        }
    }

    private void requireThere(long at, int count) {
        if (at + count > node.length()) {
            throw new MappingLostException(name, new InternalError("the file was cut to " + node.length()));
        }
    }

    @Override
    public void close() {
        synchronized (owner.disk()) {
            closed = closeable;
        }
    }
}
