package io.batpak.index;

/// One entity or scope: its name, its id in this index, its rows, and what is known about their order.
///
/// Threads: the flags only ever turn on, before the row that caused it is published.
final class NameCell extends Postings {
    final String name;
    final int id;

    /// The head of this entity on lane 0; the heads of other lanes are in the [HeadTable].
    int head = Columns.NONE;

    /// Commit order of this entity's rows is not their clock-key order; usual with several lanes.
    boolean keysUnordered;

    /// Some lane of this entity has rows whose clock key or clock does not ascend; only damaged or foreign
    /// data.
    boolean laneUnordered;

    NameCell(String name, int id) {
        this.name = name;
        this.id = id;
    }
}
