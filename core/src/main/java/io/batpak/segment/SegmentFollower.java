package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.format.Preamble;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.hash.Checksum32;
import io.batpak.model.FramePosition;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the frames of the newest segment while somebody else writes to it, and goes on to the next one when there
/// is one. Takes no lock and changes nothing.
///
/// Whole frames with a matching checksum count; at anything else it stands until there is more, or a newer segment.
/// The items of a batch count once the COMMIT marker is there. One thread.
public final class SegmentFollower implements AutoCloseable {
    private static final Checksum32 CRC = Checksum32.crc32();

    private final StoreFs fs;
    private final FrameView view = new FrameView();
    private @Nullable Open current;

    /// @param fs the directory of the journal
    public SegmentFollower(StoreFs fs) {
        this.fs = fs;
    }

    /// Takes events in the order of the file. What is passed in is reused after the call.
    @FunctionalInterface
    public interface Sink {
        /// An event whose frame is there.
        void frame(FrameView frame, FramePosition position);
    }

    /// The segment that is read now.
    private static final class Open {
        private final SegmentName name;
        private final StoreFile file;
        private final BatchAssembler batch;
        /// Offset of the next frame; 0 before the preamble was read.
        private long offset;

        Open(SegmentName name, StoreFile file) {
            this.name = name;
            this.file = file;
            this.batch = new BatchAssembler(name.id());
        }
    }

    /// Hands on what is there now.
    ///
    /// @param wanted stops behind so many events; those of a batch come together
    /// @return how many there were; 0 when everything that is there was handed on
    /// @throws SegmentDamageException if a frame is whole and is no frame
    /// @throws StoreIoException what the disk said
    public int poll(int wanted, Sink sink) {
        int found = 0;
        while (found < wanted) {
            Optional<SegmentName> next = next(); // first: once it is there, nothing more comes to the current one
            Open reading = current;
            if (reading != null) {
                found += read(reading, wanted - found, sink);
            }
            if (found < wanted && (next.isEmpty() || !moveTo(next.get()))) {
                return found;
            }
        }
        return found;
    }

    /// The newest segment to begin with, then the one that comes after the current one.
    private Optional<SegmentName> next() {
        Open reading = current;
        Comparator<SegmentName> byId = (left, right) -> Long.compareUnsigned(left.id(), right.id());
        var segments = fs.list().stream().flatMap(name -> SegmentName.parse(name).stream());
        return reading == null
                ? segments.max(byId)
                : segments.filter(name -> byId.compare(name, reading.name) > 0).min(byId);
    }

    /// Whether it is still there.
    private boolean moveTo(SegmentName next) {
        StoreFile file;
        try {
            file = fs.openReadOnly(next.fileName());
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return false; // a compaction took it away; look again
            }
            throw e;
        }
        close();
        current = new Open(next, file);
        return true;
    }

    private int read(Open from, int wanted, Sink sink) {
        long length = from.file.length();
        if (from.offset == 0) {
            from.offset = framesStart(from.file, length);
        }
        if (from.offset == 0 || length - from.offset < FrameHead.BYTES) {
            return 0;
        }
        SegmentWindow window = new SegmentWindow(from.file, length);
        int found = 0;
        while (found < wanted) {
            int frame = wholeFrame(window, from.offset);
            if (frame == 0) {
                return found;
            }
            long at = from.offset;
            from.offset += frame;
            found += place(from, window, new FramePosition(from.name.id(), at, frame), sink);
        }
        return found;
    }

    /// Offset of the first frame; 0 if the preamble is not there.
    private static long framesStart(StoreFile file, long length) {
        byte[] head = new byte[(int) Math.min(length, Preamble.BYTES_MAX)];
        file.readFully(head, 0, head.length, 0);
        return Preamble.decode(head, head.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields fields)
                ? fields.framesStart()
                : 0;
    }

    /// Length of the frame at this offset, head included; 0 if it is not whole.
    private static int wholeFrame(SegmentWindow window, long offset) {
        long left = window.fileLength() - offset;
        if (left <= FrameHead.BYTES) {
            return 0;
        }
        long body = FrameHead.bodyLength(window.array(), window.require(offset, FrameHead.BYTES));
        if (body == 0 || body > FrameHead.PAYLOAD_BYTES_MAX || body > left - FrameHead.BYTES) {
            return 0;
        }
        int length = FrameHead.BYTES + (int) body;
        int at = window.require(offset, length);
        boolean right = CRC.of(window.array(), at + FrameHead.BYTES, (int) body) == FrameHead.crc(window.array(), at);
        return right ? length : 0;
    }

    /// How many events this frame makes: one, none, or those of the batch that it ends.
    private int place(Open from, SegmentWindow window, FramePosition position, Sink sink) {
        FrameView frame = decode(window, position);
        BatchAssembler batch = from.batch;
        if (frame.kind() == Kinds.BATCH_BEGIN) {
            batch.begin(frame, position.offset());
            return 0;
        }
        if (frame.kind() == Kinds.BATCH_COMMIT) {
            int items = batch.commit() ? batch.count() : 0;
            for (int item = 0; item < items; item++) {
                FramePosition place = new FramePosition(from.name.id(), batch.offset(item), batch.length(item));
                sink.frame(decode(window, place), place);
            }
            return items;
        }
        if (batch.take(frame, position.offset(), position.length())) {
            return 0;
        }
        sink.frame(frame, position);
        return 1;
    }

    private FrameView decode(SegmentWindow window, FramePosition position) {
        int at = window.require(position.offset(), position.length());
        Damage damage = view.decode(window.array(), at + FrameHead.BYTES, position.length() - FrameHead.BYTES);
        if (damage != null) {
            throw SegmentDamageException.structure(position.segment(), position.offset(), damage.detail());
        }
        return view;
    }

    /// Lets go of the file.
    @Override
    public void close() {
        Open reading = current;
        if (reading != null) {
            current = null;
            reading.file.close();
        }
    }
}
