package io.batpak.testkit;

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

/// A double that takes everything and keeps nothing. Each suite must fail it.
final class DoNothingFs implements StoreFs {
    @Override
    public String directory() {
        return "";
    }

    @Override
    public StoreFs elsewhere(Path directory) {
        return this;
    }

    @Override
    public boolean exists() {
        return false;
    }

    @Override
    public boolean isSameDirectory(StoreFs other) {
        return false;
    }

    @Override
    public long usableBytes() {
        return 0;
    }

    @Override
    public List<String> entries() {
        return List.of();
    }

    @Override
    public void copyTo(String name, long length, StoreFs target, String targetName) {}

    @Override
    public boolean linkTo(String name, StoreFs target, String targetName) {
        return false;
    }

    @Override
    public boolean cloneTo(String name, StoreFs target, String targetName) {
        return false;
    }

    @Override
    public void moveDirectory(StoreFs to) {}

    @Override
    public void deleteDirectory() {}

    @Override
    public void create() {}

    @Override
    public List<String> list() {
        return List.of();
    }

    @Override
    public Optional<FileFacts> facts(String name) {
        return Optional.empty();
    }

    @Override
    public StoreFile createNew(String name) {
        return new DoNothingFile();
    }

    @Override
    public StoreFile openExisting(String name) {
        return new DoNothingFile();
    }

    @Override
    public StoreFile openReadOnly(String name) {
        return new DoNothingFile();
    }

    @Override
    public void rename(String from, String to) {}

    @Override
    public void delete(String name) {}

    @Override
    public void syncDirectory() {}

    @Override
    public DirectoryLock lock(String name, LockMode mode) {
        return new DirectoryLock() {
            @Override
            public LockMode mode() {
                return mode;
            }

            @Override
            public void close() {}
        };
    }

    private static final class DoNothingFile implements StoreFile, Mapping {
        @Override
        public String name() {
            return "";
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length, long at) {
            return 0;
        }

        @Override
        public void write(byte[] source, int offset, int length, long at) {}

        @Override
        public void truncate(long length) {}

        @Override
        public void sync(SyncMode mode) {}

        @Override
        public Mapping map() {
            return this;
        }

        @Override
        public Mapping mapUntilUnreachable() {
            return this;
        }

        @Override
        public byte byteAt(long at) {
            return 0;
        }

        @Override
        public short shortAt(long at) {
            return 0;
        }

        @Override
        public int intAt(long at) {
            return 0;
        }

        @Override
        public long longAt(long at) {
            return 0;
        }

        @Override
        public void copy(long at, byte[] target, int offset, int length) {}

        @Override
        public void close() {}
    }
}
