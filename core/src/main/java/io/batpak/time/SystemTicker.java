package io.batpak.time;

import java.util.concurrent.locks.LockSupport;

/// The monotonic clock of the machine.
enum SystemTicker implements Ticker {
    INSTANCE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }
}
