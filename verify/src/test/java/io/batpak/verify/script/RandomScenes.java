package io.batpak.verify.script;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Short scenes with other handles and directories: an image of a crash, a second handle, a clock before its
/// epoch, files of a later version, a damaged frame.
final class RandomScenes {
    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;
    private final RandomReads reads;
    private int images;

    RandomScenes(ScriptDraft draft, RandomConfigs configs, RandomReads reads) {
        this.draft = draft;
        this.values = draft.values();
        this.configs = configs;
        this.reads = reads;
    }

    /// Copies the live directory, opens the copy, and goes on writing in it.
    void crashImage() {
        String image = "image" + ++images;
        draft.add("crash_copy").put("dest", image);
        boolean writes = values.chance(75);
        draft.add("open")
                .put("store", image)
                .put("dir", image)
                .put("mode", writes ? "write" : "read")
                .set("config", configs.withKeys(configs.common()));
        in(image, "query");
        if (!draft.hasHidden()) {
            in(image, "verify_chain");
        }
        if (writes) {
            in(image, "stats");
            in(image, "frontier");
            reads.verifyReceipt(image);
            write(image, draft.retriedKey());
            write(image, values.id());
        }
        in(image, "query").put("after", values.below(20));
        in(image, values.chance(50) ? "close" : "drop");
    }

    private void write(String store, String key) {
        if (!key.isEmpty()) {
            ObjectNode command = in(store, "append")
                    .put("entity", values.entity())
                    .put("scope", values.scope())
                    .put("kind", values.kind());
            values.payload(command);
            command.set("options", Json.object().put("idempotency_key", key));
        }
    }

    private ObjectNode in(String store, String operation) {
        return draft.add(operation).put("store", store);
    }

    /// Opens the directory a second time.
    void secondHandle() {
        in("second", "open")
                .put("dir", "a")
                .put("mode", values.chance(50) ? "write" : "read")
                .set("config", configs.common());
    }

    /// A clock that shows a time before 1970 lets a journal open and write nothing.
    void clockBeforeItsEpoch() {
        in("early", "open")
                .put("dir", "early")
                .put("mode", "write")
                .set("config", configs.common().put("clock_us", -5_000_000L));
        ObjectNode command = in("early", "append")
                .put("entity", values.entity())
                .put("scope", values.scope())
                .put("kind", values.kind());
        values.payload(command);
        in("early", "query");
        in("early", "drop");
    }

    /// What ends a script, with the directory closed.
    ///
    /// @param closed whether it was closed cleanly
    void ending(boolean closed) {
        switch (values.below(8)) {
            case 0 -> {
                if (closed) { // after a drop only we write it
                    refusedFile("index.idemp", 6);
                }
            }
            case 1, 2 -> refusedFile("visibility_ranges.fbv", values.oneOf(List.of(0, 6, 8, -1)));
            case 3 -> {
                if (closed && configs.leavesArtifacts()) {
                    damagedFrame();
                }
            }
            default -> {
                // nothing more
            }
        }
    }

    /// Changes a byte of a file that an open must refuse then; the file may not be there.
    private void refusedFile(String file, int offset) {
        flip(file, offset, 16);
        draft.add("open")
                .put("dir", "a")
                .put("mode", values.chance(50) ? "write" : "read")
                .set("config", configs.withKeys(configs.common()));
    }

    /// The frame of the first opening event no longer matches its checksum.
    private void damagedFrame() {
        flip("000001.fbat", 200, 1);
        draft.add("open").put("dir", "a").put("mode", "read").set("config", configs.common());
        draft.add("verify_chain");
        draft.add("close");
    }

    private void flip(String file, int offset, int xor) {
        draft.add("flip")
                .put("dir", "a")
                .put("file", file)
                .put("offset", offset)
                .put("xor", xor);
    }
}
