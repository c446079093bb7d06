package io.batpak.segment;

import io.batpak.error.StoreClosedException;
import io.batpak.fs.Mapping;
import io.batpak.fs.MappingLostException;
import io.batpak.fs.Retirable;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.FramePosition;
import io.batpak.time.Spawner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reads from segments, with a bounded number of them open.
///
/// A segment that no longer grows and is read often is mapped; mapping and unmapping cost as much as some dozen
/// reads, so one that is read now and then stays a file. A mapping needs no open file. A replaced or deleted file
/// can be read on as long as it is open here: a late footer leaves the frames where they are.
///
/// Any thread; a read takes no lock once its segment is open. What is read from is never closed: each read
/// pins it, and the last to let go of what was dropped from the table gives it to a thread that unmaps it. A file
/// that was retired ([Retirable]) is read from its mapping, which others hold.
public final class SegmentReads implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    /// Reads of one segment, after which mapping it has paid for itself.
    private static final int READS_TO_MAP = 64;
    /// Where looking at the length of the file first costs little beside the read.
    private static final int LONG_FRAME_BYTES = 1 << 20;

    private final StoreFs fs;
    private final int handlesMax;
    private final Reclaimer reclaimer;
    private final ReentrantLock changing = new ReentrantLock();
    /// Replaced under `changing`.
    private volatile HandleTable table = HandleTable.EMPTY;

    /// Ids whose file has another name.
    private volatile Map<Long, String> asides = Map.of();

    private volatile boolean closed;
    private volatile boolean mappingRefused;
    /// One thread maps at a time, the others read on.
    private final AtomicBoolean mapping = new AtomicBoolean();
    /// Guarded by `changing`: lower ids are finished. As ids are unsigned, so is the comparison.
    private volatile long finishedBelow;
    /// Guarded by `changing`.
    private int hand;

    /// Reads from `fs`; nothing is opened yet. Whoever drops a mapping unmaps it.
    ///
    /// @param handlesMax how many segments stay open, at least 1; those being read come on top
    public SegmentReads(StoreFs fs, int handlesMax) {
        this(fs, handlesMax, null);
    }

    /// The same with a thread for the unmapping.
    ///
    /// @param spawner where that thread comes from, null for none
    public SegmentReads(StoreFs fs, int handlesMax, @Nullable Spawner spawner) {
        this.fs = fs;
        this.handlesMax = handlesMax;
        this.reclaimer = new Reclaimer(spawner);
    }

    /// Tells that some segments have another name than their id says. Before the first read of them.
    ///
    /// @param fileNames id to file name
    public void asides(Map<Long, String> fileNames) {
        asides = Map.copyOf(fileNames);
    }

    private String fileName(long segment) {
        Map<Long, String> known = asides;
        String aside = known.isEmpty() ? null : known.get(segment);
        return aside == null ? SegmentName.of(segment).fileName() : aside;
    }

    /// Tells that segments with an id below `segment` (unsigned) do not grow any more. Reading from a segment
    /// tells the same of those below it.
    public void finishedBelow(long segment) {
        changing.lock();
        try {
            if (Long.compareUnsigned(segment, finishedBelow) > 0) {
                finishedBelow = segment;
            }
        } finally {
            changing.unlock();
        }
    }

    /// Lets go of a segment, because its file was deleted or replaced, or is about to be; reads under way end well.
    /// The next read opens what then has its name. When a name goes to another file, this must be called after
    /// that, and before anybody means the other file by it.
    public void forget(long segment) {
        SegmentHandle known;
        changing.lock();
        try {
            known = table.find(segment);
            if (known != null) {
                table = table.without(known);
            }
        } finally {
            changing.unlock();
        }
        if (known != null) {
            release(known);
        }
    }

    /// Reads one frame, head included, into `buffer` and verifies its checksum.
    ///
    /// @throws SegmentDamageException when the file holds something else there
    /// @throws StoreClosedException after [#close]
    public void frame(FramePosition position, FrameBuffer buffer) {
        frame(position, Retirable.NEVER, buffer);
    }

    /// The same for a segment that may have lost its name, or lose it now.
    ///
    /// @param file the file that the position is about
    public void frame(FramePosition position, Retirable file, FrameBuffer buffer) {
        FrameProof.requirePossible(position);
        int length = position.length();
        boolean complete = false;
        SegmentHandle handle = pin(position.segment(), file);
        try {
            if (length <= LONG_FRAME_BYTES || position.offset() <= handle.length() - length) {
                complete = read(handle, buffer.room(length), length, position.offset()) == length;
            }
        } finally {
            release(handle);
        }
        if (!complete) {
            if (!handle.mayGrow()) {
                throw FrameProof.endsInside(position);
            }
            drop(handle); // it grew since it was mapped, or it is cut off; its file tells
            frame(position, file, buffer);
            return;
        }
        FrameProof.check(position, buffer.array(), 0);
    }

    /// Reads up to `wanted` bytes from byte `at` of a segment on, into `target`; fewer than `needed` only if the
    /// segment ends.
    int read(Place place, byte[] target, int needed, int wanted) {
        SegmentHandle handle = pin(place.segment, place.file);
        int count;
        try {
            count = read(handle, target, wanted, place.at);
        } finally {
            release(handle);
        }
        if (count < needed && handle.mayGrow()) {
            drop(handle); // as for a single frame
            return read(place, target, needed, wanted);
        }
        return count;
    }

    /// A byte of a segment.
    ///
    /// @param file the file that the id means
    /// @param at offset, bytes
    record Place(long segment, Retirable file, long at) {}

    /// Whether a segment reaches up to a place by now.
    boolean reaches(Place end) {
        SegmentHandle handle = pin(end.segment, end.file);
        try {
            return end.at <= handle.length();
        } finally {
            release(handle);
        }
    }

    private int read(SegmentHandle handle, byte[] target, int length, long at) {
        try {
            int count = handle.read(target, length, at);
            if (handle.mapping() == null && handle.countRead(READS_TO_MAP)) {
                considerMapping(handle);
            }
            return count;
        } catch (MappingLostException vanished) {
            drop(handle); // the file may tell more
            throw vanished;
        }
    }

    /// What was opened by its name is the right file if that is not retired even then.
    private SegmentHandle pin(long segment, Retirable file) {
        Mapping gone = file.retired();
        if (gone == null) {
            SegmentHandle named = pinNamed(segment, file);
            gone = file.retired();
            if (gone == null) {
                return named;
            }
            release(named);
        }
        if (closed) {
            throw new StoreClosedException(fs.directory());
        }
        return SegmentHandle.retired(segment, gone);
    }

    private SegmentHandle pinNamed(long segment, Retirable file) {
        try {
            return pin(segment);
        } catch (StoreIoException e) {
            Mapping gone = file.retired();
            if (gone == null) {
                throw e;
            }
            return SegmentHandle.retired(segment, gone); // deleted before it could be opened
        }
    }

    private SegmentHandle pin(long segment) {
        while (true) {
            SegmentHandle known = table.find(segment);
            if (known == null) {
                return open(segment);
            }
            if (known.tryPin()) {
                return known;
            }
            // It was dropped meanwhile, so the table no longer has it.
        }
    }

    private SegmentHandle open(long segment) {
        List<SegmentHandle> dropped = new ArrayList<>();
        SegmentHandle opened;
        changing.lock();
        try {
            if (closed) {
                throw new StoreClosedException(fs.directory());
            }
            SegmentHandle known = table.find(segment);
            if (known != null && known.tryPin()) {
                return known;
            }
            opened = SegmentHandle.of(segment, fs.openReadOnly(fileName(segment)));
            opened.tryPin(); // before the eviction, which spares what is pinned
            table = table.with(opened);
            finishedBelow(segment);
            evict(dropped);
        } finally {
            changing.unlock();
        }
        dropped.forEach(this::release);
        return opened;
    }

    /// Second chance: what was read since the hand came by is spared once, what is being read always.
    private void evict(List<SegmentHandle> dropped) {
        for (int steps = 2 * table.slots(); steps > 0 && table.count() > handlesMax; steps--) {
            hand++;
            SegmentHandle candidate = table.at(hand);
            if (candidate != null && !candidate.isPinned() && !candidate.takeTouched()) {
                table = table.without(candidate);
                dropped.add(candidate);
            }
        }
    }

    private void considerMapping(SegmentHandle file) {
        boolean finished = Long.compareUnsigned(file.segment, finishedBelow) < 0;
        if (!finished || mappingRefused || reclaimer.isBehind() || !mapping.compareAndSet(false, true)) {
            return;
        }
        try {
            map(file);
        } finally {
            mapping.set(false);
        }
    }

    private void map(SegmentHandle file) {
        SegmentHandle mapped;
        try (StoreFile opened = fs.openReadOnly(fileName(file.segment))) {
            mapped = SegmentHandle.of(file.segment, opened.map());
        } catch (StoreIoException refused) {
            mappingRefused = true;
            LOG.log(System.Logger.Level.WARNING, "segments are read without mappings from now on", refused);
            return;
        }
        release(exchange(file, mapped) ? file : mapped);
    }

    @SuppressWarnings("ReferenceEquality") // the very handle that was read often
    private boolean exchange(SegmentHandle file, SegmentHandle mapped) {
        changing.lock();
        try {
            boolean stillThere = table.find(file.segment) == file;
            if (stillThere) {
                table = table.without(file).with(mapped);
            }
            return stillThere;
        } finally {
            changing.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void drop(SegmentHandle handle) {
        changing.lock();
        try {
            if (table.find(handle.segment) != handle) {
                return; // somebody else did
            }
            table = table.without(handle);
        } finally {
            changing.unlock();
        }
        release(handle);
    }

    /// Takes back one pin.
    private void release(SegmentHandle handle) {
        if (!handle.isRetired() && handle.unpin()) {
            Mapping mapping = handle.mapping();
            if (mapping == null || closed) {
                handle.close();
            } else {
                reclaimer.retire(mapping);
            }
        }
    }

    /// Lets go of all segments; what is being read is closed by its last reader. Later reads throw
    /// [StoreClosedException].
    @Override
    public void close() {
        List<SegmentHandle> all;
        changing.lock();
        try {
            closed = true;
            all = table.handles();
            table = HandleTable.EMPTY;
        } finally {
            changing.unlock();
        }
        all.forEach(this::release);
    }
}
