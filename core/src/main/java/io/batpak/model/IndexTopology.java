package io.batpak.model;

import java.util.List;

/// Which accelerators of scans 0.9.0 would build for a store. This release answers everything from lists of
/// rows that it always has, so the choice changes neither answers nor speed; it is accepted, checked and
/// reported, so that a configuration can be moved between the two.
///
/// @param soa columns of kinds beside the entries (`soa` in 0.9.0)
/// @param entityGroups entries grouped by entity (`entity_groups`)
/// @param tiles64 tiles of 64 entries of one kind (`tiles64`)
public record IndexTopology(boolean soa, boolean entityGroups, boolean tiles64) {
    /// Entries in one tile.
    public static final int TILE_SLOTS = 64;

    /// No accelerator, the default.
    public static final IndexTopology AOS = new IndexTopology(false, false, false);
    /// Columns only.
    public static final IndexTopology SCAN = new IndexTopology(true, false, false);
    /// Groups only.
    public static final IndexTopology ENTITY_LOCAL = new IndexTopology(false, true, false);
    /// Tiles only.
    public static final IndexTopology TILED = new IndexTopology(false, false, true);
    /// All three.
    public static final IndexTopology ALL = new IndexTopology(true, true, true);

    private static final int FLAGS = 3;

    /// The combinations that have a name of their own.
    public static List<IndexTopology> presets() {
        return List.of(AOS, SCAN, ENTITY_LOCAL, TILED, ALL);
    }

    /// Its name in reports: `aos`, `scan`, `entity-local`, `tiled` or `all`; every other combination is
    /// `hybrid`.
    public String label() {
        int chosen = (soa ? 1 : 0) + (entityGroups ? 1 : 0) + (tiles64 ? 1 : 0);
        if (chosen == 0) {
            return "aos";
        }
        if (chosen > 1) {
            return chosen == FLAGS ? "all" : "hybrid";
        }
        if (soa) {
            return "scan";
        }
        return entityGroups ? "entity-local" : "tiled";
    }

    /// How many tiles 0.9.0 would report for a kind with so many entries; 0 without tiles.
    public long tiles(long entriesOfOneKind) {
        return tiles64 ? Math.ceilDiv(entriesOfOneKind, TILE_SLOTS) : 0;
    }

    /// The same as [#label()].
    @Override
    public String toString() {
        return label();
    }
}
