package io.batpak.projection;

import io.batpak.format.CacheRowFile;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A file for each row, in a directory for each first byte of keys, as 0.9.0 lays them out.
///
/// Nothing is synced: what a crash loses is folded anew. A row is written beside its file and renamed over it.
/// Bytes: docs/formats/projection-cache.md.
final class NativeCache implements ProjectionCache {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final String SUFFIX = ".bin";
    private static final int SHARD_DIGITS = 2;
    private static final String NO_SHARD = "00";
    private static final int NAME_MAX = 255;
    /// Hexadecimal digits of a long key that stay readable in the name of its file.
    private static final int LONG_KEY_DIGITS = 120;

    private static final char LONG_KEY_MARK = '-';

    private final StoreFs root;
    private final AtomicLong staged = new AtomicLong();

    NativeCache(StoreFs root) {
        this.root = root;
        attempt("open " + root.directory(), () -> {
            Path directory = Path.of(root.directory()).toAbsolutePath();
            Path parent = directory.getParent();
            if (parent != null && root.elsewhere(parent).exists()) {
                refuseLink(root.elsewhere(parent), String.valueOf(directory.getFileName()));
            }
            root.create();
            return root;
        });
    }

    @Override
    public Optional<CacheRow> get(Bytes key) {
        return attempt("get", () -> shard(key).flatMap(fs -> read(fs, fileName(key))));
    }

    private Optional<CacheRow> read(StoreFs fs, String name) {
        byte[] bytes;
        try (StoreFile file = fs.openReadOnly(name)) {
            bytes = new byte[Math.toIntExact(file.length())];
            file.readFully(bytes, 0, bytes.length, 0);
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        Optional<CacheRowFile> row = CacheRowFile.fromBytes(bytes);
        if (row.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a projection cache row of {0} bytes is none and is deleted: {1}",
                    bytes.length,
                    name);
            delete(fs, name);
        }
        return row.map(found -> new CacheRow(
                found.value(),
                new CacheMeta(found.watermark(), found.cachedAtMicros(), found.monotonicNanos(), found.bootNanos())));
    }

    @Override
    public void put(Bytes key, Bytes value, CacheMeta meta) {
        byte[] bytes = new CacheRowFile(
                        value,
                        meta.watermark(),
                        meta.cachedAtMicros(),
                        meta.cachedAtMonotonicNanos(),
                        meta.processBootNanos())
                .toBytes();
        attempt("put", () -> {
            String name = shardName(key);
            refuseLink(root, name);
            StoreFs fs = at(name);
            if (!fs.exists()) {
                fs.create();
            }
            refuseLink(fs, fileName(key));
            replace(fs, fileName(key), bytes);
            return key;
        });
    }

    private void replace(StoreFs fs, String name, byte[] bytes) {
        String beside = ".tmp" + Long.toString(Thread.currentThread().threadId(), Character.MAX_RADIX) + "-"
                + Long.toString(staged.incrementAndGet(), Character.MAX_RADIX);
        if (fs.facts(beside).isPresent()) {
            fs.delete(beside); // a process before this one left it
        }
        try {
            try (StoreFile file = fs.createNew(beside)) {
                file.write(bytes, 0, bytes.length, 0);
            }
            fs.rename(beside, name);
        } catch (StoreIoException e) {
            delete(fs, beside);
            throw e;
        }
    }

    /// Deletes a file that nobody needs; one that stays does no harm.
    private static void delete(StoreFs fs, String name) {
        try {
            fs.delete(name);
        } catch (StoreIoException e) {
            if (e.ioKind() != IoKind.NOT_FOUND) {
                LOG.log(System.Logger.Level.WARNING, "a file of a projection cache stays: " + name, e);
            }
        }
    }

    @Override
    public long deletePrefix(Bytes prefix) {
        String digits = prefix.hex();
        String start = digits.substring(0, Math.min(digits.length(), LONG_KEY_DIGITS));
        return attempt("delete", () -> {
            if (!root.exists()) {
                return 0L;
            }
            long deleted = 0;
            for (String shard : root.entries()) {
                boolean possible = digits.startsWith(shard)
                        || digits.isEmpty()
                        || shard.startsWith(digits.substring(0, SHARD_DIGITS));
                if (possible && isDirectory(shard)) {
                    deleted += deleteIn(at(shard), digits, start);
                }
            }
            return deleted;
        });
    }

    private static long deleteIn(StoreFs fs, String digits, String start) {
        List<String> names = fs.list().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .filter(name -> name.startsWith(digits)
                        || (name.startsWith(start)
                                && name.length() > LONG_KEY_DIGITS
                                && name.charAt(LONG_KEY_DIGITS) == LONG_KEY_MARK))
                .toList();
        names.forEach(fs::delete);
        return names.size();
    }

    @Override
    public void sync() {
        // by design: a row that is lost is folded anew
    }

    /// The directory of a key, if it is there.
    private Optional<StoreFs> shard(Bytes key) {
        String name = shardName(key);
        refuseLink(root, name);
        if (!isDirectory(name)) {
            if (root.facts(name).isPresent()) {
                throw new CacheFailedException(name + " is not a directory", null);
            }
            return Optional.empty();
        }
        return Optional.of(at(name));
    }

    private boolean isDirectory(String name) {
        return at(name).exists();
    }

    private StoreFs at(String shard) {
        return root.elsewhere(Path.of(root.directory(), shard));
    }

    private static String shardName(Bytes key) {
        return key.length() == 0 ? NO_SHARD : key.hex().substring(0, SHARD_DIGITS);
    }

    /// The name of a key's file: its hexadecimal digits, or the first of them and a hash where they are too many.
    static String fileName(Bytes key) {
        String digits = key.hex();
        if (digits.length() + SUFFIX.length() <= NAME_MAX) {
            return digits + SUFFIX;
        }
        byte[] hash = Hash256.blake3().digest(key.toByteArray());
        return digits.substring(0, LONG_KEY_DIGITS)
                + LONG_KEY_MARK
                + HexFormat.of().formatHex(hash)
                + SUFFIX;
    }

    private static void refuseLink(StoreFs fs, String name) {
        if (fs.facts(name).filter(FileFacts::symbolicLink).isPresent()) {
            throw new CacheFailedException(name + " is a symbolic link", null);
        }
    }

    private static <T> T attempt(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreIoException | ArithmeticException e) {
            throw new CacheFailedException(what + ": " + e.getMessage(), e);
        }
    }
}
