package io.batpak.verify.sim;

import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;

/// Calls of a simulated person, one after the other.
final class Calls {
    private Calls() {}

    /// Makes so many, unless the journal is closed or broken before. A fault is a violation where no disk fails.
    static void make(int count, Runnable call, Logbook log, Scenario scenario) {
        for (int i = 0; i < count; i++) {
            try {
                call.run();
            } catch (StoreClosedException e) {
                return;
            } catch (StoreException.Rejected | StoreException.Busy e) {
                // answered where it was called, or a read of something that went meanwhile
            } catch (StoreException.Fault e) {
                if (!scenario.faults()) {
                    log.violation("without any fault of the disk: " + e);
                    return;
                }
            }
        }
    }
}
