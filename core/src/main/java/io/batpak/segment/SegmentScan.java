package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.ByteSource;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.format.Preamble;
import io.batpak.format.SidxFooter;
import io.batpak.format.SidxRows;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Checksum32;
import io.batpak.model.FramePosition;
import java.util.List;
import java.util.Optional;

/// Reads one segment from end to end and tells which committed events it holds: from its footer where a
/// checksum proves it, else frame by frame.
///
/// Confined to its caller; changes nothing on disk. Trust rules: docs/formats/segment.md, "Which bytes
/// count".
public final class SegmentScan {
    /// The longest preamble any writer makes; a shorter file cannot hold a frame.
    private static final int PREAMBLE_BYTES_MAX = 80;

    private static final Sink NOBODY = new Sink() {
        @Override
        public void frame(FrameView frame, FramePosition position, long sequenceFloor) {
            throw new IllegalStateException("a footer holds no frames");
        }

        @Override
        public void row(SidxRows rows, long row) {
            throw new IllegalStateException("rows are released later");
        }
    };

    private static final byte[] MAGIC = {'F', 'B', 'A', 'T'};

    private final long segment;
    private final boolean newest;
    private final StoreFile file;
    private final SegmentWindow window;
    private final Sink sink;
    private final FrameView view = new FrameView();
    private final BatchAssembler batch;

    private SegmentScan(SegmentName name, boolean newest, StoreFile file, Sink sink) {
        this.segment = name.id();
        this.newest = newest;
        this.file = file;
        this.window = new SegmentWindow(file, file.length());
        this.sink = sink;
        this.batch = new BatchAssembler(segment);
    }

    /// Takes the committed events of a segment in commit order. What is passed in is reused after the call.
    public interface Sink {
        /// A committed event as its frame tells it.
        ///
        /// @param sequenceFloor the smallest sequence the event can have, 0 when nothing but its place tells
        void frame(FrameView frame, FramePosition position, long sequenceFloor);

        /// A committed event as a proven footer tells it.
        void row(SidxRows rows, long row);

        /// The finished segment that is read has a damaged footer. Told before its first event.
        default void footerIsDamaged() {}
    }

    /// What a scan found.
    ///
    /// @param segment the segment's id
    /// @param tail how its frames end
    /// @param verdict what recovery does about it
    /// @param wholeEnd offset behind the last whole frame; 0 when the preamble is missing
    /// @param fileLength length of the file, bytes
    /// @param footerProven whether a footer with a valid checksum ends it
    /// @param needsCut whether bytes behind `wholeEnd` would make a reader of 0.9.0 refuse the segment, or
    ///     lose events of the next one
    /// @param needsFooter whether its footer is so damaged that its rows would not tell the sequences any more once
    ///     there is a newer segment
    public record Outcome(
            long segment,
            Tail tail,
            TailVerdict verdict,
            long wholeEnd,
            long fileLength,
            boolean footerProven,
            boolean needsCut,
            boolean needsFooter) {
        private Outcome inNeedOfAFooter() {
            return new Outcome(segment, tail, verdict, wholeEnd, fileLength, footerProven, needsCut, true);
        }
    }

    /// Scans the segment behind `name`.
    ///
    /// @param newest whether no other segment has a higher id
    /// @throws SegmentDamageException when bytes are wrong that no crash explains
    public static Outcome run(StoreFs fs, SegmentName name, boolean newest, Sink sink) {
        try (StoreFile file = fs.openReadOnly(name.fileName())) {
            return new SegmentScan(name, newest, file, sink).run();
        }
    }

    /// What a proven footer says, read and checked ahead of its use.
    ///
    /// @param rows in memory
    /// @param outcome what [#run] would answer
    public record Ready(SidxRows rows, Outcome outcome) {
        /// Hands on the rows; then this is as if [#run] had been called.
        public Outcome release(Sink sink) {
            for (long row = 0; row < rows.count(); row++) {
                sink.row(rows, row);
            }
            return outcome;
        }
    }

