package io.batpak.testkit;

import io.batpak.fs.FileFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a name leads to: the bytes a reader sees, the bytes a crash leaves, and the changes between the two.
/// Or a directory, which has names instead of bytes. Guarded by its [MemDisk].
final class MemNode {
    /// What a disk writes whole or not at all.
    static final int SECTOR_BYTES = 512;

    /// The name a symbolic link leads to.
    final @Nullable String linkTarget;

    private final @Nullable MemNames names;
    private final MemBytes current;
    private final MemBytes durable;
    private final List<Change> unsynced = new ArrayList<>();

    private sealed interface Change {
        void applyTo(MemBytes bytes);
    }

    private static final class Written implements Change {
        private final int at;
        private final byte[] bytes;

        Written(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        @Override
        public void applyTo(MemBytes target) {
            target.write(bytes, 0, bytes.length, at);
        }

        /// The same as several writes, none of which reaches beyond the end of a sector.
        List<Written> bySector() {
            List<Written> parts = new ArrayList<>();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + SECTOR_BYTES - (at + from) % SECTOR_BYTES);
                parts.add(new Written(at + from, Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            return parts;
        }
    }

    private record Cut(int length) implements Change {
        @Override
        public void applyTo(MemBytes target) {
            target.resize(Math.min(length, target.length()));
        }
    }

    MemNode(@Nullable String linkTarget) {
        this(linkTarget, new MemBytes(), new MemBytes());
    }

    private MemNode(@Nullable String linkTarget, MemBytes current, MemBytes durable) {
        this(null, linkTarget, current, durable);
    }

    private MemNode(@Nullable MemNames names, @Nullable String linkTarget, MemBytes current, MemBytes durable) {
        this.names = names;
        this.linkTarget = linkTarget;
        this.current = current;
        this.durable = durable;
    }

    /// A directory without names.
    static MemNode ofDirectory() {
        return new MemNode(new MemNames(), null, new MemBytes(), new MemBytes());
    }

    boolean isDirectory() {
        return names != null;
    }

    boolean isRegular() {
        return names == null && linkTarget == null;
    }

    /// The names, if it is a directory.
    MemNames directory() {
        if (names == null) {
            throw new IllegalStateException("not a directory");
        }
        return names;
    }

    /// A file whose bytes are durable.
    static MemNode durableFile(byte[] bytes) {
        MemNode node = new MemNode(null);
        node.write(bytes, 0, bytes.length, 0);
        node.sync();
        return node;
    }

    FileFacts facts(int links) {
        int length = linkTarget == null ? current.length() : linkTarget.length();
        return new FileFacts(length, links, linkTarget != null, isRegular());
    }

    int length() {
        return current.length();
    }

    byte[] bytes() {
        return current.toByteArray();
    }

    int read(byte[] target, int offset, int length, long at) {
        return current.read(target, offset, length, at);
    }

    void write(byte[] source, int offset, int length, int at) {
        byte[] copy = new byte[length];
        System.arraycopy(source, offset, copy, 0, length);
        current.write(copy, 0, length, at);
        unsynced.add(new Written(at, copy));
    }

    void truncate(int length) {
        current.resize(length);
        unsynced.add(new Cut(length));
    }

    void sync() {
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    /// What a failed sync does on a real machine: the changes are lost, and a later good sync does not bring
    /// them back.
    void loseUnsynced() {
        unsynced.clear();
    }

    /// The same file in the next process on a machine that did not crash.
    MemNode copy() {
        MemNode copy = new MemNode(linkTarget, current.copy(), durable.copy());
        copy.unsynced.addAll(unsynced);
        return copy;
    }

    /// The file a crash leaves if nothing unsynced got out.
    MemNode crashed() {
        return new MemNode(linkTarget, durable.copy(), durable.copy());
    }

    /// The file a crash leaves if everything unsynced got out.
    MemNode written() {
        return new MemNode(linkTarget, current.copy(), current.copy());
    }

    /// The file a crash leaves if the unsynced changes got out in their order up to some point, the last in
    /// part.
    MemNode crashed(SplittableRandom random) {
        MemBytes left = durable.copy();
        int whole = random.nextInt(unsynced.size() + 1);
        unsynced.subList(0, whole).forEach(change -> change.applyTo(left));
        if (whole < unsynced.size()) {
            part(unsynced.get(whole), random).applyTo(left);
        }
        return new MemNode(linkTarget, left, left.copy());
    }

    /// The file a crash leaves if each sector has got out by itself, with the unsynced writes up to some point, and
    /// the length up to some other point. Where the length got out and the bytes did not, there are zeros.
    MemNode crashedBySector(SplittableRandom random) {
        int lengthAsOf = random.nextInt(unsynced.size() + 1);
        Map<Integer, Integer> sectorsAsOf = new TreeMap<>();
        MemBytes left = durable.copy();
        long length = left.length();
        for (int at = 0; at < unsynced.size(); at++) {
            switch (unsynced.get(at)) {
                case Cut cut -> {
                    if (at < lengthAsOf) {
                        left.resize(Math.min(cut.length, left.length()));
                        length = cut.length;
                    }
                }
                case Written written -> {
                    for (Written part : written.bySector()) {
                        int asOf = sectorsAsOf.computeIfAbsent(
                                part.at / SECTOR_BYTES, _ -> random.nextInt(unsynced.size() + 1));
                        if (at < asOf) {
                            part.applyTo(left);
                        }
                    }
                    length = at < lengthAsOf ? Math.max(length, (long) written.at + written.bytes.length) : length;
                }
            }
        }
        left.resize((int) length);
        return new MemNode(linkTarget, left, left.copy());
    }

    private static Change part(Change change, SplittableRandom random) {
        return switch (change) {
            case Cut cut -> random.nextBoolean() ? cut : new Written(0, new byte[0]); // metadata: all or nothing
            case Written written -> {
                byte[] prefix = new byte[random.nextInt(written.bytes.length + 1)];
                System.arraycopy(written.bytes, 0, prefix, 0, prefix.length);
                yield new Written(written.at, prefix);
            }
        };
    }
}
