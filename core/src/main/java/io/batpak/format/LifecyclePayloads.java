package io.batpak.format;

import io.batpak.model.LoadStatus;
import io.batpak.model.OpenReport.Fallbacks;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Payloads of the two events that frame a session of a writable store.
///
/// ```
/// open    {path str, restored_entries, tail_entries, elapsed_us, phase_plan_build_us, phase_interner_us,
///          phase_restore_index_us, phase_hidden_ranges_us, mmap_load_status str [, mmap_invalid_reason str],
///          checkpoint_load_status str [, checkpoint_invalid_reason str],
///          then per p: p_fallbacks u64, p_histogram {u16: u64}}            18 to 20 keys, integers u64
///          p = unknown_reserved_system_kind, unknown_reserved_effect_kind, and both with cumulative_
/// close   {wall_ms u64, global_sequence u64}
/// ```
///
/// Reports of releases before the load statuses existed have 16 keys and read as not tried.
/// Bytes: docs/formats/lifecycle.md
public final class LifecyclePayloads {

    private static final int TYPICAL_BYTES = 640;
    private static final long U16_MAX = 0xFFFFL;
    private static final long U64_MAX = -1L;

    private static final String[] OPEN = {
        "path",
        "restored_entries",
        "tail_entries",
        "elapsed_us",
        "phase_plan_build_us",
        "phase_interner_us",
        "phase_restore_index_us",
        "phase_hidden_ranges_us",
        "mmap_load_status",
        "mmap_invalid_reason",
        "checkpoint_load_status",
        "checkpoint_invalid_reason",
        "unknown_reserved_system_kind_fallbacks",
        "unknown_reserved_system_kind_histogram",
        "unknown_reserved_effect_kind_fallbacks",
        "unknown_reserved_effect_kind_histogram",
        "cumulative_unknown_reserved_system_kind_fallbacks",
        "cumulative_unknown_reserved_system_kind_histogram",
        "cumulative_unknown_reserved_effect_kind_fallbacks",
        "cumulative_unknown_reserved_effect_kind_histogram"
    };

    private static final int NUMBERS_AT = 1;
    private static final int MMAP_STATUS_AT = 8;
    private static final int MMAP_REASON_AT = 9;
    private static final int CHECKPOINT_STATUS_AT = 10;
    private static final int CHECKPOINT_REASON_AT = 11;
    private static final int FALLBACKS_AT = 12;
    private static final int OPEN_REQUIRED = (1 << MMAP_STATUS_AT) - 1;

    private static final String[] CLOSE = {"wall_ms", "global_sequence"};

    private LifecyclePayloads() {}

    /// What an index was built from.
    public enum OpenPath {
        /// From `index.fbati`.
        MMAP("Mmap"),
        /// From `index.ckpt`.
        CHECKPOINT("Checkpoint"),
        /// From footers or frames.
        REBUILD("Rebuild");

        private final String wireName;

        OpenPath(String wireName) {
            this.wireName = wireName;
        }

        /// The name in the report.
        public String wireName() {
            return wireName;
        }
    }

    /// Payload of OPEN_COMPLETED. Numbers are unsigned; times are in microseconds.
    ///
    /// @param path what the index was built from
    /// @param restoredEntries rows taken from an artifact
    /// @param tailEntries rows scanned behind it
    /// @param elapsedMicros the whole of it
    /// @param planMicros finding out what there is
    /// @param internerMicros restoring the strings
    /// @param restoreMicros restoring the rows
    /// @param hiddenRangesMicros loading the hidden ranges
    /// @param mmapStatus what became of `index.fbati`
    /// @param mmapInvalidReason why it was unusable
    /// @param checkpointStatus what became of `index.ckpt`
    /// @param checkpointInvalidReason why it was unusable
    /// @param systemFallbacks system kinds replaced during this open
    /// @param effectFallbacks effect kinds replaced during this open
    /// @param allSystemFallbacks system kinds replaced, over all opens
    /// @param allEffectFallbacks effect kinds replaced, over all opens
    public record OpenCompleted(
            OpenPath path,
            long restoredEntries,
            long tailEntries,
            long elapsedMicros,
            long planMicros,
            long internerMicros,
            long restoreMicros,
            long hiddenRangesMicros,
            LoadStatus mmapStatus,
            Optional<String> mmapInvalidReason,
            LoadStatus checkpointStatus,
            Optional<String> checkpointInvalidReason,
            Fallbacks systemFallbacks,
            Fallbacks effectFallbacks,
            Fallbacks allSystemFallbacks,
            Fallbacks allEffectFallbacks) {

        private long[] numbers() {
            return new long[] {
                restoredEntries,
                tailEntries,
                elapsedMicros,
                planMicros,
                internerMicros,
                restoreMicros,
                hiddenRangesMicros
            };
        }

        private Fallbacks[] fallbacks() {
            return new Fallbacks[] {systemFallbacks, effectFallbacks, allSystemFallbacks, allEffectFallbacks};
        }
    }

    /// Payload of CLOSE_COMPLETED: the visible point before the close event.
    ///
    /// @param wallMillis its wall clock, unsigned
    /// @param sequence its sequence, unsigned
    public record CloseCompleted(long wallMillis, long sequence) {}