    /// Reads the footer behind `name` in one piece and checks everything that [#run] checks; empty wherever
    /// its frames would have to be read, or the footer is longer than `bytesMax`. Any thread, beside other
    /// calls; what is thrown is what [#run] would throw.
    ///
    /// @param newest whether no other segment has a higher id
    public static Optional<Ready> ahead(StoreFs fs, SegmentName name, boolean newest, long bytesMax) {
        try (StoreFile file = fs.openReadOnly(name.fileName())) {
            long length = file.length();
            ByteSource plain = (at, target, offset, count) -> file.readFully(target, offset, count, at);
            long start = SidxFooter.claimedStart(plain, length);
            if (start < 0 || length - start > bytesMax) {
                return Optional.empty();
            }
            byte[] footer = new byte[(int) (length - start)];
            file.readFully(footer, 0, footer.length, start);
            ByteSource cached = (at, target, offset, count) ->
                    System.arraycopy(footer, Math.toIntExact(at - start), target, offset, count);
            return new SegmentScan(name, newest, file, NOBODY).ready(SidxFooter.read(cached, length));
        }
    }

    private Optional<Ready> ready(SidxFooter.Found found) {
        long start = framesStart();
        if (found instanceof SidxFooter.Found.Footer(int version, long end, SidxRows rows)
                && version >= 3
                && end >= start
                && rowsAreWhole(rows, start, end)) {
            return Optional.of(new Ready(rows, outcome(Tail.CLEAN, end, true)));
        }
        return Optional.empty();
    }

    /// Offset of the first frame; beyond the file where there is no preamble.
    private long framesStart() {
        byte[] head = head();
        return Preamble.decode(head, head.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields fields)
                ? fields.framesStart()
                : Long.MAX_VALUE;
    }

    private byte[] head() {
        byte[] head = new byte[(int) Math.min(window.fileLength(), Preamble.BYTES_MAX)];
        file.readFully(head, 0, head.length, 0);
        return head;
    }

    private Outcome run() {
        byte[] head = head();
        return switch (Preamble.decode(head, head.length)) {
            case Decoded.Ok<Preamble.Fields>(Preamble.Fields fields) -> scan(fields.framesStart());
            case Decoded.Damaged<Preamble.Fields>(Damage damage) -> withoutPreamble(head, damage);
        };
    }

    private Outcome withoutPreamble(byte[] head, Damage damage) {
        boolean neverFinished = damage.reason() == Damage.Reason.PREAMBLE_SHORT
                && window.fileLength() < PREAMBLE_BYTES_MAX
                && isPrefixOfPreamble(head);
        if (!neverFinished && !isAllZero()) {
            throw SegmentDamageException.structure(segment, damage.at(), damage.detail());
        }
        return outcome(Tail.NO_PREAMBLE, 0, false);
    }

