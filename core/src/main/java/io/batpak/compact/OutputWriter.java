package io.batpak.compact;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.Preamble;
import io.batpak.format.SidxSource;
import io.batpak.format.SidxWriter;
import io.batpak.format.TombstoneFrames;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Checksum32;
import io.batpak.hash.RunningCrc32;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.segment.FrameProof;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.time.Spawner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a segment that will replace others, under a staging name: preamble, frames, footer.
///
/// Frames that stay are copied as they are, neighbours together, and every one is checked on the way: what is
/// damaged is reported, not propagated. Only tombstones are written anew. What fails leaves no file behind.
///
/// Threads: one, and two helpers while it lasts. Memory: [StagedFile#BLOCKS] blocks, and a frame that is written
/// anew. Durability: bytes when it returns, the name after a sync of the directory.
public final class OutputWriter {
    /// The longest piece between two calls of a [Pacing].
    public static final int PIECE_BYTES = StagedFile.BLOCK_BYTES;

    private static final int RUN_FRAMES_MAX = 8192;
    private static final Checksum32 CRC = Checksum32.crc32();

    private final Survivors survivors;
    private final SourceBytes sources;
    private final StagedFile staged;
    private int rows;
    /// Frames that stay and stand next to each other in their source.
    private final int[] runLengths = new int[RUN_FRAMES_MAX];
    private int runFrames;
    private long runSegment;
    private long runAt;
    private int runBytes;

    private OutputWriter(Survivors survivors, SourceBytes sources, StagedFile staged) {
        this.survivors = survivors;
        this.sources = sources;
        this.staged = staged;
    }

    /// What is to be written.
    ///
    /// @param id the segment it will be
    /// @param createdNanos for its preamble, nanoseconds since 1970
    /// @param survivors its events
    /// @param footerRows the same events as the footer tells them; asked for when all frames are written
    public record Output(long id, long createdNanos, Survivors survivors, Supplier<SidxSource> footerRows) {}

    /// The name a segment has until it is put in place.
    public static String stagedName(long id) {
        String name = SegmentName.of(id).fileName();
        return name.substring(0, name.length() - SegmentName.EXTENSION.length()) + StoreFileKind.COMPACTED_SUFFIX;
    }

    /// Writes and proves one output. A file that an earlier attempt left under its staging name is replaced.
    ///
    /// @param spawner where the helpers come from; null to do without
    /// @throws SegmentDamageException if a frame is not what its source promised, or the footer does not
    ///     prove itself
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public static StagedOutput write(
            StoreFs fs, Output output, SourceBytes sources, Pacing pacing, @Nullable Spawner spawner) {
        String name = stagedName(output.id());
        if (fs.facts(name).isPresent()) {
            fs.delete(name);
        }
        StagedFile staged = StagedFile.create(fs, name, pacing, spawner);
        try {
            StagedOutput done;
            try {
                done = new OutputWriter(output.survivors(), sources, staged).run(output, name);
            } finally {
                staged.close();
            }
            OutputCheck.require(fs, done);
            return done;
        } catch (RuntimeException | Error e) {
            deleteAfter(e, fs, name);
            throw e;
        }
    }

    private static void deleteAfter(Throwable failure, StoreFs fs, String name) {
        try {
            fs.delete(name);
        } catch (RuntimeException | Error second) {
            failure.addSuppressed(second);
        }
    }

    private StagedOutput run(Output output, String name) {
        byte[] preamble = Preamble.encode(output.id(), output.createdNanos());
        staged.append(preamble, 0, preamble.length);
        while (survivors.advance()) {
            requirePossible();
            switch (survivors.action()) {
                case KEEP -> keep();
                case TOMBSTONE, EMPTY -> rewrite();
            }
            rows = Math.incrementExact(rows);
        }
        copyRun();
        long framesEnd = staged.end();
        SidxWriter.write(output.footerRows().get(), rows, framesEnd, staged::append);
        long length = staged.end();
        Hash hash = staged.finish();
        return new StagedOutput(output.id(), name, output.createdNanos(), rows, framesEnd, length, hash);
    }

    private FramePosition position() {
        return new FramePosition(survivors.segment(), survivors.offset(), survivors.length());
    }

    private void requirePossible() {
        int length = survivors.length();
        if (length <= FrameHead.BYTES || length > FrameHead.FRAME_BYTES_MAX || survivors.offset() < 0) {
            FrameProof.requirePossible(position());
        }
    }

    private void keep() {
        int length = survivors.length();
        boolean follows = survivors.segment() == runSegment && survivors.offset() == runAt + runBytes;
        if (!follows || runFrames == RUN_FRAMES_MAX || length > staged.room() - runBytes) {
            copyRun();
            if (length > StagedFile.BLOCK_BYTES) {
                copyLarge(position());
                return;
            }
            if (length > staged.room()) {
                staged.flush();
            }
            runSegment = survivors.segment();
            runAt = survivors.offset();
        }
        runLengths[runFrames++] = length;
        runBytes += length;
    }

    /// Reads the frames of the run with one call, into the block, and checks them there.
    private void copyRun() {
        if (runFrames == 0) {
            return;
        }
        byte[] block = staged.block();
        int at = staged.filled();
        sources.read(runSegment, runAt, block, at, runBytes);
        long offset = runAt;
        for (int i = 0; i < runFrames; i++) {
            int length = runLengths[i];
            int body = length - FrameHead.BYTES;
            boolean intact = FrameHead.bodyLength(block, at) == body
                    && CRC.of(block, at + FrameHead.BYTES, body) == FrameHead.crc(block, at);
            if (!intact) {
                FrameProof.check(new FramePosition(runSegment, offset, length), block, at); // says what is wrong
            }
            at += length;
            offset += length;
        }
        staged.added(runBytes);
        runFrames = 0;
        runBytes = 0;
    }

    /// A frame longer than a block goes through in pieces; it is known to be damaged only at its end.
    private void copyLarge(FramePosition frame) {
        RunningCrc32 crc = new RunningCrc32();
        int wanted = 0;
        for (int done = 0; done < frame.length(); ) {
            staged.flush();
            byte[] block = staged.block();
            int piece = Math.min(staged.room(), frame.length() - done);
            sources.read(frame.segment(), frame.offset() + done, block, 0, piece);
            int head = 0;
            if (done == 0) {
                head = FrameHead.BYTES;
                wanted = FrameHead.crc(block, 0);
                if (FrameHead.bodyLength(block, 0) != frame.length() - head) {
                    FrameProof.check(frame, block, 0); // says that the length is wrong
                }
            }
            crc.update(block, head, piece - head);
            staged.added(piece);
            done += piece;
        }
        if (crc.value() != wanted) {
            throw SegmentDamageException.checksum(frame.segment(), frame.offset());
        }
    }

    private void rewrite() {
        copyRun();
        FramePosition position = position();
        byte[] frame = new byte[position.length()];
        sources.read(position.segment(), position.offset(), frame, 0, frame.length);
        FrameProof.check(position, frame, 0);
        Decoded<byte[]> tombstone = survivors.action() == Survivors.Action.EMPTY
                ? TombstoneFrames.emptied(frame, 0, frame.length)
                : TombstoneFrames.marked(frame, 0, frame.length);
        switch (tombstone) {
            case Decoded.Ok<byte[]>(byte[] bytes) -> {
                survivors.reencoded(bytes.length);
                staged.append(bytes, 0, bytes.length);
            }
            case Decoded.Damaged<byte[]>(var damage) ->
                throw SegmentDamageException.frame(position.segment(), position.offset(), damage.detail());
        }
    }
}
