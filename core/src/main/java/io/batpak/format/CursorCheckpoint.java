package io.batpak.format;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Optional;
import java.util.OptionalLong;

/// `cursors/NAME.ckpt`: how far a consumer has come.
///
/// ```
/// map of 4 | "position" u64 | "started" bool | "process_boot_ns" nil or u64 | "region_identity" nil or text |
/// ```
///
/// MessagePack without magic, version or checksum, as 0.9.0 has it. We write the third field as nil and the fourth
/// always. Bytes: docs/formats/cursor-checkpoint.md
///
/// @param position sequence of the last event that was dealt with, not negative; 0 when nothing was
/// @param started whether any event was dealt with
/// @param processBootNanos what an older release may have written; nobody uses it
/// @param region identity of the region that is followed; empty when the writer did not say
public record CursorCheckpoint(long position, boolean started, OptionalLong processBootNanos, Optional<String> region) {
    private static final String POSITION = "position";
    private static final String STARTED = "started";
    private static final String BOOT = "process_boot_ns";
    private static final String REGION = "region_identity";
    private static final int REQUIRED = 0b0011;

    /// @throws IllegalArgumentException if the position is negative
    public CursorCheckpoint {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position + " < 0");
        }
    }

    /// The position of a consumer that follows `region`.
    ///
    /// @param after the last event that was dealt with; empty if none was
    public static CursorCheckpoint of(OptionalLong after, String region) {
        return new CursorCheckpoint(after.orElse(0), after.isPresent(), OptionalLong.empty(), Optional.of(region));
    }

    /// The last event that was dealt with; empty if none was.
    public OptionalLong after() {
        return started ? OptionalLong.of(position) : OptionalLong.empty();
    }

    /// The whole file.
    public byte[] encode() {
        MessageWriter out = new MessageWriter(128);
        out.mapHeader(4);
        out.string(POSITION);
        out.unsigned(position);
        out.string(STARTED);
        out.bool(started);
        out.string(BOOT);
        processBootNanos.ifPresentOrElse(out::unsigned, out::nil);
        out.string(REGION);
        region.ifPresentOrElse(out::string, out::nil);
        return out.toByteArray();
    }

    /// Reads a whole file: fields by name in any order or by position, unknown ones and what follows passed over.
    public static Decoded<CursorCheckpoint> decode(byte[] file) {
        MessageReader reader = new MessageReader(file);
        try {
            return new Decoded.Ok<>(read(reader));
        } catch (MessageFormatException e) {
            return damaged(e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return damaged(e.detail(), reader.position());
        }
    }

    private static CursorCheckpoint read(MessageReader reader) {
        Struct fields = new Struct("cursor checkpoint", 1, REQUIRED, POSITION, STARTED, BOOT, REGION);
        long position = 0;
        boolean started = false;
        OptionalLong boot = OptionalLong.empty();
        Optional<String> region = Optional.empty();
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            switch (field) {
                case 0 -> position = reader.unsigned(Long.MAX_VALUE);
                case 1 -> started = reader.bool();
                case 2 -> boot = reader.tryNil() ? boot : OptionalLong.of(reader.unsigned(-1L));
                default -> region = reader.tryNil() ? region : Optional.of(reader.string());
            }
        }
        return new CursorCheckpoint(position, started, boot, region);
    }

    private static Decoded<CursorCheckpoint> damaged(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.CURSOR_UNDECODABLE, detail, at));
    }
}
