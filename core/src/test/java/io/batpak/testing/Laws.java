package io.batpak.testing;

import java.util.Map;
import org.quicktheories.QuickTheory;

/// How many cases a law is tried with.
///
/// The number a test names is its minimum. The environment variable `BATPAK_LAW_CASES` raises it for all laws
/// and never lowers it; a value that is no positive number fails every law instead of being passed over.
public final class Laws {
    /// The environment variable with the number of cases.
    public static final String VARIABLE = "BATPAK_LAW_CASES";

    private Laws() {}

    /// A property runner that tries at least `cases` cases.
    public static QuickTheory qt(int cases) {
        return QuickTheory.qt().withExamples(atLeast(cases, System.getenv()));
    }

    static int atLeast(int cases, Map<String, String> environment) {
        String wanted = environment.get(VARIABLE);
        if (wanted == null) {
            return cases;
        }
        int number;
        try {
            number = Integer.parseInt(wanted.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(VARIABLE + " is \"" + wanted + "\", accepted: a positive number", e);
        }
        if (number < 1) {
            throw new IllegalArgumentException(VARIABLE + " is " + number + ", accepted: a positive number");
        }
        return Math.max(cases, number);
    }
}
