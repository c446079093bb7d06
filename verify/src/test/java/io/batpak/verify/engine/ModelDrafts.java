package io.batpak.verify.engine;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.verify.engine.ModelJournal.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Random events: few streams, some lanes, some keys, causes inside a batch.
final class ModelDrafts {
    private static final int KEYS_KNOWN = 40;

    private final SplittableRandom random;
    private long number;
    private long nextKey = 1;

    ModelDrafts(SplittableRandom random) {
        this.random = random;
    }

    /// One event.
    ///
    /// @param plain on lane 0, without a key
    Draft single(long micros, boolean plain) {
        Optional<IdempotencyKey> key = !plain && random.nextInt(5) == 0 ? Optional.of(key()) : Optional.empty();
        return draft(micros, plain ? 0 : lane(), key, CausationRef.none());
    }

    /// The items of a batch: with fresh keys, old keys, mixed keys or, mostly, none.
    List<Draft> batch(long micros) {
        List<Draft> drafts = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        int keys = random.nextInt(10);
        for (int i = 0; i < size; i++) {
            boolean keyed = keys < 3 || (keys == 3 && random.nextBoolean());
            Optional<IdempotencyKey> key = keyed ? Optional.of(keys == 0 ? key() : fresh()) : Optional.empty();
            drafts.add(draft(micros, lane(), key, cause(i)));
        }
        return drafts;
    }

    private CausationRef cause(int item) {
        return switch (random.nextInt(6)) {
            case 0 -> CausationRef.absolute(new CausationId(7, 1 + random.nextInt(100)));
            case 1 -> item == 0 ? CausationRef.none() : CausationRef.priorItem(random.nextInt(item));
            default -> CausationRef.none();
        };
    }

    private Draft draft(long micros, long lane, Optional<IdempotencyKey> key, CausationRef cause) {
        Payload payload = Payload.of(Value.map("n", number++, "text", "x".repeat(random.nextInt(60))));
        Coordinate at = Coordinate.of(
                random.nextInt(5) == 0 ? "acct:" + random.nextInt(2) : "order:" + random.nextInt(4),
                "scope" + random.nextInt(2));
        return new Draft(at, EventKind.of(0xF, 1 + random.nextInt(3)), payload, lane, key, cause, micros);
    }

    private long lane() {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    }

    private IdempotencyKey key() {
        return random.nextBoolean() && nextKey > 1
                ? new IdempotencyKey(3, Math.max(1, nextKey - 1 - random.nextInt(KEYS_KNOWN)))
                : fresh();
    }

    private IdempotencyKey fresh() {
        return new IdempotencyKey(3, nextKey++);
    }

    /// The options that say what a draft says.
    static AppendOptions options(Draft draft) {
        AppendOptions options = AppendOptions.none().lane(draft.lane());
        return draft.key().map(options::idempotencyKey).orElse(options);
    }

    static List<BatchItem> items(List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> BatchItem.of(draft.at(), draft.kind(), draft.payload(), options(draft))
                        .causedBy(draft.cause()))
                .toList();
    }
}
