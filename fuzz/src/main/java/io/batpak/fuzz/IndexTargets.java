package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;

import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.IndexRunDamageException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactRows;
import io.batpak.format.ByteSource;
import io.batpak.format.Checkpoint;
import io.batpak.format.Decoded;
import io.batpak.format.MmapIndex;
import io.batpak.format.RunFile;
import io.batpak.format.RunList;
import io.batpak.format.RunLookup;
import io.batpak.format.RunNames;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.model.LoadStatus;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.testkit.MemFs;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The files that hold the index: `index.ckpt`, `index.fbati` and our runs.
final class IndexTargets {
    private static final int VERSION_BYTES = 2;
    private static final int LISTED_MAX = 64;
    private static final byte[] NAMES = {(byte) 0x93, (byte) 0xa0, (byte) 0xa1, 'e', (byte) 0xa1, 's'};
    private static final OwnJournal OWN = OwnJournal.all().getFirst();

    private IndexTargets() {}

    private static int version(byte[] input) {
        return input.length < VERSION_BYTES ? 0 : (input[0] & 0xFF) | (input[1] & 0xFF) << Byte.SIZE;
    }

    /// A version and the body of a checkpoint; the input as a whole file as well.
    static void checkpoint(byte[] input) {
        for (byte[] file :
                new byte[][] {input, Seal.envelope(input), Seal.envelope("FBATCK", version(input), input, VERSION_BYTES)
                }) {
            walk(Checkpoint.decode(ByteSource.of(file), file.length));
        }
    }

    /// A version and one row of a mapped index.
    static void mmapEntry(byte[] input) {
        int version = version(input);
        boolean summary = version >= 2;
        boolean lanes = version >= 3;
        boolean extensions = version >= 5;
        int headerBytes = 56 + (summary ? Long.BYTES : 0) + (extensions ? Long.BYTES : 0);
        int rowBytes = 162 + (lanes ? Long.BYTES : 0) + (extensions ? 48 : 0);
        byte[] file = new byte[headerBytes + NAMES.length + rowBytes];
        System.arraycopy("FBATIX".getBytes(StandardCharsets.US_ASCII), 0, file, 0, 6);
        file[6] = (byte) version;
        file[7] = (byte) (version >>> Byte.SIZE);
        Seal.putU32(file, 36, 3);
        Seal.putU64(file, 40, 1);
        Seal.putU64(file, 48, NAMES.length);
        System.arraycopy(NAMES, 0, file, headerBytes, NAMES.length);
        int length = Math.max(0, Math.min(rowBytes, input.length - VERSION_BYTES));
        System.arraycopy(input, Math.min(VERSION_BYTES, input.length), file, headerBytes + NAMES.length, length);
        byte[] sealed = Seal.envelope(file);
        walk(MmapIndex.decode(ByteSource.of(sealed), sealed.length));
    }

    private static void walk(Decoded<Artifact> decoded) {
        if (!(decoded instanceof Decoded.Ok<Artifact>(Artifact artifact))) {
            return;
        }
        ArtifactRows rows = artifact.rows();
        byte[] hash = new byte[32];
        for (int row = 0; row < rows.count(); row++) {
            rows.moveTo(row);
            require(rows.entityNumber() < rows.entityNumbers(), "an entity has a number that counts");
            require(rows.scopeNumber() < rows.scopeNumbers(), "a scope has a number that counts");
            require(!rows.entity().isEmpty() && !rows.scope().isEmpty(), "a row has names");
            rows.eventHash(hash, 0);
            rows.previousHash(hash, 0);
            require(rows.extensions() != null, "a row has extensions");
            artifact.indexKind(rows.kind());
        }
    }

    /// A whole `index.fbati`, and the same as an `index.ckpt`, beside the segments of a journal: it is one of
    /// missing, loaded, invalid and of the future.
    static void load(byte[] input) {
        for (byte[] file : new byte[][] {input, Seal.envelope(input)}) {
            for (Artifact.Form form : Artifact.Form.values()) {
                loaded(file, form);
            }
        }
    }

