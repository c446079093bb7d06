package io.batpak.sign;

import io.batpak.model.Bytes;
import io.batpak.model.Extensions;
import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Why a receipt is unsigned although there was a key: the extension that the store writes in that case, if its
/// configuration allows it. Immutable.
///
/// ```
/// batpak.signing.downgrade = {schema_version: 1, reason: {CoverBuildFailed: {encoding_error: str}}}
/// ```
///
/// @param encodingError what the encoder said
public record SigningDowngrade(String encodingError) {
    /// The extension's key, reserved for the store.
    public static final String KEY = "batpak.signing.downgrade";

    private static final int SCHEMA_VERSION = 1;
    private static final int TYPICAL_BYTES = 128;
    private static final String VERSION_KEY = "schema_version";
    private static final String REASON_KEY = "reason";
    private static final String COVER_BUILD_FAILED = "CoverBuildFailed";
    private static final String ENCODING_ERROR = "encoding_error";
    private static final KeyTable FIELDS = KeyTable.of(VERSION_KEY, REASON_KEY);
    private static final KeyTable REASONS = KeyTable.of(COVER_BUILD_FAILED);
    private static final KeyTable DETAILS = KeyTable.of(ENCODING_ERROR);

    /// The downgrade that this failure leads to.
    public static SigningDowngrade because(CoverBuildException failure) {
        return new SigningDowngrade(failure.encodingError());
    }

    /// The downgrade these extensions tell of; empty if they have none, or one of another schema.
    public static Optional<SigningDowngrade> in(Extensions extensions) {
        return extensions.get(KEY).flatMap(SigningDowngrade::decode);
    }

    /// These extensions and this downgrade.
    public Extensions addTo(Extensions extensions) {
        SortedMap<String, Bytes> values = new TreeMap<>(extensions.asMap());
        values.put(KEY, encode());
        return Extensions.stored(values);
    }

    /// The value of the extension. Unpaired surrogates are replaced: the message may quote the text that could
    /// not be encoded.
    public Bytes encode() {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(2);
        out.string(VERSION_KEY);
        out.unsigned(SCHEMA_VERSION);
        out.string(REASON_KEY);
        out.mapHeader(1);
        out.string(COVER_BUILD_FAILED);
        out.mapHeader(1);
        out.string(ENCODING_ERROR);
        out.rawString(encodingError.getBytes(StandardCharsets.UTF_8));
        return Bytes.of(out.array(), 0, out.length());
    }

    /// Reads the value of the extension; empty if it is anything else, or of another schema. Keys may come in
    /// any order, unknown ones are passed over.
    public static Optional<SigningDowngrade> decode(Bytes value) {
        MessageReader reader = new MessageReader(value.toByteArray());
        try {
            long version = 0;
            String error = null;
            for (int left = reader.mapHeader(); left > 0; left--) {
                switch (reader.keyIndex(FIELDS)) {
                    case 0 -> version = reader.unsigned(-1);
                    case 1 -> {
                        error = reason(reader);
                        if (error == null) {
                            return Optional.empty();
                        }
                    }
                    default -> reader.skipValue(1);
                }
            }
            return version == SCHEMA_VERSION ? Optional.ofNullable(error).map(SigningDowngrade::new) : Optional.empty();
        } catch (MessageFormatException e) {
            return Optional.empty(); // a value of our key that we did not write says nothing
        }
    }

    private static @Nullable String reason(MessageReader reader) {
        if (reader.mapHeader() != 1 || reader.keyIndex(REASONS) != 0) {
            return null;
        }
        return reader.mapHeader() == 1 && reader.keyIndex(DETAILS) == 0 ? reader.string() : null;
    }
}
