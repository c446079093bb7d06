package io.batpak.fuzz;

import java.util.Arrays;
import java.util.List;

/// The declared targets. Those of the reference have its names, and take what its corpora hold; `checkpoint_data`
/// also takes those of its `checkpoint_snapshot_v6`.
final class FuzzTargets {
    private static final int KIBIBYTE = 1 << 10;
    private static final int PREAMBLE_BYTES = 64;

    private static final List<FuzzTarget> ALL = List.of(
            new FuzzTarget("frame_decode", 4 * KIBIBYTE, FrameTargets::frame, FuzzTargets::frames),
            new FuzzTarget(
                    "segment_header",
                    KIBIBYTE,
                    FrameTargets::preamble,
                    box -> box.corpus("segment_header").files(".fbat", bytes -> Arrays.copyOf(bytes, PREAMBLE_BYTES))),
            new FuzzTarget("sidx_entry", KIBIBYTE, FooterTargets::entry, box -> box.corpus("sidx_entry")),
            new FuzzTarget(
                    "sidx_footer",
                    16 * KIBIBYTE,
                    FooterTargets::footer,
                    box -> box.corpus("sidx_footer").files(".fbat", bytes -> behind(new byte[8], bytes))),
            new FuzzTarget(
                    "checkpoint_data",
                    16 * KIBIBYTE,
                    IndexTargets::checkpoint,
                    box -> box.corpus("checkpoint_data")
                            .corpus("checkpoint_snapshot_v6", bytes -> behind(new byte[] {6, 0}, bytes))
                            .files("index.ckpt", bytes -> bytes)
                            .files("index.ckpt", FuzzTargets::versionAndBody)),
            new FuzzTarget(
                    "mmap_entry",
                    KIBIBYTE,
                    IndexTargets::mmapEntry,
                    box -> box.corpus("mmap_entry")
                            .add("own-v5", FuzzTargets.row(5))
                            .add("own-v1", FuzzTargets.row(1))),
            new FuzzTarget(
                    "mmap_index_load",
                    16 * KIBIBYTE,
                    IndexTargets::load,
                    box -> box.corpus("mmap_index_load")
                            .files("index.fbati", bytes -> bytes)
                            .files("index.ckpt", bytes -> bytes)),
            new FuzzTarget(
                    "hidden_ranges",
                    4 * KIBIBYTE,
                    SidecarTargets::hiddenRanges,
                    box -> box.corpus("hidden_ranges")
                            .files(".fbv", bytes -> bytes)
                            .files(".fbv", FuzzTargets::body)),
            new FuzzTarget(
                    "idempotency",
                    8 * KIBIBYTE,
                    SidecarTargets::keys,
                    box -> box.files("index.idemp", bytes -> bytes).files("index.idemp", FuzzTargets::body)),
            new FuzzTarget("index_run", 16 * KIBIBYTE, IndexTargets::run, box -> box.files(".fbx", bytes -> bytes)),
            new FuzzTarget(
                    "retention_cuts",
                    4 * KIBIBYTE,
                    SidecarTargets::cuts,
                    box -> box.files(".fbrc", bytes -> bytes).files(".fbrc", FuzzTargets::body)),
            new FuzzTarget("cache_meta", KIBIBYTE, SidecarTargets::cacheRow, box -> box.corpus("cache_meta")),
            new FuzzTarget("compaction_marker", 4 * KIBIBYTE, SidecarTargets::marker, FuzzTargets::markers),
            new FuzzTarget("evidence", 4 * KIBIBYTE, Evidence::check, FuzzTargets::evidence),
            new FuzzTarget("message", 4 * KIBIBYTE, MessageTarget::check, FuzzTargets::messages),
            new FuzzTarget("typed_payload", 4 * KIBIBYTE, TypedTarget::check, FuzzTargets::payloads),
            new FuzzTarget("open_directory", 64 * KIBIBYTE, OpenTarget::open, SeedBox::directories));

    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        return ALL;
    }

    /// @throws IllegalArgumentException if there is no such target; the message lists those that are there
    static FuzzTarget named(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + name + " among "
                        + ALL.stream().map(FuzzTarget::name).toList()));
    }

    private static byte[] behind(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// What stands behind magic, version and checksum.
    private static byte[] body(byte[] file) {
        return Arrays.copyOfRange(file, Math.min(12, file.length), file.length);
    }

    private static byte[] versionAndBody(byte[] file) {
        return behind(Arrays.copyOfRange(file, 6, 8), body(file));
    }

    /// A row of zeros with names 1 and 2.
    private static byte[] row(int version) {
        byte[] row = new byte[2 + 218];
        row[0] = (byte) version;
        row[18] = 1;
        row[22] = 2;
        return row;
    }

    private static void frames(SeedBox box) {
        box.corpus("frame_decode");
        OwnJournal.all()
                .getFirst()
                .frames()
                .forEach(frame -> box.add("own-frame-" + box.seeds().size(), frame));
    }

    private static void markers(SeedBox box) {
        box.files("compaction.pending.json", bytes -> bytes);
        box.add("own-marker", OwnJournal.marker());
    }

    private static void evidence(SeedBox box) {
        box.hex("canonical/backup_manifest_body_v1.hex", Evidence.MANIFEST)
                .hex("canonical/compaction_report_body_v1.hex", Evidence.COMPACTION)
                .hex("canonical/snapshot_report_body_v1.hex", Evidence.SNAPSHOT)
                .hex("canonical/restore_proof_report_body_v1.hex", Evidence.PROOF)
                .hex("canonical/event_header_v1.hex", Evidence.HEADER)
                .hex("canonical/coordinate_v1.hex", Evidence.COORDINATE);
        Evidence.envelopes(box);
    }

    private static void payloads(SeedBox box) {
        box.add("flat", TypedTarget.sample(0)).add("nested", TypedTarget.sample(2));
    }

    private static void messages(SeedBox box) {
        OwnJournal.all().getFirst().frames().forEach(frame -> {
            byte[] body = Arrays.copyOfRange(frame, 8, frame.length);
            box.add("own-body-" + box.seeds().size(), body);
            byte[] skipping = new byte[body.length];
            Arrays.fill(skipping, (byte) 11);
            box.add("own-skipped-" + box.seeds().size(), behind(skipping, body));
        });
        box.add("nested", new byte[] {0, 1, 6, 9, 0x11, (byte) 0x91, (byte) 0x81, (byte) 0xa1, 'x', (byte) 0xc4, 0});
    }
}