    private static void loaded(byte[] bytes, Artifact.Form form) {
        MemFs fs = OWN.fs().killed();
        replace(fs, ArtifactFile.name(form), bytes);
        try (ArtifactFile.Loaded loaded = ArtifactFile.load(fs, form)) {
            LoadStatus status = loaded.status();
            require(status == LoadStatus.LOADED || status == LoadStatus.INVALID, "it is loaded or invalid");
            require(loaded.artifact().isPresent() == (status == LoadStatus.LOADED), "what is loaded is there");
            require(loaded.invalidReason().isPresent() == (status == LoadStatus.INVALID), "what is not says why");
            loaded.artifact().ifPresent(artifact -> walk(new Decoded.Ok<>(artifact)));
        } catch (MmapFutureVersionException | CheckpointFutureVersionException e) {
            require(e.getMessage() != null, "a refusal says why");
        }
    }

    private static void replace(MemFs fs, String name, byte[] bytes) {
        if (fs.list().contains(name)) {
            fs.delete(name);
        }
        try (StoreFile file = fs.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    /// A run: as it is, and with right checksums. Every question gets an answer, or says that the run is damaged.
    static void run(byte[] input) {
        run("as it is", input);
        run("sealed", Seal.run(input));
    }

    private static void run(String name, byte[] bytes) {
        MemFs fs = new MemFs();
        fs.create();
        replace(fs, "run", bytes);
        try (StoreFile file = fs.openReadOnly("run");
                Mapping mapping = file.map()) {
            for (boolean verified : new boolean[] {false, true}) {
                if (RunFile.open(name, mapping) instanceof Decoded.Ok<RunFile>(RunFile run)
                        && !(verified && run.verifyAll().isPresent())) {
                    ask(run);
                }
            }
        }
    }

    private static void ask(RunFile run) {
        RunLookup lookup = run.lookup();
        for (int row = 0; row < Math.min(run.rows(), LISTED_MAX); row++) {
            int at = row;
            answered(() -> place(run, at));
            answered(() -> identity(run, at));
            answered(() -> run.extensions(at));
            answered(() -> lookup.findBelow(run.idHigh(at), run.idLow(at), run.rows()));
            answered(() -> list(lookup.entityRows(run.entity(at))));
            answered(() -> list(lookup.scopeRows(run.scope(at))));
            answered(() -> lookup.head(run.entity(at), run.lane(at)));
            answered(() -> lookup.entityKeysUnordered(run.entity(at)));
            answered(() -> list(lookup.kindRows(run.kind(at))));
            answered(() -> list(lookup.causedBy(run.causationHigh(at), run.causationLow(at))));
            answered(() -> list(lookup.correlatedWith(run.correlationHigh(at), run.correlationLow(at))));
        }
        for (int lane = 0; lane < Math.min(lookup.laneCount(), LISTED_MAX); lane++) {
            int at = lane;
            answered(() -> lookup.laneAt(at) == 0 ? 0L : list(lookup.laneRows(at))); // lane 0 has no list
            answered(() -> lookup.laneFirstRow(at) + lookup.laneLastRow(at) + lookup.laneMaxWallMillis(at));
            answered(() -> lookup.laneIndex(lookup.laneAt(at)));
        }
        names(run.entities());
        names(run.scopes());
    }

    private static long place(RunFile run, int row) {
        return run.sequence(row)
                + run.wallMillis(row)
                + run.segment(row)
                + run.offset(row)
                + run.length(row)
                + run.kind(row)
                + run.depth(row)
                + run.clock(row);
    }

    private static long identity(RunFile run, int row) {
        run.copyEventHash(row, new byte[32], 0);
        int flags = (run.previousIsBefore(row) ? 1 : 0)
                + (run.isOwnCorrelation(row) ? 2 : 0)
                + (run.hasCausation(row) ? 4 : 0);
        return run.hashWord(row, 0) + run.previousHashWord(row, 3) + run.before(row) + flags;
    }

    private static long list(RunList list) {
        long seen = list.countBelow(1);
        for (int i = 0; i < Math.min(list.size(), LISTED_MAX); i++) {
            seen += list.get(i);
        }
        return seen;
    }

    private static void names(RunNames names) {
        for (int name = 0; name < Math.min(names.count(), LISTED_MAX); name++) {
            int at = name;
            answered(() -> names.find(names.name(at)));
            answered(() -> names.namespaceEnd(names.name(at)));
        }
        answered(() -> names.lowerBound("order:1") + names.namespaceStart("order"));
    }

    private static void answered(Supplier<Object> question) {
        try {
            require(question.get() != null, "a question has an answer");
        } catch (IndexRunDamageException e) {
            require(e.file() != null, "damage names its file");
        }
    }
}
