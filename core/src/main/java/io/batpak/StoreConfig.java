package io.batpak;

import io.batpak.error.ConfigurationException;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.time.Clock;
import java.nio.file.Path;

/// How a journal is opened. Immutable; every value is checked when it is built, and building touches no file.
public final class StoreConfig {
    private static final long MIB = 1 << 20;

    private final StoreFs fs;
    private final Clock clock;
    private final long segmentBytesMax;
    private final int appendBytesMax;
    private final int batchEventsMax;
    private final int batchBytesMax;
    private final long syncEveryEvents;
    private final SyncMode syncMode;
    private final int openFilesMax;
    private final ChainVerification chainVerification;

    private StoreConfig(Builder b) { // the only place a value is checked
        fs = b.fs;
        clock = b.clock;
        segmentBytesMax = inRange("segmentBytesMax", b.segmentBytesMax, 1, Long.MAX_VALUE);
        appendBytesMax = (int) inRange("appendBytesMax", b.appendBytesMax, 1, 64 * MIB);
        batchEventsMax = (int) inRange("batchEventsMax", b.batchEventsMax, 1, 4096);
        batchBytesMax = (int) inRange("batchBytesMax", b.batchBytesMax, 1, 16 * MIB);
        syncEveryEvents = inRange("syncEveryEvents", b.syncEveryEvents, 0, 0xFFFF_FFFFL);
        syncMode = b.syncMode;
        openFilesMax = (int) inRange("openFilesMax", b.openFilesMax, 1, Integer.MAX_VALUE);
        chainVerification = b.chainVerification;
    }

    private static long inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option, value, min + " to " + max);
        }
        return value;
    }

    /// A journal in this directory; it is created when it is missing.
    public static Builder in(Path directory) {
        return new Builder(StoreFs.local(directory));
    }

    /// A journal on another implementation of the file seam, for tests and simulations.
    public static Builder on(StoreFs fs) {
        return new Builder(fs);
    }

    StoreFs fs() {
        return fs;
    }

    Clock clock() {
        return clock;
    }

    long segmentBytesMax() {
        return segmentBytesMax;
    }

    int appendBytesMax() {
        return appendBytesMax;
    }

    int batchEventsMax() {
        return batchEventsMax;
    }

    int batchBytesMax() {
        return batchBytesMax;
    }

    long syncEveryEvents() {
        return syncEveryEvents;
    }

    SyncMode syncMode() {
        return syncMode;
    }

    int openFilesMax() {
        return openFilesMax;
    }

    ChainVerification chainVerification() {
        return chainVerification;
    }

    /// Collects the options; not for concurrent use.
    public static final class Builder {
        private final StoreFs fs;
        private Clock clock = Clock.system();
        private long segmentBytesMax = 256 * MIB;
        private long appendBytesMax = 16 * MIB;
        private long batchEventsMax = 256;
        private long batchBytesMax = MIB;
        private long syncEveryEvents = 1000;
        private SyncMode syncMode = SyncMode.ALL;
        private long openFilesMax = 64;
        private ChainVerification chainVerification = ChainVerification.CRC;

        private Builder(StoreFs fs) {
            this.fs = fs;
        }

        /// Where the store takes the time from. Default: the system clock. Waits use real time whatever is
        /// set here.
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /// A segment that has reached this size takes no further commit; the last one may overshoot. Bytes,
        /// 1 or more, default 256 MiB.
        public Builder segmentBytesMax(long value) {
            segmentBytesMax = value;
            return this;
        }

        /// Largest payload plus encoded extensions of one event. Bytes, 1 to 64 MiB, default 16 MiB.
        public Builder appendBytesMax(long value) {
            appendBytesMax = value;
            return this;
        }

        /// Most items of one batch. 1 to 4096, default 256.
        public Builder batchEventsMax(long value) {
            batchEventsMax = value;
            return this;
        }

        /// Largest sum of payloads and encoded extensions of one batch. Bytes, 1 to 16 MiB, default 1 MiB.
        public Builder batchBytesMax(long value) {
            batchBytesMax = value;
            return this;
        }

        /// A sync follows at the latest this many commits after the last one. 0 to 2^32 - 1, where 0 and 1
        /// sync behind every commit; default 1000.
        public Builder syncEveryEvents(long value) {
            syncEveryEvents = value;
            return this;
        }

        /// What a sync makes durable. Default: data and all metadata.
        public Builder syncMode(SyncMode value) {
            syncMode = value;
            return this;
        }

        /// How many segment files stay open for reading. 1 or more, default 64.
        public Builder openFilesMax(long value) {
            openFilesMax = value;
            return this;
        }

        /// How much opening proves. Default: checksums.
        public Builder chainVerification(ChainVerification value) {
            chainVerification = value;
            return this;
        }

        /// The finished configuration.
        ///
        /// @throws ConfigurationException naming the option, its value and the accepted range
        public StoreConfig build() {
            return new StoreConfig(this);
        }
    }
}
