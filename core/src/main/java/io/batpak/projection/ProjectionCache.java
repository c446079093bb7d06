package io.batpak.projection;

import io.batpak.fs.StoreFs;
import io.batpak.model.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/// Where states are kept beyond the memory of one open journal. May forget anything at any time; what it answers is
/// checked, so that one that lies cannot make a state wrong.
///
/// Threads: implementations are used by any number of threads at once. Errors: every method may throw
/// [CacheFailedException]; no failure of a cache fails a projection.
public interface ProjectionCache {
    /// What a cache is good for.
    ///
    /// @param prefetches whether [#prefetch] does anything
    /// @param keepsNothing whether it never has a row, so that nobody need ask
    record Capabilities(boolean prefetches, boolean keepsNothing) {}

    /// What this cache is good for; always the same.
    default Capabilities capabilities() {
        return new Capabilities(false, false);
    }

    /// The row that was put last for a key; empty if there is none any more.
    Optional<CacheRow> get(Bytes key);

    /// Keeps a row in the place of the one before.
    void put(Bytes key, Bytes value, CacheMeta meta);

    /// Forgets the rows of all keys that begin so, all rows for an empty prefix.
    ///
    /// @return how many there were
    long deletePrefix(Bytes prefix);

    /// Makes what was put durable, as far as this cache can. No journal calls it.
    void sync();

    /// Tells that a row will be asked for soon.
    ///
    /// @param expected what its meta would be if it were stored now
    default void prefetch(Bytes key, CacheMeta expected) {}

    /// A cache that keeps nothing.
    static ProjectionCache none() {
        return NoCache.INSTANCE;
    }

    /// A cache in the memory of this process, which may be shared by several journals one after another.
    ///
    /// @param rowsMax it forgets the row used longest ago when there are more than this; 1 or more
    static ProjectionCache inMemory(int rowsMax) {
        return new MemoryCache(rowsMax);
    }

    /// A cache of files in this directory, which is created if it is missing. It should belong to one journal, and
    /// not be the directory of one.
    ///
    /// @throws CacheFailedException if it cannot be created or is a symbolic link
    static ProjectionCache in(Path directory) {
        return new NativeCache(StoreFs.local(directory));
    }

    /// The same on another implementation of the file seam.
    ///
    /// @throws CacheFailedException if it cannot be created or is a symbolic link
    static ProjectionCache on(StoreFs fs) {
        return new NativeCache(fs);
    }
}
