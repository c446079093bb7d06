package io.batpak.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entities or scopes of an index run, sorted by their UTF-8 bytes; the place of a name is its id.
///
/// Threads: shared freely; a name is decoded when it is first asked for, and kept. Reading may throw
/// [io.batpak.error.IndexRunDamageException].
public final class RunNames {
    /// No such name.
    public static final int NONE = -1;

    private static final String BELOW_NAMESPACE = ":";
    private static final String BEHIND_NAMESPACE = ";";

    private final RunBytes bytes;
    private final long endsAt;
    private final long namesAt;
    private final long namesLength;
    private final RunTable table;
    /// Races store equal names.
    private final @Nullable String[] known;

    RunNames(RunBytes bytes, long endsAt, long namesAt, long namesLength, RunTable table) {
        this.bytes = bytes;
        this.endsAt = endsAt;
        this.namesAt = namesAt;
        this.namesLength = namesLength;
        this.table = table;
        this.known = new String[table.count()];
    }

    /// One above the highest id.
    public int count() {
        return known.length;
    }

    /// The name of an id.
    ///
    /// @throws IndexOutOfBoundsException if the id is not in `0..count() - 1`
    public String name(int id) {
        String name = known[id];
        if (name == null) {
            name = new String(utf8(id), StandardCharsets.UTF_8);
            known[id] = name;
        }
        return name;
    }

    private byte[] utf8(int id) {
        long start = start(id);
        long end = bytes.u32(endsAt + Integer.BYTES * (long) id);
        if (start > end || end > namesLength || end - start > bytes.length()) {
            throw bytes.damaged("name " + id + " lies at " + start + " to " + end + " of " + namesLength);
        }
        byte[] utf8 = new byte[(int) Math.min(end - start, Integer.MAX_VALUE - 8)];
        bytes.copy(namesAt + start, utf8, 0, utf8.length);
        return utf8;
    }

    private long start(int id) {
        return id == 0 ? 0 : bytes.u32(endsAt + Integer.BYTES * (id - 1L));
    }

    /// The id of this name, or [#NONE].
    public int find(String name) {
        long hash = RunHash.ofName(name.getBytes(StandardCharsets.UTF_8));
        byte tag = RunHash.tag(hash);
        int end = table.end(hash);
        for (int slot = table.start(hash); slot < end; slot++) {
            if (table.tag(slot) == tag && name(table.number(slot)).equals(name)) {
                return table.number(slot);
            }
        }
        return NONE;
    }

    /// The first id whose name is not below `name`, [#count] if there is none.
    public int lowerBound(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = known.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(utf8(middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first id whose name begins with `prefix` and a colon, if there is one. The name that is the prefix
    /// is not among them: see [#find].
    public int namespaceStart(String prefix) {
        return lowerBound(prefix + BELOW_NAMESPACE);
    }

    /// One above the last id whose name begins with `prefix` and a colon.
    public int namespaceEnd(String prefix) {
        return lowerBound(prefix + BEHIND_NAMESPACE);
    }
}
