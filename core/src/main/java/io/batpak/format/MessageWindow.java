package io.batpak.format;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageFormatException.Reason;
import io.batpak.msgpack.MessageReader;
import java.util.function.Function;

/// Reads the elements of one long MessagePack array piece by piece, so that the file need not be in memory.
///
/// Holds a window of the bytes that grows only when one element does not fit, and never beyond what is really
/// there. One thread at a time.
final class MessageWindow {
    private static final int WINDOW_BYTES = 1 << 16;
    private static final int FIX_ARRAY = 0x90;
    private static final int FIX_ARRAY_MASK = 0xF0;
    private static final int ARRAY_16 = 0xDC;
    private static final int ARRAY_32 = 0xDD;

    private final ByteSource source;
    private final long end;
    private final int elementBytesMax;
    private final MessageReader reader = new MessageReader();
    private byte[] bytes;
    private int from;
    private int to;
    private long at;

    /// @param start offset of the array in the source
    /// @param end where the bytes end
    /// @param elementBytesMax what an element may take at most
    MessageWindow(ByteSource source, long start, long end, int elementBytesMax) {
        this.source = source;
        this.end = end;
        this.elementBytesMax = elementBytesMax;
        this.at = start;
        this.bytes = new byte[(int) Math.min(WINDOW_BYTES, end - start)];
    }

    /// Offset in the source of the next element.
    long at() {
        return at;
    }

    /// Bytes of an element passed so far, when it failed with a [FormatSignal].
    int positionInElement() {
        return reader.position();
    }

    /// Passes over the head of the array; returns its number of elements, each of which needs a byte at least.
    long arrayHeader() {
        int first = unsigned(1, 0);
        if ((first & FIX_ARRAY_MASK) == FIX_ARRAY) {
            return counted(1, first & ~FIX_ARRAY_MASK);
        }
        return switch (first) {
            case ARRAY_16 -> counted(3, unsigned(3, 1) << 8 | unsigned(3, 2));
            case ARRAY_32 -> {
                long high = (long) unsigned(5, 1) << 24 | (long) unsigned(5, 2) << 16;
                yield counted(5, high | (long) unsigned(5, 3) << 8 | unsigned(5, 4));
            }
            default -> throw new MessageFormatException(Reason.UNEXPECTED_TYPE, 0);
        };
    }

    private long counted(int headBytes, long count) {
        if (count > end - at - headBytes) {
            throw new MessageFormatException(Reason.TRUNCATED, 0);
        }
        from += headBytes;
        at += headBytes;
        return count;
    }

    /// The byte at `index`, of at least `needed` ones.
    private int unsigned(int needed, int index) {
        while (to - from < needed) {
            if (!more()) {
                throw new MessageFormatException(Reason.TRUNCATED, 0);
            }
        }
        return bytes[from + index] & 0xFF;
    }

    /// The next element. `read` may be called more than once with the same element, with more bytes each time.
    ///
    /// @throws MessageFormatException if the element is damaged; its offset counts from [#at()]
    <T> T next(Function<MessageReader, T> read) {
        while (true) {
            reader.reset(bytes, from, to - from);
            try {
                T element = read.apply(reader);
                from += reader.position();
                at += reader.position();
                return element;
            } catch (MessageFormatException e) {
                if (e.reason() != Reason.TRUNCATED || !more()) {
                    throw e;
                }
            }
        }
    }

    /// Takes more bytes into the window; false at the end of the source.
    private boolean more() {
        long next = at + (to - from);
        if (next >= end) {
            return false;
        }
        byte[] target = bytes;
        if (from == 0 && to == bytes.length) {
            if (bytes.length >= elementBytesMax) {
                throw new FormatSignal("an element takes more than " + elementBytesMax + " bytes");
            }
            target = new byte[(int) Math.min(Math.min(2L * bytes.length, elementBytesMax), end - at)];
        }
        System.arraycopy(bytes, from, target, 0, to - from);
        bytes = target;
        to -= from;
        from = 0;
        int count = (int) Math.min(bytes.length - to, end - next);
        source.read(next, bytes, to, count);
        to += count;
        return true;
    }
}
