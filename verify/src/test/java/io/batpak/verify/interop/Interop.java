package io.batpak.verify.interop;

import io.batpak.verify.script.Golden;
import io.batpak.verify.script.RustPeer;
import io.batpak.verify.script.ScriptPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// What the interop tests share: the two peers, the golden stories, how many seeds to run.
final class Interop {
    /// Stories of `golden/scripts` that concern what we can do so far.
    static final List<String> STORIES = List.of(
            "cas",
            "lanes",
            "rotation-reopen",
            "batch-atomicity",
            "idempotency",
            "crash-image",
            "signing",
            "fence-cancel",
            "import-idempotent",
            "fork-isolation",
            "tombstone",
            "retention");

    private Interop() {}

    static ScriptPeer java() {
        return ScriptPeer.java();
    }

    /// The Rust program; without cargo the test is skipped loudly, in CI a failure.
    static ScriptPeer rust() {
        return RustPeer.orSkip("nothing is compared with the Rust batpak");
    }

    /// A folder of the golden data; absent it is skipped loudly, in CI a failure.
    static Path golden(String folder) {
        return Golden.folder(folder);
    }

    static boolean fullDepth() {
        return System.getProperty("batpak.depth", "").equals("full");
    }

    /// The seeds to run: `-Dbatpak.seed=N` alone, else from 1 as many as the depth asks for.
    static LongStream seeds(int usual, int full) {
        Long only = Long.getLong("batpak.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, fullDepth() ? full : usual);
    }

    /// How to run one seed again.
    static String replay(Class<?> test, long seed) {
        return "replay: mvn -pl verify -am test -Dtest=" + test.getSimpleName()
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dbatpak.seed=" + seed;
    }
}
