package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Checksum32;
import io.batpak.model.FramePosition;
import org.jspecify.annotations.Nullable;

/// Reads frames one after another in log order, in large pieces; for checks of the whole journal.
///
/// One thread. Positions must come in log order to be fast; any order is correct.
public final class SegmentSweep implements AutoCloseable {
    private final StoreFs fs;
    private final Checksum32 crc = Checksum32.crc32();
    private @Nullable StoreFile file;
    private @Nullable SegmentWindow window;
    private long segment = -1;

    public SegmentSweep(StoreFs fs) {
        this.fs = fs;
    }

    /// Makes the frame at `position` available and returns where its body begins in {@link #array()}.
    ///
    /// @throws SegmentDamageException when no whole frame of that length stands there
    public int bodyAt(FramePosition position) {
        SegmentWindow current = open(position.segment());
        int length = position.length();
        if (length <= FrameHead.BYTES || position.offset() + length > current.fileLength()) {
            throw SegmentDamageException.structure(
                    position.segment(), position.offset(), "the file ends inside the frame");
        }
        int at = current.require(position.offset(), length);
        byte[] bytes = current.array();
        int body = length - FrameHead.BYTES;
        if (FrameHead.bodyLength(bytes, at) != body) {
            throw SegmentDamageException.structure(
                    position.segment(), position.offset(), "the frame's length word is not " + body);
        }
        if (crc.of(bytes, at + FrameHead.BYTES, body) != FrameHead.crc(bytes, at)) {
            throw SegmentDamageException.checksum(position.segment(), position.offset());
        }
        return at + FrameHead.BYTES;
    }

    /// The bytes that hold the frame made available last.
    public byte[] array() {
        if (window == null) {
            throw new IllegalStateException("no frame was asked for");
        }
        return window.array();
    }

    private SegmentWindow open(long id) {
        if (window != null && segment == id) {
            return window;
        }
        close();
        StoreFile opened = fs.openReadOnly(SegmentName.of(id).fileName());
        file = opened;
        segment = id;
        window = new SegmentWindow(opened, opened.length());
        return window;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        file = null;
        window = null;
    }
}
