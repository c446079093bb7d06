package io.batpak.verify.sim;

import io.batpak.model.Compaction;
import io.batpak.model.CompactionScope;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.KeepRule;

/// A compaction that takes events away, by what can be known of them without their payload.
///
/// @param typeId the kind that goes
/// @param entity the entity whose events go
/// @param tombstones whether something stays in their place
record Dropping(int typeId, String entity, boolean tombstones) {
    boolean rejects(EventKind kind, Coordinate at) {
        return kind.typeId() == typeId && at.entity().equals(entity);
    }

    Compaction compaction(CompactionScope scope, int minSegments) {
        KeepRule keep = candidate ->
                !rejects(candidate.entry().kind(), candidate.entry().coordinate());
        Compaction how = tombstones ? Compaction.tombstone(keep) : Compaction.retention(keep);
        return how.but().scope(scope).minSegments(minSegments).build();
    }
}
