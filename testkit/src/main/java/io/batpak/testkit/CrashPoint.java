package io.batpak.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One place at which a run was cut off, and perhaps the open behind it once more.
///
/// @param change so many changes of the directory had been made
/// @param crash how it was cut off
/// @param recovery where the next open was cut off; null if it was not
record CrashPoint(long change, Crash crash, @Nullable CrashPoint recovery) {
    private static final String RECOVERY = "; recovery ";
    private static final Pattern PLACE = Pattern.compile("change (\\d+), (.*)");

    /// The point with this text.
    ///
    /// @throws IllegalArgumentException if it is not one of [#toString]
    static CrashPoint parse(String text) {
        int second = text.indexOf(RECOVERY);
        CrashPoint recovery = second < 0 ? null : parse(text.substring(second + RECOVERY.length()));
        Matcher place = PLACE.matcher(second < 0 ? text : text.substring(0, second));
        if (!place.matches()) {
            throw new IllegalArgumentException("no crash point: " + text);
        }
        return new CrashPoint(Long.parseLong(place.group(1)), Crash.parse(place.group(2)), recovery);
    }

    /// The same, and the next open is cut off as well.
    CrashPoint then(CrashPoint second) {
        return new CrashPoint(change, crash, second);
    }

    /// Whether the machine stopped at any of the places.
    boolean hasPowerCut() {
        return crash.isPowerCut() || (recovery != null && recovery.hasPowerCut());
    }

    @Override
    public String toString() {
        return "change " + change + ", " + crash + (recovery == null ? "" : RECOVERY + recovery);
    }
}
