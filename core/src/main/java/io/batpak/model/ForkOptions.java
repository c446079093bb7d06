package io.batpak.model;

/// How a fork is to be made. Immutable; each method that takes a value returns new options in which that value is
/// replaced.
public final class ForkOptions {
    private static final ForkOptions STANDARD = new ForkOptions(CopyPreference.REFLINK_THEN_HARDLINK, true);

    private final CopyPreference preference;
    private final boolean excludeCaches;

    private ForkOptions(CopyPreference preference, boolean excludeCaches) {
        this.preference = preference;
        this.excludeCaches = excludeCaches;
    }

    /// Finished segments shared as the file system can, index files left behind.
    public static ForkOptions standard() {
        return STANDARD;
    }

    /// How to come to the finished segments.
    public ForkOptions prefer(CopyPreference value) {
        return new ForkOptions(value, excludeCaches);
    }

    /// Whether index files are left behind. An open makes them again; with them it is faster.
    public ForkOptions excludeCaches(boolean value) {
        return new ForkOptions(preference, value);
    }

    /// How to come to the finished segments.
    public CopyPreference preference() {
        return preference;
    }

    /// Whether index files are left behind.
    public boolean excludeCaches() {
        return excludeCaches;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ForkOptions options
                && preference == options.preference
                && excludeCaches == options.excludeCaches;
    }

    @Override
    public int hashCode() {
        return 2 * preference.hashCode() + (excludeCaches ? 1 : 0);
    }

    @Override
    public String toString() {
        return "ForkOptions[" + preference + (excludeCaches ? ", without caches]" : ", with caches]");
    }
}
