package io.batpak.transfer;

import io.batpak.model.Hash;
import io.batpak.segment.StoreFileKind;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The names in a backup directory.
final class BackupNames {
    /// The file on which whoever works in the directory holds a lock.
    static final String LOCK = ".batpak-backup.lock";

    /// What finished segments hash to.
    static final String DIGESTS = "digests.fbdc";

    /// An object that is being copied.
    static final String INCOMING = "incoming" + StoreFileKind.STAGED_SUFFIX;

    private static final String OBJECT_EXTENSION = ".fbat-object";
    private static final String MANIFEST_PREFIX = "manifest-";
    private static final String MANIFEST_EXTENSION = ".fbbm";
    private static final int DIGITS_MAX = 18;

    private BackupNames() {}

    /// The name of the object with this hash.
    static String object(Hash digest) {
        return digest.hex() + OBJECT_EXTENSION;
    }

    /// The hash in the name of an object, or empty when it is none.
    static Optional<Hash> digestIn(String name) {
        if (!name.endsWith(OBJECT_EXTENSION)) {
            return Optional.empty();
        }
        String digits = name.substring(0, name.length() - OBJECT_EXTENSION.length());
        boolean hexadecimal = digits.length() == 2 * Hash.BYTES
                && digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return hexadecimal ? Optional.of(Hash.fromHex(digits)) : Optional.empty();
    }

    /// The name of a manifest.
    static String manifest(long number) {
        return String.format(Locale.ROOT, "%s%06d%s", MANIFEST_PREFIX, number, MANIFEST_EXTENSION);
    }

    /// The number in the name of a manifest, or empty when it is none.
    static OptionalLong numberIn(String name) {
        if (!name.startsWith(MANIFEST_PREFIX) || !name.endsWith(MANIFEST_EXTENSION)) {
            return OptionalLong.empty();
        }
        String digits = name.substring(
                MANIFEST_PREFIX.length(),
                Math.max(MANIFEST_PREFIX.length(), name.length() - MANIFEST_EXTENSION.length()));
        boolean decimal = !digits.isEmpty()
                && digits.length() <= DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!decimal) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(digits);
        return number > 0 && manifest(number).equals(name) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /// Whether a name may stand in a backup directory.
    static boolean isOwn(String name) {
        if (name.equals(INCOMING)) {
            return true;
        }
        String whole = name.endsWith(StoreFileKind.STAGED_SUFFIX)
                ? name.substring(0, name.length() - StoreFileKind.STAGED_SUFFIX.length())
                : name;
        return whole.equals(LOCK)
                || whole.equals(DIGESTS)
                || digestIn(whole).isPresent()
                || numberIn(whole).isPresent();
    }
}
