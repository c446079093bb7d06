/// Projections: states folded from the events of one entity, always equal to a fold of all that is visible.
///
/// A [io.batpak.projection.Projection] says how; the annotation processor makes one of a state with
/// [io.batpak.projection.EventSourced]. `Journal.project` and `Journal.projections()` answer. States are
/// kept in memory, so that asking again costs what has been appended since. A
/// [io.batpak.projection.ProjectionCache] keeps them longer; what it holds counts only if its digest of the folded
/// events is that of the journal, so no compaction, damage or lost power can make an old state pass for a new one.
///
/// A [io.batpak.projection.KeyedProjection] is about many entities; `Journal.projections().readModel` answers. The
/// states of a [io.batpak.projection.ReadModel] are kept under a name in the directory of the journal, and count
/// only under the same condition.
///
/// Uses: `hash`, `error`, `model`, `fs`, `time`, `format`, `payload`, `sidecar`, `delivery`. Used by: `io.batpak`,
/// callers.
/// Threads: descriptions and results are immutable; caches may be shared; folds run on the calling thread, without
/// any lock.
/// Bytes: docs/formats/projection-cache.md, docs/formats/read-model.md.
@NullMarked
package io.batpak.projection;

import org.jspecify.annotations.NullMarked;
