package io.batpak.recovery;

import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.recovery.OpenFacts.Artifact;
import io.batpak.recovery.OpenFacts.Source;
import io.batpak.segment.SegmentName;
import java.util.ArrayList;
import java.util.List;

/// Finds out what an open has to know before it can be planned, and holds what was read on the way.
///
/// Confined to the opening thread; closed by it.
final class Sources implements AutoCloseable {
    private final Surroundings around;
    private final Inventory inventory;

    Sources(Surroundings around, Inventory inventory) {
        this.around = around;
        this.inventory = inventory;
    }

    /// Everything that can be told without reading a whole file.
    OpenFacts facts(boolean writable) {
        return new OpenFacts(
                segments(),
                List.of(),
                List.of(),
                new Artifact.Off(),
                new Artifact.Off(),
                inventory.hasVisibilityRanges(),
                inventory.unfinished(),
                inventory.hasMarker(),
                writable);
    }

    private List<OpenFacts.Segment> segments() {
        List<OpenFacts.Segment> segments = new ArrayList<>();
        for (SegmentName name : inventory.segments()) {
            segments.add(new OpenFacts.Segment(name.id(), length(name.fileName())));
        }
        return segments;
    }

    private long length(String name) {
        StoreFs fs = around.fs();
        FileFacts facts = fs.facts(name).orElse(null);
        if (facts != null && facts.regular()) {
            return facts.length();
        }
        try (StoreFile file = fs.openReadOnly(name)) { // behind a symbolic link, or gone: then this says so
            return file.length();
        }
    }

    /// Reads an artifact and tells whether it can be used.
    Artifact look(Source artifact) {
        throw new IllegalArgumentException("there is no " + artifact);
    }

    @Override
    public void close() {
        // holds nothing yet
    }
}
