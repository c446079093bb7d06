package io.batpak.testkit;

/// One operation a [MemFs] was asked for.
///
/// @param number counts all operations of the instance, from 1
/// @param operation what was asked for
/// @param name the file, or empty
/// @param detail offset and length, or the second name, or empty
/// @param end what became of it
public record MemStep(long number, MemOperation operation, String name, String detail, End end) {
    /// What became of an operation.
    public enum End {
        /// It did what it was asked for.
        DONE,
        /// A planned fault or the lost power failed it.
        FAILED,
        /// A sync that reported success and made nothing durable.
        DROPPED
    }

    /// Whether a planned fault or the lost power failed it.
    public boolean failed() {
        return end == End.FAILED;
    }

    /// Whether it was a sync that did nothing.
    public boolean dropped() {
        return end == End.DROPPED;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder().append(number).append(' ').append(operation);
        if (!name.isEmpty()) {
            line.append(' ').append(name);
        }
        if (!detail.isEmpty()) {
            line.append(' ').append(detail);
        }
        return end == End.DONE ? line.toString() : line.append(' ').append(end).toString();
    }
}
