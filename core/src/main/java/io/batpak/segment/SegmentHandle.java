package io.batpak.segment;

import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One segment open for reading, as a file or as a mapping, and how many need it.
///
/// It begins with one pin, that of the table it stands in. Whoever takes back the last pin sees to its closing;
/// from then on it cannot be pinned, so nothing is ever closed under a reader.
final class SegmentHandle {
    final long segment;
    private final @Nullable StoreFile file;
    private final @Nullable Mapping mapping;
    private final AtomicInteger pins = new AtomicInteger(1);
    /// Set by readers and cleared by the hand that looks for a victim, without order: a lost write only costs a
    /// chance.
    private boolean touched;
    /// Counted without order, for the same reason.
    private int reads;

    private final boolean retired;

    private SegmentHandle(long segment, @Nullable StoreFile file, @Nullable Mapping mapping, boolean retired) {
        this.segment = segment;
        this.file = file;
        this.mapping = mapping;
        this.retired = retired;
    }

    static SegmentHandle of(long segment, StoreFile file) {
        return new SegmentHandle(segment, file, null, false);
    }

    static SegmentHandle of(long segment, Mapping mapping) {
        return new SegmentHandle(segment, null, mapping, false);
    }

    /// A file without a name, for one read: stands in no table, is neither pinned nor closed.
    static SegmentHandle retired(long segment, Mapping mapping) {
        return new SegmentHandle(segment, null, mapping, true);
    }

    /// Whether it is one of [#retired(long, Mapping)].
    boolean isRetired() {
        return retired;
    }

    /// Whether the file may be longer than this shows.
    boolean mayGrow() {
        return mapping != null && !retired;
    }

    /// The mapping, if it is one.
    @Nullable
    Mapping mapping() {
        return mapping;
    }

    /// False if it is closed or about to be.
    boolean tryPin() {
        int now = pins.get();
        while (now > 0) {
            if (pins.compareAndSet(now, now + 1)) {
                if (!touched) {
                    touched = true;
                }
                return true;
            }
            now = pins.get();
        }
        return false;
    }

    /// True if that was the last pin: the caller sees to the closing.
    boolean unpin() {
        return pins.decrementAndGet() == 0;
    }

    /// Whether a reader has it.
    boolean isPinned() {
        return pins.get() > 1;
    }

    /// Whether it was read since this was asked last.
    boolean takeTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }

    /// Counts a read; true for every `every`-th one.
    boolean countRead(int every) {
        int count = reads + 1;
        reads = count;
        return count % every == 0;
    }

    /// Bytes that can be read.
    long length() {
        return file != null ? file.length() : known(mapping).length();
    }

    /// Reads up to `length` bytes from byte `at` on; fewer only where the bytes end.
    int read(byte[] target, int length, long at) {
        if (file == null) {
            Mapping bytes = known(mapping);
            int count = Math.clamp(bytes.length() - at, 0, length);
            if (count > 0) {
                bytes.copy(at, target, 0, count);
            }
            return count;
        }
        int done = 0;
        while (done < length) {
            int count = file.read(target, done, length - done, at + done);
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /// Closes it. Only after the last pin.
    void close() {
        if (file != null) {
            file.close();
        }
        if (mapping != null) {
            mapping.close();
        }
    }

    private static Mapping known(@Nullable Mapping mapping) {
        if (mapping == null) {
            throw new IllegalStateException("neither a file nor a mapping");
        }
        return mapping;
    }
}