    private static boolean isPrefixOfPreamble(byte[] head) {
        for (int i = 0; i < Math.min(head.length, MAGIC.length); i++) {
            if (head[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isAllZero() {
        for (long at = 0; at < window.fileLength(); ) {
            int available = window.available(at);
            int index = window.require(at, available);
            for (int i = index; i < index + available; i++) {
                if (window.array()[i] != 0) {
                    return false;
                }
            }
            at += available;
        }
        return true;
    }

    private Outcome scan(long framesStart) {
        long length = window.fileLength();
        SidxFooter.Found found = SidxFooter.read(this::read, length);
        return switch (found) {
            case SidxFooter.Found.TooNew(String magic) ->
                throw SegmentDamageException.structure(
                        segment, length, "its footer " + magic + " is of a newer release than this one can read");
            case SidxFooter.Found.Footer(int version, long framesEnd, SidxRows rows)
            when version >= 3 -> proven(framesStart, framesEnd, rows);
            case SidxFooter.Found.Footer(int _, long framesEnd, SidxRows rows) ->
                frames(framesStart, length, new FooterClaims(framesEnd, List.of(rows), FooterClaims.Trust.MOST), false);
            case SidxFooter.Found.Damaged damaged -> withDamagedFooter(framesStart, length, damaged.claimedEnd());
            case SidxFooter.Found.None _ -> {
                if (!newest && SidxFooter.isAlmostThere(this::read, length)) {
                    sink.footerIsDamaged();
                }
                yield frames(framesStart, length, FooterClaims.none(), false);
            }
        };
    }

    private void read(long at, byte[] target, int offset, int count) {
        file.readFully(target, offset, count, at);
    }

    /// What a compaction has written may have gaps, and is never the newest.
    private Outcome withDamagedFooter(long framesStart, long length, long claimedEnd) {
        if (!newest) {
            sink.footerIsDamaged();
        }
        FooterClaims.Trust trust = newest ? FooterClaims.Trust.MOST : FooterClaims.Trust.ALL;
        FooterClaims claims = new FooterClaims(claimedEnd, claims(length), trust);
        Outcome outcome = frames(framesStart, length, claims, false);
        if (newest) {
            return claims.disagree() ? outcome.inNeedOfAFooter() : outcome;
        }
        if (claims.disagree()) {
            throw SegmentDamageException.structure(
                    segment,
                    outcome.wholeEnd(),
                    "its footer is damaged, and its rows do not agree on the sequences of its events");
        }
        return outcome;
    }

    private List<SidxRows> claims(long length) {
        return SidxFooter.entriesWithoutCrc(this::read, length);
    }

    private Outcome proven(long framesStart, long framesEnd, SidxRows rows) {
        if (framesEnd < framesStart) {
            throw SegmentDamageException.structure(segment, framesEnd, "its footer begins inside the preamble");
        }
        if (rowsAreWhole(rows, framesStart, framesEnd)) {
            for (long row = 0; row < rows.count(); row++) {
                sink.row(rows, row);
            }
            return outcome(Tail.CLEAN, framesEnd, true);
        }
        FooterClaims claims = new FooterClaims(framesEnd, List.of(rows), FooterClaims.Trust.EACH);
        return frames(framesStart, framesEnd, claims, true);
    }

    /// Whether the rows ascend without overlap and nothing but batch markers follows the last one. Then they
    /// are the whole truth: what lies between two rows are markers and items of batches that were never
    /// committed.
    private boolean rowsAreWhole(SidxRows rows, long framesStart, long framesEnd) {
        long end = framesStart;
        long sequence = -1;
        for (long row = 0; row < rows.count(); row++) {
            long offset = rows.frameOffset(row);
            if (offset < end
                    || offset > framesEnd
                    || rows.frameLength(row) <= FrameHead.BYTES
                    || rows.frameLength(row) > FrameHead.FRAME_BYTES_MAX
                    || rows.sequence(row) <= sequence
                    || Kinds.isMarker(rows.kind(row))) {
                return false;
            }
            end = offset + rows.frameLength(row);
            sequence = rows.sequence(row);
        }
        return end <= framesEnd && onlyMarkers(end, framesEnd);
    }

    private boolean onlyMarkers(long from, long to) {
        FrameWalk walk = new FrameWalk(window, Checksum32.crc32(), from, to, true);
        while (walk.advance()) {
            if (!Kinds.isMarker(decode(walk).kind())) {
                return false;
            }
        }
        return walk.tail() == Tail.CLEAN;
    }

    private Outcome frames(long start, long end, FooterClaims claims, boolean proven) {
        FrameWalk walk = new FrameWalk(window, Checksum32.crc32(), start, end, proven);
        while (walk.advance()) {
            decode(walk);
            long known = claims.see(view, walk.offset(), walk.length());
            place(walk.offset(), walk.length(), known);
        }
        Tail tail = claims.judge(walk.tail(), walk.offset());
        Outcome outcome = outcome(tail, walk.offset(), proven);
        if (outcome.verdict() == TailVerdict.REFUSE) {
            throw refusal(tail, walk.offset());
        }
        boolean cut = outcome.verdict() == TailVerdict.CUT && !claims.borneOut() && (newest || tail != Tail.STUB);
        long wholeEnd = walk.offset();
        if (!proven && !claims.borneOut() && batch.openedAt(wholeEnd) < wholeEnd) {
            wholeEnd = batch.openedAt(wholeEnd); // 0.9.0 would look for the rest of the batch in the next segment
            cut = true;
        }
        return new Outcome(segment, tail, outcome.verdict(), wholeEnd, window.fileLength(), proven, cut, false);
    }

    private FrameView decode(FrameWalk walk) {
        return decode(walk.offset(), walk.length());
    }

    private FrameView decode(long offset, int length) {
        int at = window.require(offset, length);
        Damage damage = view.decode(window.array(), at + FrameHead.BYTES, length - FrameHead.BYTES);
        if (damage != null) {
            throw SegmentDamageException.structure(segment, offset, "unreadable index metadata, " + damage.detail());
        }
        if (!view.hasChain() && !Kinds.isMarker(view.kind())) {
            throw SegmentDamageException.structure(segment, offset, "an event without a hash_chain");
        }
        return view;
    }

    private void place(long offset, int length, long known) {
        if (view.kind() == Kinds.BATCH_BEGIN) {
            batch.begin(view, offset);
        } else if (view.kind() == Kinds.BATCH_COMMIT) {
            if (batch.commit()) {
                releaseBatch();
            }
        } else if (!batch.take(view, offset, length)) {
            sink.frame(view, new FramePosition(segment, offset, length), known);
        }
    }

    private void releaseBatch() {
        for (int i = 0; i < batch.count(); i++) {
            long offset = batch.offset(i);
            decode(offset, batch.length(i));
            sink.frame(view, new FramePosition(segment, offset, batch.length(i)), batch.firstSequence() + i);
        }
    }

    private Outcome outcome(Tail tail, long wholeEnd, boolean proven) {
        TailVerdict verdict = TailVerdict.of(tail, newest);
        if (verdict == TailVerdict.REFUSE && tail == Tail.NO_PREAMBLE) {
            throw refusal(tail, 0);
        }
        boolean cut = verdict == TailVerdict.CUT;
        return new Outcome(segment, tail, verdict, wholeEnd, window.fileLength(), proven, cut, false);
    }

    private SegmentDamageException refusal(Tail tail, long offset) {
        return switch (tail) {
            case CHECKSUM -> SegmentDamageException.checksum(segment, offset);
            case LENGTH_WORD -> SegmentDamageException.frame(segment, offset, "the frame's length word is wrong");
            case EMPTY_FRAME -> SegmentDamageException.frame(segment, offset, "a frame without a body");
            case HOLE ->
                SegmentDamageException.structure(
                        segment, offset, "mid-stream corruption: whole frames follow an unreadable one");
            case FRAMES_MISSING ->
                SegmentDamageException.structure(segment, offset, "the footer names events that are gone");
            case UNPROVABLE ->
                SegmentDamageException.structure(
                        segment, offset, "unprovable tail: NO corroborating frame for its damaged footer");
            case LOST_SECTOR ->
                SegmentDamageException.structure(
                        segment, offset, "a sector of zeros inside a frame, but it is not the newest");
            case ZEROS -> SegmentDamageException.structure(segment, offset, "zeros follow, but it is not the newest");
            case NO_PREAMBLE -> SegmentDamageException.structure(segment, offset, "it holds no preamble");
            case CLEAN, STUB, INCOMPLETE -> throw new AssertionError("a crash explains " + tail);
        };
    }
}
