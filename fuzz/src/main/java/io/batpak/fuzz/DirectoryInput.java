package io.batpak.fuzz;

import io.batpak.fs.StoreFile;
import io.batpak.testkit.MemFs;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// A directory of files in the bytes of one input.
///
/// ```
/// 0             1              4       4+n
/// | what  u8    | n    u24 LE  | bytes | the next file, up to the end
///
/// what   the lowest 6 bits choose the name; bit 7 set: the file is given right checksums
/// ```
///
/// The last file ends with the input, whatever its length says. Of two files with one name the last counts.
final class DirectoryInput {
    private static final int HEAD_BYTES = 4;
    private static final int SEALED = 0x80;
    private static final int NAME = 0x3F;
    private static final int FILES_MAX = 64;

    private static final List<String> NAMES = List.of(
            "000001.fbat",
            "000002.fbat",
            "000003.fbat",
            "000004.fbat",
            "index.ckpt",
            "index.fbati",
            "index.idemp",
            "visibility_ranges.fbv",
            "compaction.pending.json",
            "retention_cuts.fbrc",
            "000001-000001.fbx",
            "000001-000002.fbx",
            "000002-000002.fbx",
            "000003-000003.fbx",
            "000001-000003.fbx",
            "000001.compact-src",
            "000002.fbat.compact-new",
            "000003.fbat.compact-new",
            "000003.fbat.batpak-staged",
            "1.fbat",
            "x.fbat",
            "18446744073709551615.fbat",
            ".tmpAbCdEf",
            "cursors",
            "keyset.fbatk",
            "store.meta",
            "000005.fbat",
            "000006.fbat",
            "000004-000004.fbx",
            "000001-000004.fbx");

    private DirectoryInput() {}

    /// Writes an input.
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /// Adds a file, unless it has a name that no input can have.
        void file(String name, byte[] bytes) {
            int what = NAMES.indexOf(name);
            if (what >= 0) {
                out.write(what);
                for (int shift = 0; shift < 3 * Byte.SIZE; shift += Byte.SIZE) {
                    out.write(bytes.length >>> shift);
                }
                out.writeBytes(bytes);
            }
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }

    /// The directory.
    static MemFs read(byte[] input) {
        MemFs fs = new MemFs();
        fs.create();
        int at = 0;
        for (int files = 0; files < FILES_MAX && at + HEAD_BYTES <= input.length; files++) {
            int what = input[at] & 0xFF;
            int length = (input[at + 1] & 0xFF) | (input[at + 2] & 0xFF) << 8 | (input[at + 3] & 0xFF) << 16;
            int end = Math.min(input.length, at + HEAD_BYTES + length);
            String name = NAMES.get((what & NAME) % NAMES.size());
            byte[] bytes = Arrays.copyOfRange(input, at + HEAD_BYTES, end);
            put(fs, name, (what & SEALED) == 0 ? bytes : sealed(name, bytes));
            at = end;
        }
        return fs;
    }

    private static byte[] sealed(String name, byte[] bytes) {
        if (name.contains(".fbat") || name.endsWith(".compact-src")) {
            return Seal.segment(bytes);
        }
        return name.endsWith(".fbx") ? Seal.run(bytes) : Seal.envelope(bytes);
    }

    private static void put(MemFs fs, String name, byte[] bytes) {
        if (fs.list().contains(name)) {
            fs.delete(name);
        }
        try (StoreFile file = fs.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }
}
