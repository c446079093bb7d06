package io.batpak.model;

import io.batpak.model.InvalidEventKindException.Reason;
import java.util.HexFormat;

/// What an event is: 4 bits of category above 12 bits of type id.
///
/// ```
/// 15      12 11                 0
/// | category |     type id      |
/// ```
/// Categories 0 and 13 are reserved: only the store appends such events. Every 16-bit value can be read from
/// disk.
///
/// @param raw the 16 bits, 0..65535
public record EventKind(int raw) {
    /// The store was created.
    public static final EventKind SYSTEM_INIT = new EventKind(0x0001);
    /// The store was shut down.
    public static final EventKind SYSTEM_SHUTDOWN = new EventKind(0x0002);
    /// A sign of life.
    public static final EventKind SYSTEM_HEARTBEAT = new EventKind(0x0003);
    /// The configuration changed.
    public static final EventKind SYSTEM_CONFIG_CHANGE = new EventKind(0x0004);
    /// A checkpoint was taken.
    public static final EventKind SYSTEM_CHECKPOINT = new EventKind(0x0005);
    /// First marker of a batch on disk; never visible to queries.
    public static final EventKind SYSTEM_BATCH_BEGIN = new EventKind(0x0006);
    /// Last marker of a batch on disk; never visible to queries.
    public static final EventKind SYSTEM_BATCH_COMMIT = new EventKind(0x0007);
    /// Appended when a store has been opened for writing.
    public static final EventKind SYSTEM_OPEN_COMPLETED = new EventKind(0x0008);
    /// Appended when a store is closed cleanly.
    public static final EventKind SYSTEM_CLOSE_COMPLETED = new EventKind(0x0009);
    /// A recorded refusal of a gate.
    public static final EventKind SYSTEM_DENIAL = new EventKind(0x000F);
    /// What compaction leaves of an event whose payload was dropped.
    public static final EventKind TOMBSTONE = new EventKind(0x0FFE);
    /// Data of no particular type.
    public static final EventKind DATA = new EventKind(0x1000);
    /// An effect failed.
    public static final EventKind EFFECT_ERROR = new EventKind(0xD001);
    /// An effect is to be retried.
    public static final EventKind EFFECT_RETRY = new EventKind(0xD002);
    /// An effect was acknowledged.
    public static final EventKind EFFECT_ACK = new EventKind(0xD004);
    /// An effect is held back.
    public static final EventKind EFFECT_BACKPRESSURE = new EventKind(0xD005);
    /// An effect was cancelled.
    public static final EventKind EFFECT_CANCEL = new EventKind(0xD006);
    /// An effect met a conflict.
    public static final EventKind EFFECT_CONFLICT = new EventKind(0xD007);
    /// Asks for a sign of life; not reserved.
    public static final EventKind SYSTEM_HEARTBEAT_REQUEST = new EventKind(0xFA01);
    /// Answers a request for a sign of life; not reserved.
    public static final EventKind SYSTEM_HEARTBEAT_ACK = new EventKind(0xFA02);

    static final int CATEGORY_MAX = 0xF;

    private static final int TYPE_ID_BITS = 12;
    private static final int TYPE_ID_MAX = 0xFFF;
    private static final int SYSTEM_CATEGORY = 0x0;
    private static final int EFFECT_CATEGORY = 0xD;
    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    /// Any 16-bit value, reserved ones included.
    ///
    /// @throws InvalidEventKindException if `raw` is not 0..65535
    public EventKind {
        if (raw < 0 || raw > Ranges.U16_MAX) {
            throw new InvalidEventKindException(Reason.RAW_OUT_OF_RANGE, raw);
        }
    }

    /// A kind for callers.
    ///
    /// @throws InvalidEventKindException if, checked in this order, the category is not 0..15, is 0, is 13,
    ///     or the
    /// type id is not 0..4095
    public static EventKind of(int category, int typeId) {
        if (category < 0 || category > CATEGORY_MAX) {
            throw new InvalidEventKindException(Reason.CATEGORY_OUT_OF_RANGE, category);
        }
        if (category == SYSTEM_CATEGORY) {
            throw new InvalidEventKindException(Reason.RESERVED_SYSTEM_CATEGORY, category);
        }
        if (category == EFFECT_CATEGORY) {
            throw new InvalidEventKindException(Reason.RESERVED_EFFECT_CATEGORY, category);
        }
        if (typeId < 0 || typeId > TYPE_ID_MAX) {
            throw new InvalidEventKindException(Reason.TYPE_ID_OUT_OF_RANGE, typeId);
        }
        return new EventKind(category << TYPE_ID_BITS | typeId);
    }

    /// The kind with these 16 bits, reserved or not, as read from disk.
    ///
    /// @throws InvalidEventKindException if `raw` is not 0..65535
    public static EventKind ofRaw(int raw) {
        return new EventKind(raw);
    }

    /// The kind written as exactly four hexadecimal digits of either case, as in journal scripts.
    ///
    /// @throws InvalidEventKindException if the text is anything else
    public static EventKind fromHex(String text) {
        if (text.length() != 4 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidEventKindException(Reason.NOT_FOUR_HEX_DIGITS, 0);
        }
        return new EventKind(HexFormat.fromHexDigits(text));
    }

    /// Four lower-case hexadecimal digits.
    public String hex() {
        return LOWER.toHexDigits((short) raw);
    }

    /// The upper 4 bits, 0..15.
    public int category() {
        return raw >>> TYPE_ID_BITS;
    }

    /// The lower 12 bits, 0..4095.
    public int typeId() {
        return raw & TYPE_ID_MAX;
    }

    /// Whether the category is 0, the store's own.
    public boolean isSystem() {
        return category() == SYSTEM_CATEGORY;
    }

    /// Whether the category is 13, effects.
    public boolean isEffect() {
        return category() == EFFECT_CATEGORY;
    }

    /// Whether public appends refuse this kind.
    public boolean isReserved() {
        return isSystem() || isEffect();
    }

    /// For example `0xF001`.
    @Override
    public String toString() {
        return "0x" + UPPER.toHexDigits((short) raw);
    }
}
