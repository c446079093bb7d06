package io.batpak.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file of the local file system.
///
/// Written through a [RandomAccessFile], because an interrupted `FileChannel.write` closes the file for
/// everybody. Its file pointer is tracked, so that an append is one system call. Read through [LocalReader].
final class LocalFile implements StoreFile {
    private static final long UNKNOWN = -1;

    private final LocalFs owner;
    private final LocalReader reader;
    private final @Nullable RandomAccessFile writer;
    private final Object writing = new Object();
    private final Object dataSyncing = new Object();
    /// Where the next byte goes without a seek; guarded by `writing`.
    private long pointer;
    /// Guarded by `dataSyncing`.
    private @Nullable DataSync dataSync;

    private volatile String name;
    private volatile boolean closed;

    private LocalFile(LocalFs owner, String name, Object identity, @Nullable RandomAccessFile writer) {
        this.owner = owner;
        this.name = name;
        this.writer = writer;
        this.reader = new LocalReader(this, identity);
    }

    static LocalFile createNew(LocalFs owner, String name, Path path) throws IOException {
        Set<StandardOpenOption> exclusive = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel pin = FileChannel.open(path, exclusive)) {
            try {
                return writable(owner, name, path);
            } catch (IOException | RuntimeException failure) {
                deleteAfter(failure, path);
                throw failure;
            } finally {
                Objects.requireNonNull(pin); // open until here, so the inode number cannot be given to another file
            }
        }
    }

    static LocalFile openExisting(LocalFs owner, String name, Path path) throws IOException {
        requireRegular(name, attributes(path, LinkOption.NOFOLLOW_LINKS));
        try (FileChannel pin = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            try {
                return writable(owner, name, path);
            } finally {
                Objects.requireNonNull(pin); // as above
            }
        }
    }

    static LocalFile openReadOnly(LocalFs owner, String name) throws IOException {
        BasicFileAttributes attributes = attributes(owner.path("open", name));
        requireRegular(name, attributes);
        LocalFile file = new LocalFile(owner, name, identity(attributes), null);
        file.reader.open();
        return file;
    }

    /// `RandomAccessFile` follows links and creates missing files, so what the name led to is compared before
    /// and after; whoever holds the directory lock sees no difference.
    private static LocalFile writable(LocalFs owner, String name, Path path) throws IOException {
        BasicFileAttributes before = attributes(path, LinkOption.NOFOLLOW_LINKS);
        requireRegular(name, before);
        RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw");
        try {
            BasicFileAttributes after = attributes(path, LinkOption.NOFOLLOW_LINKS);
            if (!identity(before).equals(identity(after))) {
                throw IoFailures.replaced("open", name);
            }
            return new LocalFile(owner, name, identity(before), writer);
        } catch (IOException | RuntimeException failure) {
            closeAfter(failure, writer);
            throw failure;
        }
    }

    private static void closeAfter(Exception failure, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception second) {
            failure.addSuppressed(second);
        }
    }

    static void deleteAfter(Throwable failure, Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    static BasicFileAttributes attributes(Path path, LinkOption... options) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, options);
    }

    static Object identity(BasicFileAttributes attributes) {
        return Objects.requireNonNull(attributes.fileKey(), "this file system has no file identities");
    }

    static void requireRegular(String name, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            throw attributes.isSymbolicLink()
                    ? IoFailures.throughSymlink("open", name)
                    : new StoreIoException(IoSite.of("open", name), IoKind.INVALID_INPUT, "not a regular file");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        RandomAccessFile file = writer;
        if (file == null) {
            return reader.length();
        }
        requireOpen("stat");
        try {
            return file.length();
        } catch (IOException failure) {
            throw failed(IoSite.of("stat", name), failure);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length, long at) {
        Objects.checkFromIndexSize(offset, length, target.length);
        IoFailures.requireOffset("read", name, at);
        return reader.read(target, offset, length, at);
    }

    @Override
    public void write(byte[] source, int offset, int length, long at) {
        Objects.checkFromIndexSize(offset, length, source.length);
        IoFailures.requireOffset("write", name, at);
        RandomAccessFile file = requireWritable("write");
        synchronized (writing) {
            try {
                if (pointer != at) {
                    file.seek(at);
                }
                pointer = UNKNOWN;
                file.write(source, offset, length);
                pointer = at + length;
            } catch (IOException failure) {
                throw failed(IoSite.at("write", name, at), failure);
            }
        }
    }

    @Override
    public void truncate(long length) {
        IoFailures.requireOffset("truncate", name, length);
        RandomAccessFile file = requireWritable("truncate");
        synchronized (writing) {
            try {
                if (length > file.length()) {
                    throw new StoreIoException(
                            IoSite.at("truncate", name, length),
                            IoKind.INVALID_INPUT,
                            "the file has only " + file.length() + " bytes");
                }
                pointer = UNKNOWN;
                file.setLength(length);
            } catch (IOException failure) {
                throw failed(IoSite.at("truncate", name, length), failure);
            }
        }
    }

    @Override
    public void sync(SyncMode mode) {
        RandomAccessFile file = requireWritable("sync");
        if (mode == SyncMode.DATA && syncData()) {
            return;
        }
        try {
            file.getFD().sync();
        } catch (IOException failure) {
            throw failed(IoSite.of("sync", name), failure);
        }
    }

    /// Returns false if only a full sync will do.
    private boolean syncData() {
        if (Thread.currentThread().isVirtual()) {
            return false; // a native call would hold the carrier thread
        }
        synchronized (dataSyncing) {
            if (dataSync == null && !closed) {
                dataSync = DataSync.open(owner.path("sync", name), reader.identity());
            }
            return dataSync != null && dataSync.run(name);
        }
    }

    @Override
    public Mapping map() {
        return reader.map();
    }

    @Override
    public Mapping mapUntilUnreachable() {
        return reader.mapUntilUnreachable();
    }

    @Override
    public void close() {
        synchronized (writing) {
            if (closed) {
                return;
            }
            closed = true;
        }
        owner.forget(this);
        synchronized (dataSyncing) {
            if (dataSync != null) {
                dataSync.close();
            }
        }
        try {
            reader.close();
            if (writer != null) {
                writer.close();
            }
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("close", name), failure);
        }
    }

    /// The monitor under which the name changes; taken before that of the reader.
    Object names() {
        return owner.names();
    }

    Path path() {
        return owner.path("open", name);
    }

    void renamed(String to) {
        name = to;
    }

    /// Called before the name goes away: from now on the file can be read without it.
    void keep() throws IOException {
        reader.keep();
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw IoFailures.closed(operation, name);
        }
    }

    private RandomAccessFile requireWritable(String operation) {
        requireOpen(operation);
        RandomAccessFile file = writer;
        if (file == null) {
            throw new StoreIoException(
                    IoSite.of(operation, name), IoKind.PERMISSION_DENIED, "the file was opened read-only");
        }
        return file;
    }

    private StoreIoException failed(IoSite site, IOException failure) {
        return closed ? IoFailures.closed(site.operation(), name) : IoFailures.translated(site, failure);
    }

    @Override
    public String toString() {
        return name;
    }
}
