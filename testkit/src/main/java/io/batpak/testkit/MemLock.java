package io.batpak.testkit;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.LockMode;

/// The lock of a directory of a [MemDisk].
final class MemLock implements DirectoryLock {
    private final MemDisk disk;
    private final MemDisk.Place place;
    private final LockMode mode;
    private final boolean held;
    private boolean released;

    MemLock(MemDisk disk, MemDisk.Place place, LockMode mode, boolean held) {
        this.disk = disk;
        this.place = place;
        this.mode = mode;
        this.held = held;
    }

    @Override
    public boolean isHeld() {
        return held;
    }

    @Override
    public LockMode mode() {
        return mode;
    }

    @Override
    public void close() {
        synchronized (disk) {
            if (!released) {
                released = true;
                disk.locked().remove(place);
            }
        }
    }
}
