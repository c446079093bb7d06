package io.batpak.testkit;

/// One operation a [MemFs] was asked for.
///
/// @param number counts all operations of the instance, from 1
/// @param operation what was asked for
/// @param name the file, or empty
/// @param detail offset and length, or the second name, or empty
/// @param failed whether a planned fault or the lost power failed it
public record MemStep(long number, MemOperation operation, String name, String detail, boolean failed) {
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder().append(number).append(' ').append(operation);
        if (!name.isEmpty()) {
            line.append(' ').append(name);
        }
        if (!detail.isEmpty()) {
            line.append(' ').append(detail);
        }
        return failed ? line.append(" FAILED").toString() : line.toString();
    }
}