    /// The report's canonical bytes.
    public static byte[] encode(OpenCompleted report) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        int reasons =
                (report.mmapInvalidReason.isPresent() ? 1 : 0) + (report.checkpointInvalidReason.isPresent() ? 1 : 0);
        out.mapHeader(OPEN.length - 2 + reasons);
        out.string(OPEN[0]);
        out.string(report.path.wireName());
        long[] numbers = report.numbers();
        for (int i = 0; i < numbers.length; i++) {
            out.string(OPEN[NUMBERS_AT + i]);
            out.unsigned(numbers[i]);
        }
        out.string(OPEN[MMAP_STATUS_AT]);
        out.string(report.mmapStatus.wireName());
        optional(report.mmapInvalidReason, OPEN[MMAP_REASON_AT], out);
        out.string(OPEN[CHECKPOINT_STATUS_AT]);
        out.string(report.checkpointStatus.wireName());
        optional(report.checkpointInvalidReason, OPEN[CHECKPOINT_REASON_AT], out);
        Fallbacks[] fallbacks = report.fallbacks();
        for (int i = 0; i < fallbacks.length; i++) {
            out.string(OPEN[FALLBACKS_AT + 2 * i]);
            out.unsigned(fallbacks[i].count());
            out.string(OPEN[FALLBACKS_AT + 2 * i + 1]);
            out.mapHeader(fallbacks[i].histogram().size());
            fallbacks[i].histogram().forEach((kind, count) -> {
                out.unsigned(kind);
                out.unsigned(count);
            });
        }
        return out.toByteArray();
    }

    private static void optional(Optional<String> reason, String key, MessageWriter out) {
        if (reason.isPresent()) {
            out.string(key);
            out.string(reason.get());
        }
    }

    /// Reads a report.
    public static Decoded<OpenCompleted> decodeOpen(byte[] payload) {
        MessageReader reader = new MessageReader(payload);
        try {
            return new Decoded.Ok<>(open(reader));
        } catch (MessageFormatException e) {
            return undecodable("open report: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return undecodable(e.detail(), reader.position());
        }
    }

    private static OpenCompleted open(MessageReader reader) {
        Struct fields = new Struct("open report", 1, OPEN_REQUIRED, OPEN);
        @Nullable String[] texts = new @Nullable String[FALLBACKS_AT];
        texts[MMAP_STATUS_AT] = LoadStatus.NOT_TRIED.wireName();
        texts[CHECKPOINT_STATUS_AT] = LoadStatus.NOT_TRIED.wireName();
        long[] numbers = new long[OPEN.length];
        SortedMap<Integer, Long>[] histograms = histograms();
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            switch (field) {
                case 0, MMAP_STATUS_AT, CHECKPOINT_STATUS_AT -> texts[field] = reader.string();
                case MMAP_REASON_AT, CHECKPOINT_REASON_AT -> texts[field] = reader.tryNil() ? null : reader.string();
                default -> {
                    if (field >= FALLBACKS_AT && (field & 1) != 0) {
                        histogram(reader, histograms[(field - FALLBACKS_AT) / 2]);
                    } else {
                        numbers[field] = reader.unsigned(U64_MAX);
                    }
                }
            }
        }
        return report(texts, numbers, histograms);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps, all made here
    private static SortedMap<Integer, Long>[] histograms() {
        SortedMap<Integer, Long>[] histograms = new SortedMap[(OPEN.length - FALLBACKS_AT) / 2];
        Arrays.setAll(histograms, i -> new TreeMap<>());
        return histograms;
    }

    private static void histogram(MessageReader reader, SortedMap<Integer, Long> histogram) {
        int count = reader.mapHeader();
        for (int i = 0; i < count; i++) {
            int kind = (int) reader.unsigned(U16_MAX);
            histogram.put(kind, reader.unsigned(U64_MAX));
        }
    }

    private static OpenCompleted report(
            @Nullable String[] texts, long[] numbers, SortedMap<Integer, Long>[] histograms) {
        Fallbacks[] fallbacks = new Fallbacks[histograms.length];
        Arrays.setAll(fallbacks, i -> new Fallbacks(numbers[FALLBACKS_AT + 2 * i], histograms[i]));
        return new OpenCompleted(
                path(texts[0]),
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                status(texts[MMAP_STATUS_AT]),
                Optional.ofNullable(texts[MMAP_REASON_AT]),
                status(texts[CHECKPOINT_STATUS_AT]),
                Optional.ofNullable(texts[CHECKPOINT_REASON_AT]),
                fallbacks[0],
                fallbacks[1],
                fallbacks[2],
                fallbacks[3]);
    }

    private static OpenPath path(@Nullable String name) {
        for (OpenPath path : OpenPath.values()) {
            if (path.wireName.equals(name)) {
                return path;
            }
        }
        throw new FormatSignal("unknown open path " + name);
    }

    private static LoadStatus status(@Nullable String name) {
        for (LoadStatus status : LoadStatus.values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        throw new FormatSignal("unknown load status " + name);
    }

    /// The point's canonical bytes.
    public static byte[] encode(CloseCompleted close) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(CLOSE.length);
        out.string(CLOSE[0]);
        out.unsigned(close.wallMillis);
        out.string(CLOSE[1]);
        out.unsigned(close.sequence);
        return out.toByteArray();
    }

    /// Reads the point a session ended at.
    public static Decoded<CloseCompleted> decodeClose(byte[] payload) {
        MessageReader reader = new MessageReader(payload);
        long[] values = new long[CLOSE.length];
        try {
            Struct fields = new Struct("close report", 1, 0b11, CLOSE);
            fields.open(reader);
            for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
                values[field] = reader.unsigned(U64_MAX);
            }
            return new Decoded.Ok<>(new CloseCompleted(values[0], values[1]));
        } catch (MessageFormatException e) {
            return undecodable("close report: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return undecodable(e.detail(), reader.position());
        }
    }

    private static <T> Decoded<T> undecodable(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.VALUE_UNDECODABLE, detail, at));
    }
}
