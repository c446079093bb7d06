package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;

import io.batpak.format.ByteSource;
import io.batpak.format.SidxFooter;
import io.batpak.format.SidxFooter.Found;
import io.batpak.format.SidxRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The footer of a segment. The first 8 bytes of an input are the id of a segment in the reference, which our decoder
/// does not need; they are passed over.
final class FooterTargets {
    private static final int ID_BYTES = 8;
    private static final int ENTRY_BYTES = 162;
    private static final int TRAILER_BYTES = 16;
    private static final byte[] NAMES = {(byte) 0x92, (byte) 0xa1, 'e', (byte) 0xa1, 's'};

    private FooterTargets() {}

    private static byte[] behindId(byte[] input) {
        return input.length <= ID_BYTES ? new byte[0] : Arrays.copyOfRange(input, ID_BYTES, input.length);
    }

    /// A whole segment.
    static void footer(byte[] input) {
        byte[] file = behindId(input);
        read(file);
        read(Seal.footer(file));
    }

    /// One entry in a footer that is right otherwise.
    static void entry(byte[] input) {
        byte[] entry = Arrays.copyOf(behindId(input), ENTRY_BYTES);
        for (String magic : new String[] {"SDX2", "SDX3"}) {
            boolean checked = magic.equals("SDX3");
            byte[] file = new byte[NAMES.length + ENTRY_BYTES + (checked ? Integer.BYTES : 0) + TRAILER_BYTES];
            System.arraycopy(NAMES, 0, file, 0, NAMES.length);
            System.arraycopy(entry, 0, file, NAMES.length, ENTRY_BYTES);
            int trailer = file.length - TRAILER_BYTES;
            Seal.putU32(file, trailer + Long.BYTES, 1);
            System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, file, trailer + 12, Integer.BYTES);
            read(checked ? Seal.footer(file) : file);
        }
    }

    private static void read(byte[] file) {
        ByteSource source = ByteSource.of(file);
        switch (SidxFooter.read(source, file.length)) {
            case Found.Footer(int version, long framesEnd, SidxRows rows) -> {
                require(version == 2 || version == 3, "a footer has a version that can be read");
                require(framesEnd >= 0 && framesEnd <= file.length, "frames end inside the file");
                for (long row = 0; row < rows.count(); row++) {
                    require(rows.entity(row) != null && rows.scope(row) != null, "an entry has its names");
                }
                walk(rows, file.length);
            }
            case Found.Damaged damaged -> require(damaged.damage() != null, "damage has a reason");
            case Found.TooNew _, Found.None _ -> {}
        }
        long rows = SidxFooter.claimedRows(source, file.length);
        long start = SidxFooter.claimedStart(source, file.length);
        require(start <= file.length && rows * ENTRY_BYTES <= file.length, "a claim fits the file");
        for (SidxRows raw : SidxFooter.entriesWithoutCrc(source, file.length)) {
            walk(raw, file.length);
        }
    }

    private static void walk(SidxRows rows, long fileLength) {
        require(rows.count() * ENTRY_BYTES <= fileLength, "the rows fit the file");
        byte[] hash = new byte[32];
        long seen = 0;
        for (long row = 0; row < rows.count(); row++) {
            rows.previousHash(row, hash, 0);
            rows.eventHash(row, hash, 0);
            seen += rows.eventHigh(row) ^ rows.eventLow(row) ^ rows.entityIndex(row) ^ rows.scopeIndex(row);
            seen += rows.wallMillis(row) ^ rows.clock(row) ^ rows.lane(row) ^ rows.depth(row) ^ rows.kind(row);
            seen += rows.frameOffset(row) ^ rows.frameLength(row) ^ rows.sequence(row);
            seen += rows.correlationHigh(row) ^ rows.correlationLow(row);
            seen += rows.causationHigh(row) ^ rows.causationLow(row);
        }
        require(seen != Long.MIN_VALUE || hash.length > 0, "rows are read");
    }
}
