package io.batpak;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// What a store tells Java Flight Recorder of its longer doings: each as one event with its length, and with the
/// reason if it failed. What the commit engine does has events of its own in `write`.
final class FlowEvents {
    private static final String CATEGORY = "batpak";

    private FlowEvents() {}

    /// One of them.
    abstract static class Flow extends Event {
        @Label("Journal")
        String journal = "";

        @Label("Failure")
        @Description("Why it failed; empty if it did not")
        String failure = "";
    }

    /// A journal was opened: from the check of the payload types to the handle, the proof of the chain and the
    /// record of the opening included.
    @Name("io.batpak.Open")
    @Label("Open")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Open extends Flow {
        @Label("Writable")
        boolean writable;

        Open(boolean writable) {
            this.writable = writable;
        }
    }

    /// A writable journal was closed or given up.
    @Name("io.batpak.Close")
    @Label("Close")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Close extends Flow {}

    /// Segments were merged, or events let go.
    @Name("io.batpak.Compaction")
    @Label("Compaction")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Compaction extends Flow {
        @Label("Segments Removed")
        long segmentsRemoved;
    }

    /// A snapshot, a fork or a backup was made.
    @Name("io.batpak.Copy")
    @Label("Copy")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Copy extends Flow {
        @Label("What")
        String what;

        Copy(String what) {
            this.what = what;
        }
    }

    /// Events of another journal were taken over.
    @Name("io.batpak.Import")
    @Label("Import")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Import extends Flow {
        @Label("Imported")
        long imported;
    }

    /// The whole chain was verified.
    @Name("io.batpak.Verification")
    @Label("Verification")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Verification extends Flow {}

    /// Does `work` and tells of it, whether it succeeds or not.
    static <T> T during(Flow flow, String journal, Supplier<T> work) {
        flow.journal = journal;
        flow.begin();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            flow.failure = e.toString();
            throw e;
        } finally {
            flow.commit();
        }
    }
}
