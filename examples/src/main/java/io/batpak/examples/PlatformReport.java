package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.evidence.EvidenceVerdict;
import io.batpak.evidence.PlatformEvidence.Admission;
import io.batpak.evidence.PlatformEvidence.AdmittedLock;
import io.batpak.evidence.PlatformEvidence.AdmittedSync;
import io.batpak.evidence.StoreResourceReport;
import io.batpak.model.Hash;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Find out what the machine can do for a journal, and keep that as a statement whose hash names it.
public final class PlatformReport {
    private PlatformReport() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            StoreResourceReport report = store.resources();
            Admission admission = report.platformEvidence().admission();

            boolean fit = admission.storeLock() == AdmittedLock.ATOMIC_NO_FOLLOW
                    && admission.parentDirSync() == AdmittedSync.UNIX_FSYNC;
            out.println("fit for production: " + fit);
            out.println("events " + report.eventCount() + ", next sequence " + report.globalSequence());

            byte[] statement = report.toBytes();
            Hash name = report.bodyHash();
            out.println(EvidenceVerdict.of(statement, name, StoreResourceReport::fromBytes));
        }
    }
}
