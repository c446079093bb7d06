package io.batpak.model;

/// How a backup is made. Immutable; each method that takes a value returns new options in which that value is
/// replaced.
public final class BackupOptions {
    private static final BackupOptions STANDARD = new BackupOptions(1, false, 0);

    private final long toolingRevision;
    private final boolean verifyExisting;
    private final int keepManifests;

    private BackupOptions(long toolingRevision, boolean verifyExisting, int keepManifests) {
        this.toolingRevision = toolingRevision;
        this.verifyExisting = verifyExisting;
        this.keepManifests = keepManifests;
    }

    /// Copies what the backup directory lacks, trusts what is there, removes nothing.
    public static BackupOptions standard() {
        return STANDARD;
    }

    /// A number that the manifest tells about the program that made it; 1 unless said otherwise.
    ///
    /// @param revision 0..4294967295
    /// @throws InvalidArgumentException if it does not fit 32 bits
    public BackupOptions toolingRevision(long revision) {
        return new BackupOptions(Ranges.u32("toolingRevision", revision), verifyExisting, keepManifests);
    }

    /// Whether to read everything again: every segment of the source is hashed, whatever an earlier backup
    /// remembered of it, and every object that is there already is hashed as well; a damaged one is replaced.
    public BackupOptions verifyExisting(boolean value) {
        return new BackupOptions(toolingRevision, value, keepManifests);
    }

    /// Keeps only the newest manifests, this backup's included, and removes the objects that no kept one names.
    ///
    /// @param count how many, 0 for all
    /// @throws InvalidArgumentException if it is negative
    public BackupOptions keepManifests(int count) {
        Ranges.notNegative("keepManifests", count);
        return new BackupOptions(toolingRevision, verifyExisting, count);
    }

    /// What the manifest tells about the program that made it, 0..4294967295.
    public long toolingRevision() {
        return toolingRevision;
    }

    /// Whether everything is read again.
    public boolean verifyExisting() {
        return verifyExisting;
    }

    /// How many manifests are kept, 0 for all.
    public int keepManifests() {
        return keepManifests;
    }

    @Override
    public String toString() {
        return "BackupOptions[toolingRevision=" + toolingRevision + ", verifyExisting=" + verifyExisting
                + ", keepManifests=" + keepManifests + "]";
    }
}
