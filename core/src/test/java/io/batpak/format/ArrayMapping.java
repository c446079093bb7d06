package io.batpak.format;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreIoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An array as a mapping; later changes of the array show.
final class ArrayMapping implements Mapping {
    private final ByteBuffer bytes;

    ArrayMapping(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long length() {
        return bytes.capacity();
    }

    private int place(long at, int length) {
        if (at < 0 || at > bytes.capacity() - length) {
            throw new StoreIoException(IoSite.of("copy from mapping", "array"), IoKind.INVALID_INPUT, "at " + at);
        }
        return (int) at;
    }

    @Override
    public void copy(long at, byte[] target, int offset, int length) {
        bytes.get(place(at, length), target, offset, length);
    }

    @Override
    public byte byteAt(long at) {
        return bytes.get(place(at, Byte.BYTES));
    }

    @Override
    public short shortAt(long at) {
        return bytes.getShort(place(at, Short.BYTES));
    }

    @Override
    public int intAt(long at) {
        return bytes.getInt(place(at, Integer.BYTES));
    }

    @Override
    public long longAt(long at) {
        return bytes.getLong(place(at, Long.BYTES));
    }

    @Override
    public void close() {}
}
