package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.VisibilityFenceNotActiveException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An open journal of a session, and the fence that was begun on it.
final class Handle {
    private final Path directory;
    private final Journal journal;
    private final @Nullable Store store;
    private final ConfigReader.Settings settings;
    private final Cursors cursors = new Cursors();
    private @Nullable VisibilityFence fence;

    /// @param store the journal once more, if it was opened for writing
    Handle(Path directory, Journal journal, @Nullable Store store, ConfigReader.Settings settings) {
        this.directory = directory;
        this.journal = journal;
        this.store = store;
        this.settings = settings;
    }

    Path directory() {
        return directory;
    }

    Journal journal() {
        return journal;
    }

    /// Absent for a read-only handle.
    @Nullable
    Store store() {
        return store;
    }

    /// Absent unless the clock stands still.
    @Nullable
    StandingClock clock() {
        return settings.clock();
    }

    /// The cursors that were opened on this handle.
    Cursors cursors() {
        return cursors;
    }

    void began(VisibilityFence begun) {
        fence = begun;
    }

    /// The fence that was begun on this handle and has not ended.
    VisibilityFence fence() {
        VisibilityFence begun = fence;
        if (begun == null || !begun.isActive()) {
            throw new VisibilityFenceNotActiveException();
        }
        return begun;
    }

    /// Returns when everything that earlier commands handed over is committed, and each sync has run that the
    /// number of commits asks for. The latter cannot be told where syncs run in the background, unless every
    /// commit is synced anyway.
    void settle() {
        Store writer = store;
        if (writer == null) {
            return;
        }
        if (settings.shared() || !writer.writerPressure().isIdle()) {
            writer.drain(Integer.MAX_VALUE);
        }
        if (settings.shared() && settings.syncsEveryEvent()) {
            writer.sync();
        }
    }
}
