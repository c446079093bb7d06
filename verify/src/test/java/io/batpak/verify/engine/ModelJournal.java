package io.batpak.verify.engine;

import io.batpak.hash.Hash256;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A journal as plain lists and maps: what a store should hold.
final class ModelJournal {
    private static final Hash256 BLAKE3 = Hash256.blake3();

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Row> heads = new HashMap<>();
    private final Map<IdempotencyKey, Row> keys = new HashMap<>();

    /// What a caller hands in.
    record Draft(
            Coordinate at,
            EventKind kind,
            Payload payload,
            long lane,
            Optional<IdempotencyKey> key,
            CausationRef cause,
            long micros) {}

    /// An event. The id of a hidden one is not known.
    record Row(
            long sequence,
            Draft draft,
            Optional<EventId> id,
            Optional<CausationId> cause,
            long clock,
            long wallMillis,
            Hash previous,
            Hash hash,
            boolean hidden) {
        String entity() {
            return draft.at().entity();
        }
    }

    /// What becomes of a batch.
    enum BatchFate {
        /// It is written.
        FRESH,
        /// All of its keys are known.
        REPLAY,
        /// Its keys are mixed.
        PARTIAL
    }

    List<Row> rows() {
        return rows;
    }

    List<Row> visible() {
        return rows.stream().filter(row -> !row.hidden()).toList();
    }

    Set<String> streams() {
        return heads.keySet();
    }

    @Nullable
    Row head(String entity, long lane) {
        return heads.get(entity + "|" + lane);
    }

    /// The clock that a writer has to expect.
    long headClock(Draft draft) {
        Row head = head(draft.at().entity(), draft.lane());
        return head == null ? 0 : head.clock();
    }

    Optional<Row> known(Draft draft) {
        return draft.key().map(keys::get);
    }

    BatchFate fate(List<Draft> drafts, Set<IdempotencyKey> alsoKnown) {
        int keyed = 0;
        int known = 0;
        Set<IdempotencyKey> distinct = new HashSet<>();
        for (Draft draft : drafts) {
            if (draft.key().isPresent()) {
                IdempotencyKey key = draft.key().orElseThrow();
                keyed++;
                distinct.add(key);
                known += keys.containsKey(key) || alsoKnown.contains(key) ? 1 : 0;
            }
        }
        if (keyed > 0 && keyed < drafts.size()) {
            return BatchFate.PARTIAL;
        }
        if (keyed > 0 && known == keyed) {
            return BatchFate.REPLAY;
        }
        return known > 0 || distinct.size() < keyed ? BatchFate.PARTIAL : BatchFate.FRESH;
    }

    /// Enters an event that the store has committed under `id`.
    Row append(Draft draft, EventId id, Optional<CausationId> cause) {
        Row row = next(draft, Optional.of(id), cause, false);
        draft.key().ifPresent(key -> keys.put(key, row));
        return row;
    }

    /// Enters an event of a cancelled fence.
    void appendHidden(Draft draft) {
        next(draft, Optional.empty(), Optional.empty(), true);
    }

    private Row next(Draft draft, Optional<EventId> id, Optional<CausationId> cause, boolean hidden) {
        Row head = head(draft.at().entity(), draft.lane());
        Row row = new Row(
                rows.size(),
                draft,
                id,
                cause,
                head == null ? 0 : head.clock() + 1,
                Math.max(draft.micros() / 1000, head == null ? 0 : head.wallMillis()),
                head == null ? Hash.ZERO : head.hash(),
                hash(draft.payload().bytes()),
                hidden);
        add(row);
        return row;
    }

    /// Enters an event that the store makes itself, as the store shows it.
    void appendLifecycle(Entry entry) {
        Draft draft = new Draft(
                entry.coordinate(),
                entry.kind(),
                Payload.handedOver(new byte[0]),
                entry.lane(),
                Optional.empty(),
                CausationRef.none(),
                entry.wallMillis() * 1000);
        Row head = head(entry.entity(), entry.lane());
        add(new Row(
                rows.size(),
                draft,
                Optional.of(entry.eventId()),
                Optional.empty(),
                head == null ? 0 : head.clock() + 1,
                entry.wallMillis(),
                head == null ? Hash.ZERO : head.hash(),
                entry.eventHash(),
                false));
    }

    private void add(Row row) {
        rows.add(row);
        heads.put(row.entity() + "|" + row.draft().lane(), row);
    }

    private static Hash hash(byte[] bytes) {
        byte[] digest = new byte[Hash256.BYTES];
        BLAKE3.digest(bytes, 0, bytes.length, digest, 0);
        return Hash.of(digest);
    }
}
