package io.batpak.verify.cost;

import java.util.ArrayList;
import java.util.List;

/// A program that keeps 590 bytes for each of so many events, as a batpak 0.9.0 does. It shows that a heap is
/// small enough to tell.
final class Hoarder {
    static final int OUT_OF_MEMORY = 7;
    private static final int EVENT_BYTES = 590;

    private Hoarder() {}

    /// Ends with [#OUT_OF_MEMORY] if that is too much.
    ///
    /// @param arguments how many events
    public static void main(String[] arguments) {
        List<byte[]> events = new ArrayList<>();
        try {
            for (int event = 0; event < Integer.parseInt(arguments[0]); event++) {
                events.add(new byte[EVENT_BYTES]);
            }
        } catch (OutOfMemoryError e) {
            events.clear();
            System.exit(OUT_OF_MEMORY);
        }
        System.out.println(events.size());
    }
}
