package io.batpak.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The names of a directory: as a program sees them, as a crash leaves them, and the changes between the two.
/// Guarded by its [MemDisk].
final class MemNames {
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final TreeMap<String, MemNode> current = new TreeMap<>(BY_BYTES);
    private final TreeMap<String, MemNode> durable = new TreeMap<>(BY_BYTES);
    private final List<Change> unsynced = new ArrayList<>();

    /// One atomic change: a name vanishes, a name appears, or both.
    ///
    /// @param partner the directory in which the other half of a move between two directories happens; both
    ///     halves get out or neither, and a sync of either directory makes both durable
    private record Change(
            @Nullable String gone,
            @Nullable String come,
            @Nullable MemNode node,
            @Nullable MemNode partner) {
        void applyTo(Map<String, MemNode> names, Map<MemNode, MemNode> copies) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null && node != null) {
                names.put(come, copies.getOrDefault(node, node));
            }
        }

        Change copied(Map<MemNode, MemNode> copies) {
            return new Change(
                    gone,
                    come,
                    node == null ? null : MemNames.copied(copies, node),
                    partner == null ? null : MemNames.copied(copies, partner));
        }
    }

    List<String> list() {
        return List.copyOf(current.keySet());
    }

    /// The names that lead to what `wanted` accepts.
    List<String> list(Predicate<MemNode> wanted) {
        return current.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isEmpty() {
        return current.isEmpty();
    }

    @Nullable
    MemNode find(String name) {
        return current.get(name);
    }

    /// What the names lead to now, each as often as it has names here.
    Collection<MemNode> nodes() {
        return current.values();
    }

    void put(String name, MemNode node) {
        change(new Change(null, name, node, null));
    }

    /// A name that is durable from the beginning.
    void putDurable(String name, MemNode node) {
        current.put(name, node);
        durable.put(name, node);
    }

    void remove(String name) {
        change(new Change(name, null, null, null));
    }

    void rename(String from, String to, MemNode node) {
        change(new Change(from.equals(to) ? null : from, to, node, null));
    }

    /// Moves `node` from `source`, where it is `from`, to `target`, where it becomes `to`.
    static void move(MemNode source, String from, MemNode target, String to) {
        MemNames left = source.directory();
        MemNode node = Objects.requireNonNull(left.current.get(from), from);
        if (source == target) {
            left.rename(from, to, node);
        } else {
            left.change(new Change(from, null, node, target));
            target.directory().change(new Change(null, to, node, source));
        }
    }

    private void change(Change change) {
        change.applyTo(current, Map.of());
        unsynced.add(change);
    }

    void sync() {
        Set<MemNode> partners = new LinkedHashSet<>();
        for (Change change : unsynced) {
            if (change.partner != null) {
                partners.add(change.partner);
            }
        }
        unsynced.clear();
        durable.clear();
        durable.putAll(current);
        partners.forEach(partner -> partner.directory().sync());
    }

    /// Every node that any name leads, led or may lead to.
    Set<MemNode> reachable() {
        Set<MemNode> nodes = new LinkedHashSet<>(current.values());
        nodes.addAll(durable.values());
        for (Change change : unsynced) {
            if (change.node != null) {
                nodes.add(change.node);
            }
        }
        return nodes;
    }

    /// Fills `copy` with the names in the next process on a machine that did not crash.
    void copyTo(MemNames copy, Map<MemNode, MemNode> copies) {
        current.forEach((name, node) -> copy.current.put(name, copied(copies, node)));
        durable.forEach((name, node) -> copy.durable.put(name, copied(copies, node)));
        unsynced.forEach(change -> copy.unsynced.add(change.copied(copies)));
    }

    /// Fills `left` with the names a crash leaves if nothing unsynced got out.
    void crashTo(MemNames left, Map<MemNode, MemNode> copies) {
        durable.forEach((name, node) -> left.putDurable(name, copied(copies, node)));
    }

    /// Fills `left` with the names a crash leaves if everything unsynced got out.
    void writtenTo(MemNames left, Map<MemNode, MemNode> copies) {
        current.forEach((name, node) -> left.putDurable(name, copied(copies, node)));
    }

    /// Fills `left` with the names a crash leaves if each unsynced change got out or did not, as `fate` says of one
    /// after the other. `moves` has what was decided about moves whose other half came first.
    void crashTo(MemNames left, Map<MemNode, MemNode> copies, BooleanSupplier fate, Map<MemNode, Boolean> moves) {
        durable.forEach((name, node) -> left.current.put(name, copied(copies, node)));
        for (Change change : unsynced) {
            boolean gotOut = (change.partner == null || change.node == null)
                    ? fate.getAsBoolean()
                    : moves.computeIfAbsent(change.node, _ -> fate.getAsBoolean());
            if (gotOut) {
                change.applyTo(left.current, copies);
            }
        }
        left.sync();
    }

    private static MemNode copied(Map<MemNode, MemNode> copies, MemNode node) {
        MemNode copy = copies.get(node);
        if (copy == null) {
            throw new IllegalStateException("a node without a copy");
        }
        return copy;
    }
}
