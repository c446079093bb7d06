package io.batpak.verify.engine;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.LockMode;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A directory that throws what no directory throws, once, at a chosen call: a defect in the middle of a commit.
final class TrippingFs implements StoreFs {
    private final StoreFs real;
    /// Counts for all directories that were reached from it.
    private final TrippingFs first;
    private long calls;
    private long tripAt = Long.MAX_VALUE;
    private boolean onlyWrites;
    private Throwable trip = new IllegalStateException("a defect");

    TrippingFs(StoreFs real) {
        this.real = real;
        this.first = this;
    }

    private TrippingFs(StoreFs real, TrippingFs first) {
        this.real = real;
        this.first = first;
    }

    /// The `call`-th call from the beginning fails.
    void tripAt(long call, Throwable with) {
        tripAt = call;
        trip = with;
    }

    /// The next write fails.
    void tripNextWrite(Throwable with) {
        onlyWrites = true;
        tripAt = 0;
        trip = with;
    }

    long calls() {
        return calls;
    }

    private void count(boolean write) {
        if (first != this) {
            first.count(write);
            return;
        }
        calls++;
        if (onlyWrites ? write && tripAt == 0 : calls == tripAt) {
            tripAt = Long.MAX_VALUE;
            switch (trip) {
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                default -> throw new IllegalStateException(trip);
            }
        }
    }

    @Override
    public String directory() {
        return real.directory();
    }

    @Override
    public void create() {
        real.create();
    }

    @Override
    public List<String> list() {
        count(false);
        return real.list();
    }

    @Override
    public Optional<FileFacts> facts(String name) {
        count(false);
        return real.facts(name);
    }

    @Override
    public StoreFile createNew(String name) {
        count(false);
        return new TrippingFile(real.createNew(name));
    }

    @Override
    public StoreFile openExisting(String name) {
        count(false);
        return new TrippingFile(real.openExisting(name));
    }

    @Override
    public StoreFile openReadOnly(String name) {
        return real.openReadOnly(name);
    }

    @Override
    public void rename(String from, String to) {
        count(false);
        real.rename(from, to);
    }

    @Override
    public void delete(String name) {
        count(false);
        real.delete(name);
    }

    @Override
    public void syncDirectory() {
        count(false);
        real.syncDirectory();
    }

    @Override
    public DirectoryLock lock(String name, LockMode mode) {
        return real.lock(name, mode);
    }

    @Override
    public StoreFs elsewhere(Path other) {
        return new TrippingFs(real.elsewhere(other), first);
    }

    @Override
    public boolean exists() {
        return real.exists();
    }

    @Override
    public boolean isSameDirectory(StoreFs other) {
        return real.isSameDirectory(unwrapped(other));
    }

    @Override
    public long usableBytes() {
        return real.usableBytes();
    }

    @Override
    public List<String> entries() {
        count(false);
        return real.entries();
    }

    @Override
    public boolean linkTo(String name, StoreFs target, String targetName) {
        count(false);
        return real.linkTo(name, unwrapped(target), targetName);
    }

    @Override
    public boolean cloneTo(String name, StoreFs target, String targetName) {
        count(false);
        return real.cloneTo(name, unwrapped(target), targetName);
    }

    @Override
    public void moveDirectory(StoreFs to) {
        count(false);
        real.moveDirectory(unwrapped(to));
    }

    @Override
    public void deleteDirectory() {
        count(false);
        real.deleteDirectory();
    }

    private static StoreFs unwrapped(StoreFs other) {
        return other instanceof TrippingFs tripping ? tripping.real : other;
    }

    private final class TrippingFile implements StoreFile {
        private final StoreFile file;

        TrippingFile(StoreFile file) {
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
            return file.read(target, offset, length, at);
        }

        /// The bytes reach the file before it fails.
        @Override
        public void write(byte[] source, int offset, int length, long at) {
            file.write(source, offset, length, at);
            count(true);
        }

        @Override
        public void truncate(long length) {
            count(false);
            file.truncate(length);
        }

        @Override
        public void sync(SyncMode mode) {
            count(false);
            file.sync(mode);
        }

        @Override
        public Mapping map() {
            return file.map();
        }

        @Override
        public Mapping mapUntilUnreachable() {
            return file.mapUntilUnreachable();
        }

        @Override
        public void close() {
            file.close();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
