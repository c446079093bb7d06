package io.batpak.compact;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.ByteSource;
import io.batpak.format.Decoded;
import io.batpak.format.Preamble;
import io.batpak.format.SidxFooter;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;

/// Reads back how a staged output begins and ends, before anybody relies on it.
public final class OutputCheck {
    private static final int VERSION = 3;

    private OutputCheck() {}

    /// Reads the beginning and the end of a staged file.
    ///
    /// @throws SegmentDamageException if the file is not what was written
    public static void require(StoreFs fs, StagedOutput output) {
        try (StoreFile file = fs.openReadOnly(output.stagedName())) {
            if (file.length() != output.length()) {
                throw damaged(output, "the staged file has " + file.length() + " bytes, not " + output.length());
            }
            preamble(file, output);
            ByteSource bytes = (at, target, offset, length) -> file.readFully(target, offset, length, at);
            if (!(SidxFooter.read(bytes, output.length()) instanceof SidxFooter.Found.Footer footer)
                    || footer.version() != VERSION) {
                throw damaged(output, "the staged footer does not prove itself");
            }
            boolean closes = output.rows() == 0 || footer.rows().endAt(output.framesEnd());
            if (footer.framesEnd() != output.framesEnd() || footer.rows().count() != output.rows() || !closes) {
                throw damaged(
                        output,
                        "the staged footer tells of " + footer.rows().count() + " events up to " + footer.framesEnd()
                                + ", not of " + output.rows());
            }
        }
    }

    private static void preamble(StoreFile file, StagedOutput output) {
        byte[] start = new byte[(int) Math.min(Preamble.BYTES_MAX, output.framesEnd())];
        file.readFully(start, 0, start.length, 0);
        boolean whole = Preamble.decode(start, start.length) instanceof Decoded.Ok<Preamble.Fields>(var fields)
                && fields.segmentId() == output.id()
                && fields.createdNanos() == output.createdNanos();
        if (!whole) {
            throw damaged(output, "the staged preamble is not the one that was written");
        }
    }

    private static SegmentDamageException damaged(StagedOutput output, String detail) {
        return SegmentDamageException.structure(output.id(), output.framesEnd(), detail);
    }
}
