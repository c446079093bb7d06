/// The index of a journal: columns of rows, a table of ids, lists of rows per entity, scope, kind and lane.
///
/// A *row* is the place of one event in this index: rows are dense, start at 0 and follow commit order, while
/// sequences may have gaps. The rows are divided into *parts* (`Part`, `Parts`), in commit order: finished
/// ones lie in a mapped run file (`RunPart`) or still in memory, the last one grows in memory (`MemoryPart`).
/// A part numbers its own rows from 0 and knows the number of its first one in the whole index. Everything
/// else here is a list or a table of rows.
///
/// Uses: `format`, `fs`, `model`, `error`. Used by: `sidecar`, `recovery`, `write`, `read`, the root package.
/// Threads: one inserting thread at a time (the holder of the commit turn), any number of readers. A reader
/// takes an [io.batpak.index.IndexView], which is frozen: no lock crosses a read. What a view may see was
/// written before the one volatile write of the publication; structures that grow while readers look replace
/// their arrays behind a volatile reference, and whatever a reader meets of later rows it skips by row number
/// before it looks at their columns. Finished parts are exchanged for run files by any one thread; a view
/// keeps the parts it was made with. A compaction exchanges parts for others with fewer rows (`ReshapedRows`); the
/// segments that an older view means are then known by its `Era`.
@NullMarked
package io.batpak.index;

import org.jspecify.annotations.NullMarked;
