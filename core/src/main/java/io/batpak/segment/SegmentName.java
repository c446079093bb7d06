package io.batpak.segment;

import java.util.Optional;

/// The file name of a segment and the id inside it.
///
/// Written names are the decimal id padded to six digits (`000001.fbat`). On reading any name is understood
/// that 0.9.0 understands: ASCII digits with an optional leading `+`, padding or not, up to 2^64 - 1.
///
/// @param id the segment id as an unsigned 64-bit number; 0 is read but never written
/// @param fileName the name as it stands in the directory
public record SegmentName(long id, String fileName) {
    /// The extension of every segment file, dot included.
    public static final String EXTENSION = ".fbat";

    private static final String ID_MAX = "18446744073709551615";

    /// The canonical name of segment `id`.
    public static SegmentName of(long id) {
        String digits = Long.toUnsignedString(id);
        String padding = digits.length() < 6 ? "000000".substring(digits.length()) : "";
        return new SegmentName(id, padding + digits + EXTENSION);
    }

    /// The segment behind a directory entry, or empty when the name is not one of a segment.
    public static Optional<SegmentName> parse(String fileName) {
        if (!fileName.endsWith(EXTENSION)) {
            return Optional.empty();
        }
        String stem = fileName.substring(0, fileName.length() - EXTENSION.length());
        String digits = stem.startsWith("+") ? stem.substring(1) : stem;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        boolean tooLarge = significant.length() > ID_MAX.length()
                || (significant.length() == ID_MAX.length() && significant.compareTo(ID_MAX) > 0);
        return tooLarge
                ? Optional.empty()
                : Optional.of(new SegmentName(Long.parseUnsignedLong(significant), fileName));
    }

    /// Whether this is the name that readers open for this id.
    public boolean isCanonical() {
        return fileName.equals(of(id).fileName);
    }
}
