package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreClosedException;
import io.batpak.format.FrameHead;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.hash.Checksum32;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Point reads of frames, with a bounded number of open files.
///
/// Any thread. A file is closed only when nobody reads from it; reads themselves take no lock.
public final class SegmentReads implements AutoCloseable {
    private final StoreFs fs;
    private final int handlesMax;
    private final Checksum32 crc = Checksum32.crc32();
    private final Map<Long, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /// Reads from `fs`; nothing is opened yet.
    ///
    /// @param handlesMax how many segment files stay open, at least 1
    public SegmentReads(StoreFs fs, int handlesMax) {
        this.fs = fs;
        this.handlesMax = handlesMax;
    }

    /// The bytes of one frame, head included, checksum verified.
    ///
    /// @throws SegmentDamageException when the file holds something else there
    public byte[] frame(FramePosition position) {
        long segment = position.segment();
        int length = position.length();
        if (length <= FrameHead.BYTES || length - FrameHead.BYTES > FrameHead.PAYLOAD_BYTES_MAX) {
            throw SegmentDamageException.structure(segment, position.offset(), "no frame has length " + length);
        }
        Handle handle = pin(segment);
        try {
            byte[] bytes = new byte[length];
            read(handle.file, position, bytes);
            check(position, bytes);
            return bytes;
        } finally {
            unpin(handle);
        }
    }

    /// Asks for the bytes right away: a separate look at the file's length would double the cost of a read.
    private static void read(StoreFile file, FramePosition position, byte[] bytes) {
        try {
            file.readFully(bytes, 0, bytes.length, position.offset());
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.UNEXPECTED_EOF) {
                throw SegmentDamageException.structure(
                        position.segment(), position.offset(), "the file ends inside the frame");
            }
            throw e;
        }
    }

    private void check(FramePosition position, byte[] bytes) {
        int body = bytes.length - FrameHead.BYTES;
        if (FrameHead.bodyLength(bytes, 0) != body) {
            throw SegmentDamageException.structure(
                    position.segment(), position.offset(), "the frame's length word is not " + body);
        }
        if (crc.of(bytes, FrameHead.BYTES, body) != FrameHead.crc(bytes, 0)) {
            throw SegmentDamageException.checksum(position.segment(), position.offset());
        }
    }

    private Handle pin(long segment) {
        List<Handle> dropped = new ArrayList<>();
        Handle handle;
        synchronized (handles) {
            if (closed) {
                throw new StoreClosedException(fs.directory());
            }
            handle = handles.get(segment);
            if (handle == null) {
                handle = new Handle(fs.openReadOnly(SegmentName.of(segment).fileName()));
                handles.put(segment, handle);
            }
            handle.pins++; // before the eviction, which spares what is pinned
            evict(dropped);
        }
        dropped.forEach(Handle::close);
        return handle;
    }

    private void evict(List<Handle> dropped) {
        var oldest = handles.values().iterator();
        while (handles.size() > handlesMax && oldest.hasNext()) {
            Handle candidate = oldest.next();
            if (candidate.pins == 0 && handles.size() > 1) {
                oldest.remove();
                dropped.add(candidate);
            }
        }
    }

    private void unpin(Handle handle) {
        boolean last;
        synchronized (handles) {
            last = --handle.pins == 0 && closed;
        }
        if (last) {
            handle.close();
        }
    }

    @Override
    public void close() {
        List<Handle> idle = new ArrayList<>();
        synchronized (handles) {
            closed = true;
            for (Handle handle : handles.values()) {
                if (handle.pins == 0) {
                    idle.add(handle);
                }
            }
            handles.clear();
        }
        idle.forEach(Handle::close);
    }

    private static final class Handle {
        private final StoreFile file;
        private int pins;

        Handle(StoreFile file) {
            this.file = file;
        }

        void close() {
            file.close();
        }
    }
}
