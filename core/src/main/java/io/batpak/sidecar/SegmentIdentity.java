package io.batpak.sidecar;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.Preamble;
import io.batpak.format.RunSegment;
import io.batpak.format.SidxFooter;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Checksum32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// What tells one segment file from another: read from its beginning and its end.
///
/// @param length length of the file, bytes
/// @param createdNanos what its preamble says
/// @param tailCrc CRC-32 of its last [RunSegment#TAIL_BYTES] bytes
/// @param footerCrc the checksum that a footer at its end would carry; 0 if the file is too short
/// @param footerRows how many rows a footer at its end would have; 0 if the file is too short
public record SegmentIdentity(long length, long createdNanos, int tailCrc, int footerCrc, int footerRows) {
    private static final int HEAD_BYTES = 256;
    private static final int FOOTER_CRC_FROM_END = 20;
    private static final int FOOTER_ROWS_FROM_END = 8;
    private static final int PROVEN_FROM_VERSION = 3;

    /// Empty if the preamble cannot be read.
    public static Optional<SegmentIdentity> of(StoreFile file) {
        long length = file.length();
        return switch (preamble(file, length)) {
            case Decoded.Damaged<Preamble.Fields>(Damage _) -> Optional.empty();
            case Decoded.Ok<Preamble.Fields>(Preamble.Fields fields) -> {
                byte[] tail = new byte[(int) Math.min(length, RunSegment.TAIL_BYTES)];
                file.readFully(tail, 0, tail.length, length - tail.length);
                int crc = Checksum32.crc32().of(tail, 0, tail.length);
                yield Optional.of(new SegmentIdentity(
                        length,
                        fields.createdNanos(),
                        crc,
                        wordAt(tail, FOOTER_CRC_FROM_END),
                        wordAt(tail, FOOTER_ROWS_FROM_END)));
            }
        };
    }

    /// Preambles are short; a long one is read a second time.
    private static Decoded<Preamble.Fields> preamble(StoreFile file, long length) {
        byte[] head = new byte[(int) Math.min(length, HEAD_BYTES)];
        file.readFully(head, 0, head.length, 0);
        Decoded<Preamble.Fields> decoded = Preamble.decode(head, head.length);
        if (head.length < length
                && decoded instanceof Decoded.Damaged<Preamble.Fields>(Damage damage)
                && damage.reason() == Damage.Reason.PREAMBLE_SHORT) {
            head = new byte[(int) Math.min(length, Preamble.BYTES_MAX)];
            file.readFully(head, 0, head.length, 0);
            return Preamble.decode(head, head.length);
        }
        return decoded;
    }

    private static int wordAt(byte[] tail, int fromEnd) {
        int at = tail.length - fromEnd;
        return at < 0 ? 0 : ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /// A segment as a run that covers it describes it.
    ///
    /// @param fileName the name of its file, which may be a staged one
    /// @param rows how many rows of the run lie in it
    /// @throws io.batpak.fs.StoreIoException if it is missing or cannot be read
    /// @throws SegmentDamageException if it has no readable preamble
    static RunSegment covered(StoreFs fs, long id, String fileName, int rows) {
        try (StoreFile file = fs.openReadOnly(fileName)) {
            SidxFooter.Found found = SidxFooter.read(
                    (at, target, offset, count) -> file.readFully(target, offset, count, at), file.length());
            SegmentIdentity identity = of(file).orElseThrow(
                            () -> SegmentDamageException.structure(id, 0, "its preamble can no longer be read"));
            boolean proven = found instanceof SidxFooter.Found.Footer footer && footer.version() >= PROVEN_FROM_VERSION;
            return new RunSegment(
                    id,
                    identity.length,
                    identity.createdNanos,
                    identity.tailCrc,
                    found instanceof SidxFooter.Found.Footer footer ? footer.framesEnd() : identity.length,
                    proven,
                    proven ? identity.footerCrc : 0,
                    rows);
        }
    }

    boolean matches(RunSegment segment) {
        return segment.matches(length, createdNanos, tailCrc)
                && (!segment.footerProven() || segment.rows() == footerRows);
    }
}
