package io.batpak.error;

import java.util.List;
import java.util.Map;

/// A backup is not what its manifest says, or its manifest cannot be trusted. Nothing was restored, nothing was
/// changed. Take another manifest, or make a new backup with everything read again.
///
/// Kind `DataDirMalformed`, fact `findings`: how many there are.
public final class BackupDamagedException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String[] findings;

    /// Describes the refusal.
    ///
    /// @param file the manifest, or the file that is damaged
    /// @param findings what is wrong, in words, one or more
    public BackupDamagedException(String file, List<String> findings) {
        super(
                StoreErrorKind.DATA_DIR_MALFORMED,
                file + ": " + String.join("; ", findings),
                Map.of("findings", findings.size()));
        this.file = file;
        this.findings = findings.toArray(String[]::new);
    }

    /// Describes a single finding.
    public BackupDamagedException(String file, String finding) {
        this(file, List.of(finding));
    }

    /// The manifest, or the file that is damaged.
    public String file() {
        return file;
    }

    /// What is wrong, in words.
    public List<String> findings() {
        return List.of(findings);
    }
}
