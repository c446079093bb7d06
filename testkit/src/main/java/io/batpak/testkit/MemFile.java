package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An open file of a [MemFs]; all state is guarded by its disk.
final class MemFile implements StoreFile {
    private final MemDirectory owner;
    private final MemNode node;
    private final boolean writable;
    private String name;
    private boolean closed;

    MemFile(MemDirectory owner, String name, MemNode node, boolean writable) {
        this.owner = owner;
        this.name = name;
        this.node = node;
        this.writable = writable;
    }

    MemNode node() {
        return node;
    }

    void renamed(String to) {
        name = to;
    }

    @Override
    public String name() {
        synchronized (owner.disk()) {
            return name;
        }
    }

    @Override
    public long length() {
        synchronized (owner.disk()) {
            requireOpen("stat");
            return node.length();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length, long at) {
        Objects.checkFromIndexSize(offset, length, target.length);
        owner.disk().giveWay(MemOperation.READ.costNanos());
        synchronized (owner.disk()) {
            requireOpen("read");
            requireOffset("read", at);
            owner.trace().enter(MemOperation.READ, owner.label(name), at + "+" + length);
            return node.read(target, offset, length, at);
        }
    }

    @Override
    public void write(byte[] source, int offset, int length, long at) {
        Objects.checkFromIndexSize(offset, length, source.length);
        owner.disk().giveWay(MemOperation.WRITE.costNanos());
        synchronized (owner.disk()) {
            requireWritable("write");
            requireOffset("write", at);
            if (at > MemBytes.LENGTH_MAX - length) {
                throw new StoreIoException(
                        IoSite.at("write", name, at), IoKind.STORAGE_FULL, "more than a file in memory can hold");
            }
            MemFault fault = owner.trace().next(MemOperation.WRITE, owner.label(name), at + "+" + length, length);
            node.write(source, offset, fault == null ? length : Math.min(length, fault.keptBytes()), (int) at);
            if (fault != null) {
                throw MemTrace.failure(fault, owner.label(name));
            }
        }
    }

    @Override
    public void truncate(long length) {
        owner.disk().giveWay(MemOperation.TRUNCATE.costNanos());
        synchronized (owner.disk()) {
            requireWritable("truncate");
            if (length < 0 || length > node.length()) {
                throw new StoreIoException(
                        IoSite.of("truncate", name),
                        IoKind.INVALID_INPUT,
                        "to " + length + ", the file has " + node.length() + " bytes");
            }
            owner.trace().enter(MemOperation.TRUNCATE, owner.label(name), Long.toString(length));
            node.truncate((int) length);
        }
    }

    @Override
    public void sync(SyncMode mode) {
        owner.disk().giveWay(MemOperation.SYNC.costNanos());
        synchronized (owner.disk()) {
            requireWritable("sync");
            MemFault fault =
                    owner.trace().next(MemOperation.SYNC, owner.label(name), mode == SyncMode.DATA ? "data" : "");
            if (fault != null) {
                if (fault.keptBytes() == MemFault.EVERYTHING) {
                    node.sync();
                } else {
                    node.loseUnsynced();
                }
                throw MemTrace.failure(fault, owner.label(name));
            }
            if (!owner.trace().isDropped(owner.label(name))) {
                node.sync();
            }
        }
    }

    @Override
    public Mapping map() {
        return map(true);
    }

    @Override
    public Mapping mapUntilUnreachable() {
        return map(false);
    }

    private Mapping map(boolean closeable) {
        owner.disk().giveWay(MemOperation.MAP.costNanos());
        synchronized (owner.disk()) {
            requireOpen("map");
            owner.trace().enter(MemOperation.MAP, owner.label(name), "");
            return new MemMapping(owner, name, node, closeable);
        }
    }

    @Override
    public void close() {
        synchronized (owner.disk()) {
            closed = true;
            owner.forget(this);
        }
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw new StoreIoException(IoSite.of(operation, name), IoKind.OTHER, "the file is closed");
        }
    }

    private void requireWritable(String operation) {
        requireOpen(operation);
        if (!writable) {
            throw new StoreIoException(
                    IoSite.of(operation, name), IoKind.PERMISSION_DENIED, "the file was opened read-only");
        }
    }

    private void requireOffset(String operation, long at) {
        if (at < 0) {
            throw new StoreIoException(IoSite.of(operation, name), IoKind.INVALID_INPUT, "negative offset " + at);
        }
    }

    /// Two handles are the same only if they are one object.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
