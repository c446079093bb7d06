package io.batpak.verify.script;

import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/// The one way in which a test ends without having tested: something it needs is not on this machine.
public final class Missing {
    private Missing() {}

    /// Says why, loudly. In CI it fails the test; elsewhere the caller throws what it returns, which skips it.
    public static TestAbortedException skip(String why) {
        return skip(why, Boolean.getBoolean("batpak.ci"));
    }

    static TestAbortedException skip(String why, boolean ci) {
        System.err.println("SKIPPED: " + why);
        if (ci) {
            Assertions.fail(why);
        }
        return new TestAbortedException(why);
    }
}
