package io.batpak.testing;

import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/// The one way in which a test ends without having tested: something it needs is not on this machine.
public final class Missing {
    private Missing() {}

    /// Says why, loudly. With `-Dbatpak.ci=true` it fails the test; elsewhere the caller throws what it returns,
    /// which skips it.
    public static TestAbortedException skip(String why) {
        System.err.println("SKIPPED: " + why);
        if (Boolean.getBoolean("batpak.ci")) {
            Assertions.fail(why);
        }
        return new TestAbortedException(why);
    }
}
