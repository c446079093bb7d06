package io.batpak.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a run ends before its time, and what of the disk goes with it. A plain value; its text says all of it.
///
/// ```java
/// MemFs left = Crash.powerCut(7).leaves(disk);
/// ```
///
/// @param kind what stops
/// @param seed decides what is left behind a [Kind#POWER_CUT_BY_SEED], and is 0 for all others
public record Crash(Kind kind, long seed) {
    private static final Pattern BY_SEED = Pattern.compile("power cut by seed (-?\\d+)");

    /// What stops, and what is lost.
    public enum Kind {
        /// The process dies; the machine goes on, and what was written is there.
        KILL("kill"),
        /// The machine dies, and everything that was not synced is gone, bytes and names.
        POWER_CUT("power cut"),
        /// The machine dies; bytes that were not synced are gone, names are not.
        POWER_CUT_OF_BYTES("power cut of bytes"),
        /// The machine dies; changes of names that were not synced are gone, bytes are not.
        POWER_CUT_OF_NAMES("power cut of names"),
        /// The machine dies; any part of what was not synced is gone, see [MemFs#crash(long)].
        POWER_CUT_BY_SEED("power cut by seed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /// Only a crash that draws has a seed.
    public Crash {
        if (kind != Kind.POWER_CUT_BY_SEED && seed != 0) {
            throw new IllegalArgumentException("a " + kind.words + " has no seed");
        }
    }

    /// The death of the process alone.
    public static Crash kill() {
        return new Crash(Kind.KILL, 0);
    }

    /// A loss of power that takes everything with it that was not synced.
    public static Crash powerCut() {
        return new Crash(Kind.POWER_CUT, 0);
    }

    /// A loss of power that takes some of what was not synced; the seed decides.
    public static Crash powerCut(long seed) {
        return new Crash(Kind.POWER_CUT_BY_SEED, seed);
    }

    /// A loss of power that takes unsynced bytes, and no name.
    public static Crash powerCutOfBytes() {
        return new Crash(Kind.POWER_CUT_OF_BYTES, 0);
    }

    /// A loss of power that takes unsynced changes of names, and no byte.
    public static Crash powerCutOfNames() {
        return new Crash(Kind.POWER_CUT_OF_NAMES, 0);
    }

    /// The crash with this text, as [#toString] gives it.
    ///
    /// @throws IllegalArgumentException for any other text
    public static Crash parse(String text) {
        Matcher bySeed = BY_SEED.matcher(text);
        if (bySeed.matches()) {
            return powerCut(Long.parseLong(bySeed.group(1)));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.POWER_CUT_BY_SEED && kind.words.equals(text)) {
                return new Crash(kind, 0);
            }
        }
        throw new IllegalArgumentException("no crash: " + text);
    }

    /// Whether the machine stops, so that only what was synced is sure to be left.
    public boolean isPowerCut() {
        return kind != Kind.KILL;
    }

    /// What the next process finds. The disk itself stays as it is.
    public MemFs leaves(MemFs disk) {
        return switch (kind) {
            case KILL -> disk.killed();
            case POWER_CUT -> disk.crash();
            case POWER_CUT_OF_BYTES -> disk.crashOfBytes();
            case POWER_CUT_OF_NAMES -> disk.crashOfNames();
            case POWER_CUT_BY_SEED -> disk.crash(seed);
        };
    }

    @Override
    public String toString() {
        return kind == Kind.POWER_CUT_BY_SEED ? kind.words + " " + seed : kind.words;
    }
}
