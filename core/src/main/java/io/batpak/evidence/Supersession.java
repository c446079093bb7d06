package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Shape;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which rows of a registry take the place of which others. Pure functions; any number of threads.
public final class Supersession {
    private static final Shape<SupersessionFinding> FINDING = Variants.of(
            "supersession finding",
            List.of(
                    Variant.of(
                            SupersessionFinding.DanglingSupersedes.class, SupersessionFinding.DanglingSupersedes.SHAPE),
                    Variant.of(
                            SupersessionFinding.RemovedDeclaresSupersedes.class,
                            SupersessionFinding.RemovedDeclaresSupersedes.SHAPE),
                    Variant.of(SupersessionFinding.DuplicateRowId.class, SupersessionFinding.DuplicateRowId.SHAPE),
                    Variant.of(SupersessionFinding.SupersedesCycle.class, SupersessionFinding.SupersedesCycle.SHAPE)));

    private Supersession() {}

    /// What is wrong with the catalogue, sorted. Each row takes the place of at most one; of rows with the same id
    /// the last one counts.
    ///
    /// @param catalogue the rows, in any order
    public static List<SupersessionFinding> findings(List<RegistryRow> catalogue) {
        List<RegistryRow> rows = catalogue.stream()
                .sorted(Comparator.comparing(RegistryRow::rowId, Forms.HASH))
                .toList();
        Map<Hash, Hash> edges = new HashMap<>();
        Set<Hash> ids = new HashSet<>();
        List<SupersessionFinding> findings = new ArrayList<>();
        for (RegistryRow row : rows) {
            if (!ids.add(row.rowId())) {
                findings.add(new SupersessionFinding.DuplicateRowId(row.rowId()));
                edges.remove(row.rowId());
            }
            row.supersedes().ifPresent(target -> edges.put(row.rowId(), target));
        }
        for (RegistryRow row : rows) {
            row.supersedes().ifPresent(target -> {
                if (!ids.contains(target)) {
                    findings.add(new SupersessionFinding.DanglingSupersedes(row.rowId(), target));
                }
                if (row.lifecycle() == RegistryRow.REMOVED) {
                    findings.add(new SupersessionFinding.RemovedDeclaresSupersedes(row.rowId()));
                }
            });
        }
        edges.forEach((from, to) -> {
            if (leadsTo(from, to, edges)) {
                findings.add(new SupersessionFinding.SupersedesCycle(from, to));
            }
        });
        return FINDING.sorted(findings);
    }

    /// Whether the way from `start` comes to `goal`; it ends where it comes by a second time.
    private static boolean leadsTo(Hash goal, Hash start, Map<Hash, Hash> edges) {
        Set<Hash> met = new HashSet<>();
        Hash at = start;
        while (at != null && met.add(at)) {
            if (at.equals(goal)) {
                return true;
            }
            at = edges.get(at);
        }
        return false;
    }
}
