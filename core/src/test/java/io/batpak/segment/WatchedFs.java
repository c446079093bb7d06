package io.batpak.segment;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.LockMode;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A local directory that counts what is open, and tells when a mapping is closed under a copy.
final class WatchedFs implements StoreFs {
    private final StoreFs local;
    final AtomicInteger openFiles = new AtomicInteger();
    final AtomicInteger openMappings = new AtomicInteger();
    final AtomicInteger openMost = new AtomicInteger();
    final AtomicInteger mapped = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicLong readBytes = new AtomicLong();
    final AtomicInteger closedUnderCopy = new AtomicInteger();
    final Set<String> unmappers = ConcurrentHashMap.newKeySet();
    volatile boolean refusesMappings;

    WatchedFs(Path directory) {
        local = StoreFs.local(directory);
        local.create();
    }

    int open() {
        return openFiles.get() + openMappings.get();
    }

    private void opened(AtomicInteger count) {
        count.incrementAndGet();
        openMost.accumulateAndGet(open(), Math::max);
    }

    @Override
    public StoreFile openReadOnly(String name) {
        StoreFile file = local.openReadOnly(name);
        opened(openFiles);
        return new WatchedFile(file);
    }

    @Override
    public String directory() {
        return local.directory();
    }

    @Override
    public void create() {
        local.create();
    }

    @Override
    public List<String> list() {
        return local.list();
    }

    @Override
    public Optional<FileFacts> facts(String name) {
        return local.facts(name);
    }

    @Override
    public StoreFile createNew(String name) {
        return local.createNew(name);
    }

    @Override
    public StoreFile openExisting(String name) {
        return local.openExisting(name);
    }

    @Override
    public void rename(String from, String to) {
        local.rename(from, to);
    }

    @Override
    public void delete(String name) {
        local.delete(name);
    }

    @Override
    public void syncDirectory() {
        local.syncDirectory();
    }

    @Override
    public DirectoryLock lock(String name, LockMode mode) {
        return local.lock(name, mode);
    }

    @Override
    public StoreFs elsewhere(Path other) {
        return local.elsewhere(other);
    }

    @Override
    public boolean exists() {
        return local.exists();
    }

    @Override
    public boolean isSameDirectory(StoreFs other) {
        return local.isSameDirectory(other instanceof WatchedFs watched ? watched.local : other);
    }

    @Override
    public long usableBytes() {
        return local.usableBytes();
    }

    @Override
    public List<String> entries() {
        return local.entries();
    }

    @Override
    public boolean linkTo(String name, StoreFs target, String targetName) {
        return local.linkTo(name, target, targetName);
    }

    @Override
    public boolean cloneTo(String name, StoreFs target, String targetName) {
        return local.cloneTo(name, target, targetName);
    }

    @Override
    public void moveDirectory(StoreFs to) {
        local.moveDirectory(to);
    }

    @Override
    public void deleteDirectory() {
        local.deleteDirectory();
    }

    private final class WatchedFile implements StoreFile {
        private final StoreFile file;
        private final AtomicBoolean closed = new AtomicBoolean();

        WatchedFile(StoreFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public int read(byte[] target, int offset, int length, long at) {
            reads.incrementAndGet();
            int count = file.read(target, offset, length, at);
            readBytes.addAndGet(count);
            return count;
        }

        @Override
        public void write(byte[] source, int offset, int length, long at) {
            file.write(source, offset, length, at);
        }

        @Override
        public void truncate(long length) {
            file.truncate(length);
        }

        @Override
        public void sync(SyncMode mode) {
            file.sync(mode);
        }

        @Override
        public Mapping map() {
            if (refusesMappings) {
                throw new StoreIoException(IoSite.of("map", name()), IoKind.OTHER, "not here");
            }
            Mapping mapping = file.map();
            mapped.incrementAndGet();
            opened(openMappings);
            return new WatchedMapping(mapping);
        }

        @Override
        public Mapping mapUntilUnreachable() {
            return file.mapUntilUnreachable();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                openFiles.decrementAndGet();
            }
            file.close();
        }
    }

    private final class WatchedMapping implements Mapping {
        private final Mapping mapping;
        private final AtomicInteger copies = new AtomicInteger();

        WatchedMapping(Mapping mapping) {
            this.mapping = mapping;
        }

        @Override
        public long length() {
            return mapping.length();
        }

        @Override
        public void copy(long at, byte[] target, int offset, int length) {
            copies.incrementAndGet();
            try {
                mapping.copy(at, target, offset, length);
            } finally {
                copies.decrementAndGet();
            }
        }

        @Override
        public byte byteAt(long at) {
            return mapping.byteAt(at);
        }

        @Override
        public short shortAt(long at) {
            return mapping.shortAt(at);
        }

        @Override
        public int intAt(long at) {
            return mapping.intAt(at);
        }

        @Override
        public long longAt(long at) {
            return mapping.longAt(at);
        }

        @Override
        public void close() {
            if (copies.get() > 0) {
                closedUnderCopy.incrementAndGet();
            }
            unmappers.add(Thread.currentThread().getName());
            openMappings.decrementAndGet();
            mapping.close();
        }
    }
}
