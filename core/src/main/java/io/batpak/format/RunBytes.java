package io.batpak.format;

import io.batpak.error.IndexRunDamageException;
import io.batpak.fs.Mapping;
import io.batpak.hash.Checksum32;
import org.jspecify.annotations.Nullable;

/// The blocks of a mapped index run: every block is checked when it is first touched.
///
/// Threads: shared freely. Two threads may check a block at once; both find the same.
final class RunBytes {
    private final String name;
    private final Mapping mapping;
    private final long length;
    private final int[] crcs;
    /// 1 once the block was found good; races store the same value.
    private final byte[] good;
    private volatile boolean damaged;

    /// @param length bytes that the blocks cover
    RunBytes(String name, Mapping mapping, long length, int[] crcs) {
        this.name = name;
        this.mapping = mapping;
        this.length = length;
        this.crcs = crcs;
        this.good = new byte[crcs.length];
    }

    int u8(long at) {
        touch(at);
        return mapping.byteAt(at) & 0xFF;
    }

    int u16(long at) {
        touch(at);
        return mapping.shortAt(at) & 0xFFFF;
    }

    int i32(long at) {
        touch(at);
        return mapping.intAt(at);
    }

    long u32(long at) {
        return Integer.toUnsignedLong(i32(at));
    }

    long u64(long at) {
        touch(at);
        return mapping.longAt(at);
    }

    void copy(long at, byte[] target, int offset, int count) {
        long last = (at + count - 1) >>> RunLayout.BLOCK_BITS;
        for (long block = at >>> RunLayout.BLOCK_BITS; block <= last; block++) {
            touch(block << RunLayout.BLOCK_BITS);
        }
        mapping.copy(at, target, offset, count);
    }

    private void touch(long at) {
        int block = (int) (at >>> RunLayout.BLOCK_BITS);
        if (good[block] == 0) {
            check(block);
        }
    }

    private void check(int block) {
        Damage damage = check(block, new byte[RunLayout.BLOCK_BYTES]);
        if (damage != null) {
            throw damaged(damage.toString());
        }
    }

    private @Nullable Damage check(int block, byte[] buffer) {
        long at = (long) block << RunLayout.BLOCK_BITS;
        int count = (int) Math.min(RunLayout.BLOCK_BYTES, length - at);
        mapping.copy(at, buffer, 0, count);
        if (Checksum32.crc32().of(buffer, 0, count) != crcs[block]) {
            return new Damage(Damage.Reason.RUN_BLOCK_CRC, "the checksum of a block does not match", at);
        }
        good[block] = 1;
        return null;
    }

    /// Checks the blocks of a range that were not checked before.
    @Nullable
    Damage check(long from, long to) {
        byte[] buffer = new byte[(int) Math.min(RunLayout.BLOCK_BYTES, length)];
        for (long at = from & -RunLayout.BLOCK_BYTES; at < to; at += RunLayout.BLOCK_BYTES) {
            int block = (int) (at >>> RunLayout.BLOCK_BITS);
            Damage damage = good[block] == 0 ? check(block, buffer) : null;
            if (damage != null) {
                return damage;
            }
        }
        return null;
    }

    /// All checksums may match and the contents still contradict each other: somebody made them so.
    IndexRunDamageException damaged(String detail) {
        damaged = true;
        return new IndexRunDamageException(name, detail);
    }

    /// Whether a read has met damage.
    boolean isDamaged() {
        return damaged;
    }

    long length() {
        return length;
    }

    @Override
    public String toString() {
        return name;
    }
}
