package io.batpak.write;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// What the commit engine tells Java Flight Recorder. Costs nearly nothing while no recording asks for it.
final class JournalEvents {
    private static final String CATEGORY = "batpak";

    private JournalEvents() {}

    /// One write to the log: a single event, a batch, or what several callers had queued.
    @Name("io.batpak.Commit")
    @Label("Commit")
    @Description("Events written to the log with one call")
    @Category(CATEGORY)
    @StackTrace(false)
    @Threshold("1 ms")
    static final class Commit extends Event {
        @Label("Events")
        int events;

        @Label("Bytes")
        @DataAmount
        long bytes;

        @Label("First Sequence")
        long firstSequence;

        /// Null while Flight Recorder has never been used, so that a commit allocates nothing for it.
        static @Nullable Commit start() {
            if (!FlightRecorder.isInitialized()) {
                return null;
            }
            Commit event = new Commit();
            event.begin();
            return event;
        }

        static void end(@Nullable Commit started, int eventCount, long byteCount, long first) {
            if (started == null) {
                return;
            }
            started.end();
            if (started.shouldCommit()) {
                started.events = eventCount;
                started.bytes = byteCount;
                started.firstSequence = first;
                started.commit();
            }
        }
    }

    /// One sync of the growing segment.
    @Name("io.batpak.Sync")
    @Label("Sync")
    @Description("The growing segment was made durable")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Sync extends Event {
        @Label("Segment")
        long segment;

        @Label("Writes Covered")
        long writes;

        static Sync start(long segmentId) {
            Sync event = new Sync();
            event.segment = segmentId;
            event.begin();
            return event;
        }

        void end(long covered) {
            end();
            if (shouldCommit()) {
                writes = covered;
                commit();
            }
        }
    }

    /// The growing segment was finished and the next one started.
    @Name("io.batpak.Rotation")
    @Label("Rotation")
    @Description("A segment was finished and the next one started")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Rotation extends Event {
        @Label("Finished Segment")
        long segment;

        @Label("Bytes")
        @DataAmount
        long bytes;

        static Rotation start(long segmentId, long size) {
            Rotation event = new Rotation();
            event.segment = segmentId;
            event.bytes = size;
            event.begin();
            return event;
        }
    }

    /// A visibility fence ended.
    @Name("io.batpak.Fence")
    @Label("Fence")
    @Description("A visibility fence was committed or cancelled")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Fence extends Event {
        @Label("Token")
        long token;

        @Label("Events")
        int events;

        @Label("Committed")
        boolean committed;

        static void report(long fenceToken, int eventCount, boolean wasCommitted) {
            Fence event = new Fence();
            if (event.shouldCommit()) {
                event.token = fenceToken;
                event.events = eventCount;
                event.committed = wasCommitted;
                event.commit();
            }
        }
    }

    /// The store takes no more writes.
    @Name("io.batpak.Poison")
    @Label("Poison")
    @Description("The disk is in doubt; the store takes no more writes")
    @Category(CATEGORY)
    static final class Poison extends Event {
        @Label("Reason")
        String reason = "";

        static void report(String why) {
            Poison event = new Poison();
            if (event.shouldCommit()) {
                event.reason = why;
                event.commit();
            }
        }
    }
}
