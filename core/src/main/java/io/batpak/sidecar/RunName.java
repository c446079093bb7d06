package io.batpak.sidecar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file name of an index run: `NNNNNN-NNNNNN.fbx`, the ids of its first and last segment, each of at least
/// six digits and not padded further.
///
/// @param first id of the first segment, not negative
/// @param last id of the last segment, not below the first
public record RunName(long first, long last) {
    /// The extension of every run, dot included.
    public static final String EXTENSION = ".fbx";

    private static final Pattern SHAPE = Pattern.compile("([0-9]{6,18})-([0-9]{6,18})\\.fbx");

    /// @throws IllegalArgumentException if the ids are negative or the last is below the first
    public RunName {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("segments " + first + " to " + last);
        }
    }

    /// The name in the directory.
    public String fileName() {
        return padded(first) + "-" + padded(last) + EXTENSION;
    }

    private static String padded(long id) {
        String digits = Long.toString(id);
        return digits.length() < 6 ? "000000".substring(digits.length()) + digits : digits;
    }

    /// The run behind a directory entry; empty when the name is not exactly one that would be written.
    public static Optional<RunName> parse(String fileName) {
        Matcher matcher = SHAPE.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        RunName name = new RunName(first, last);
        return name.fileName().equals(fileName) ? Optional.of(name) : Optional.empty();
    }

    @Override
    public String toString() {
        return fileName();
    }
}
