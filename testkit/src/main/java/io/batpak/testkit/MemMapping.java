package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.Mapping;
import io.batpak.fs.MappingLostException;
import io.batpak.fs.StoreIoException;
import java.util.Objects;

/// A mapping of a [MemFs]: it sees later writes, and loses what is cut away, as a real one does.
final class MemMapping implements Mapping {
    private final MemFs owner;
    private final String name;
    private final MemNode node;
    private final int length;
    /// Guarded by `owner`.
    private boolean closed;

    MemMapping(MemFs owner, String name, MemNode node) {
        this.owner = owner;
        this.name = name;
        this.node = node;
        this.length = node.length();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copy(long at, byte[] target, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, target.length);
        synchronized (owner) {
            if (closed) {
                throw new StoreIoException(IoSite.of("copy from mapping", name), IoKind.OTHER, "it is closed");
            }
            if (at < 0 || at > length - count) {
                throw new StoreIoException(
                        IoSite.of("copy from mapping", name),
                        IoKind.INVALID_INPUT,
                        count + " bytes at " + at + " leave the " + length + " mapped bytes");
            }
            owner.trace().enter(MemOperation.READ, name, "mapped " + at + "+" + count);
            if (at + count > node.length()) {
                throw new MappingLostException(name, new InternalError("the file was cut to " + node.length()));
            }
            node.read(target, offset, count, at);
        }
    }

    @Override
    public void close() {
        synchronized (owner) {
            closed = true;
        }
    }
}
