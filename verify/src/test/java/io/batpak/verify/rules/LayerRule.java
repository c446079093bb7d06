package io.batpak.verify.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A package of core uses only packages of lower rank; a package without a rank is a violation itself.
final class LayerRule {
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("hash", 0),
            Map.entry("msgpack", 0),
            Map.entry("error", 1),
            Map.entry("shape", 1),
            Map.entry("model", 2),
            Map.entry("outcome", 2),
            Map.entry("fs", 2),
            Map.entry("time", 2),
            Map.entry("format", 3),
            Map.entry("payload", 3),
            Map.entry("guard", 3),
            Map.entry("sign", 3),
            Map.entry("typestate", 3),
            Map.entry("segment", 4),
            Map.entry("index", 4),
            Map.entry("sidecar", 5),
            Map.entry("recovery", 6),
            Map.entry("write", 6),
            Map.entry("read", 6),
            Map.entry("compact", 7),
            Map.entry("transfer", 7),
            Map.entry("delivery", 7),
            Map.entry("projection", 8),
            Map.entry("evidence", 8),
            Map.entry("", 9));

    private LayerRule() {}

    static List<String> violations(List<ClassFacts> coreClasses) {
        List<String> violations = new ArrayList<>();
        for (ClassFacts facts : coreClasses) {
            if (facts.isDescriptor()) {
                continue;
            }
            String own = facts.ownPackage();
            Integer rank = RANKS.get(own);
            if (rank == null) {
                violations.add(facts.name() + ": package without a rank: " + own);
                continue;
            }
            for (String used : facts.mentionedPackages()) {
                Integer usedRank = RANKS.get(used);
                if (!used.equals(own) && (usedRank == null || usedRank >= rank)) {
                    violations.add(facts.name() + ": " + show(own) + " -> " + show(used));
                }
            }
        }
        return violations;
    }

    private static String show(String name) {
        return name.isEmpty() ? "io.batpak" : name;
    }
}
