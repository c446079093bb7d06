package io.batpak.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The names of a directory: as a program sees them, as a crash leaves them, and the changes between the two.
/// Guarded by its [MemFs].
final class MemNames {
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final TreeMap<String, MemNode> current = new TreeMap<>(BY_BYTES);
    private final TreeMap<String, MemNode> durable = new TreeMap<>(BY_BYTES);
    private final List<Change> unsynced = new ArrayList<>();

    /// One atomic change: a name vanishes, a name appears, or both.
    private record Change(
            @Nullable String gone,
            @Nullable String come,
            @Nullable MemNode node) {
        void applyTo(Map<String, MemNode> names, Map<MemNode, MemNode> copies) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null && node != null) {
                names.put(come, copies.getOrDefault(node, node));
            }
        }
    }

    List<String> list() {
        return List.copyOf(current.keySet());
    }

    @Nullable
    MemNode find(String name) {
        return current.get(name);
    }

    int links(MemNode node) {
        return (int) current.values().stream().filter(other -> other == node).count();
    }

    void put(String name, MemNode node) {
        change(new Change(null, name, node));
    }

    void remove(String name) {
        change(new Change(name, null, null));
    }

    void rename(String from, String to, MemNode node) {
        change(new Change(from.equals(to) ? null : from, to, node));
    }

    private void change(Change change) {
        change.applyTo(current, Map.of());
        unsynced.add(change);
    }

    void sync() {
        unsynced.clear();
        durable.clear();
        durable.putAll(current);
    }

    /// The names in the next process on a machine that did not crash.
    MemNames copy() {
        Map<MemNode, MemNode> copies = copies(MemNode::copy);
        MemNames copy = new MemNames();
        current.forEach((name, node) -> copy.current.put(name, copied(copies, node)));
        durable.forEach((name, node) -> copy.durable.put(name, copied(copies, node)));
        for (Change change : unsynced) {
            MemNode node = change.node;
            copy.unsynced.add(new Change(change.gone, change.come, node == null ? null : copied(copies, node)));
        }
        return copy;
    }

    /// The names a crash leaves if nothing unsynced got out.
    MemNames crashed() {
        Map<MemNode, MemNode> copies = copies(MemNode::crashed);
        MemNames left = new MemNames();
        durable.forEach((name, node) -> left.current.put(name, copied(copies, node)));
        left.sync();
        return left;
    }

    /// The names a crash leaves if each unsynced change got out or did not.
    MemNames crashed(SplittableRandom random) {
        Map<MemNode, MemNode> copies = copies(node -> node.crashed(random));
        MemNames left = new MemNames();
        durable.forEach((name, node) -> left.current.put(name, copied(copies, node)));
        for (Change change : unsynced) {
            if (random.nextBoolean()) {
                change.applyTo(left.current, copies);
            }
        }
        left.sync();
        return left;
    }

    private static MemNode copied(Map<MemNode, MemNode> copies, MemNode node) {
        MemNode copy = copies.get(node);
        if (copy == null) {
            throw new IllegalStateException("a node without a copy");
        }
        return copy;
    }

    /// Every node that any name leads, led or may lead to, in a fixed order, so that a seed means one state.
    private Map<MemNode, MemNode> copies(UnaryOperator<MemNode> copier) {
        List<MemNode> nodes = new ArrayList<>(current.values());
        nodes.addAll(durable.values());
        for (Change change : unsynced) {
            if (change.node != null) {
                nodes.add(change.node);
            }
        }
        Map<MemNode, MemNode> copies = new HashMap<>();
        for (MemNode node : nodes) {
            if (!copies.containsKey(node)) {
                copies.put(node, copier.apply(node));
            }
        }
        return copies;
    }
}
