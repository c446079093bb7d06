package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.LockMode;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// The suite itself is no empty promise.
/// Tier: conformance.
final class StoreFsConformanceTest {
    @Test
    void aDoubleThatDoesNothingFailsEveryTest() {
        TestExecutionSummary summary = run(DoNothingSuite.class);
        assertThat(summary.getTestsFoundCount()).isGreaterThan(20);
        assertThat(summary.getTestsSkippedCount()).isZero();
        assertThat(summary.getTestsAbortedCount()).isZero();
        assertThat(summary.getTestsSucceededCount()).isZero();
        assertThat(summary.getTestsFailedCount()).isEqualTo(summary.getTestsFoundCount());
    }

    @Test
    void theSameRunnerSeesARealDoublePass() {
        TestExecutionSummary summary = run(MemFsConformanceTest.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(summary.getTestsFoundCount());
        assertThat(summary.getTestsFoundCount()).isGreaterThan(20);
    }

    private static TestExecutionSummary run(Class<?> suite) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    static final class DoNothingSuite extends StoreFsConformance {
        @Override
        protected StoreFs emptyDirectory() {
            return new DoNothingFs();
        }

        @Override
        protected StoreFs anotherOpener(StoreFs fs) {
            return fs;
        }

        @Override
        protected void hardLink(StoreFs fs, String from, String to) {}

        @Override
        protected void symbolicLink(StoreFs fs, String name, String target) {}
    }

    private static final class DoNothingFs implements StoreFs {
        @Override
        public String directory() {
            return "";
        }

        @Override
        public StoreFs elsewhere(Path directory) {
            return this;
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public boolean isSameDirectory(StoreFs other) {
            return false;
        }

        @Override
        public long usableBytes() {
            return 0;
        }

        @Override
        public List<String> entries() {
            return List.of();
        }

        @Override
        public void copyTo(String name, long length, StoreFs target, String targetName) {}

        @Override
        public boolean linkTo(String name, StoreFs target, String targetName) {
            return false;
        }

        @Override
        public boolean cloneTo(String name, StoreFs target, String targetName) {
            return false;
        }

        @Override
        public void moveDirectory(StoreFs to) {}

        @Override
        public void deleteDirectory() {}

        @Override
        public void create() {}

        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public Optional<FileFacts> facts(String name) {
            return Optional.empty();
        }

        @Override
        public StoreFile createNew(String name) {
            return new DoNothingFile();
        }

        @Override
        public StoreFile openExisting(String name) {
            return new DoNothingFile();
        }

        @Override
        public StoreFile openReadOnly(String name) {
            return new DoNothingFile();
        }

        @Override
        public void rename(String from, String to) {}

        @Override
        public void delete(String name) {}

        @Override
        public void syncDirectory() {}

        @Override
        public DirectoryLock lock(String name, LockMode mode) {
            return new DirectoryLock() {
                @Override
                public LockMode mode() {
                    return mode;
                }

                @Override
                public void close() {}
            };
        }
    }

    private static final class DoNothingFile implements StoreFile, Mapping {
        @Override
        public String name() {
            return "";
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length, long at) {
            return 0;
        }

        @Override
        public void write(byte[] source, int offset, int length, long at) {}

        @Override
        public void truncate(long length) {}

        @Override
        public void sync(SyncMode mode) {}

        @Override
        public Mapping map() {
            return this;
        }

        @Override
        public Mapping mapUntilUnreachable() {
            return this;
        }

        @Override
        public byte byteAt(long at) {
            return 0;
        }

        @Override
        public short shortAt(long at) {
            return 0;
        }

        @Override
        public int intAt(long at) {
            return 0;
        }

        @Override
        public long longAt(long at) {
            return 0;
        }

        @Override
        public void copy(long at, byte[] target, int offset, int length) {}

        @Override
        public void close() {}
    }
}
