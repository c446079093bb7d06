/// The index in memory: primitive columns of rows, a table of ids, postings per entity, scope, kind and lane.
///
/// A *row* is the place of one event in this index: rows are dense, start at 0 and follow commit order, while
/// sequences may have gaps. Everything else here is a list or a table of rows.
///
/// Uses: `model`, `error`. Used by: `recovery`, `write`, `read`.
/// Threads: one inserting thread at a time (the holder of the commit turn), any number of readers. A reader
/// takes an [io.batpak.index.IndexView], which is frozen: no lock crosses a read. What a view may see was
/// written before the one volatile write of the publication; structures that grow while readers look replace
/// their arrays behind a volatile reference, and whatever a reader meets of later rows it skips by row number
/// before it looks at their columns.
@NullMarked
package io.batpak.index;

import org.jspecify.annotations.NullMarked;
