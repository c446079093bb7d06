package io.batpak.model;

import io.batpak.model.CoordinateException.Reason;

/// Where an event belongs: an entity, which with the lane is the stream and the hash chain, and a scope, a
/// label.
///
/// One entity used with two scopes is still one stream. Every instance obeys the rules of the journal: both
/// parts have 1 to 1024 UTF-8 bytes, no NUL, no character below U+0020 or U+007F, no `/`, `..`, `|` or `=`.
///
/// @param entity name of the stream
/// @param scope isolation label
public record Coordinate(String entity, String scope) {
    /// Most UTF-8 bytes of an entity or a scope.
    public static final int COMPONENT_BYTES_MAX = 1024;

    // One bit for each ASCII character that needs no closer look; '.' is looked at because of "..".
    private static final long PLAIN_LOW = plain(0);
    private static final long PLAIN_HIGH = plain(64);

    /// Checks the rules in the reference's order; the first broken one is reported.
    ///
    /// @throws CoordinateException naming that rule
    public Coordinate {
        if (!isPlain(entity) || !isPlain(scope)) {
            check(entity, scope);
        }
    }

    /// The coordinate of this entity and scope.
    ///
    /// @throws CoordinateException if either breaks a rule
    public static Coordinate of(String entity, String scope) {
        return new Coordinate(entity, scope);
    }

    /// `entity@scope`, for people: `@` may also be part of either.
    @Override
    public String toString() {
        return entity + "@" + scope;
    }

    private static long plain(int from) {
        long bits = 0;
        for (int index = 0; index < Long.SIZE; index++) {
            int character = from + index;
            boolean looked = character < 0x20 || character == 0x7F || "/|=.".indexOf(character) >= 0;
            bits |= looked ? 0 : 1L << index;
        }
        return bits;
    }

    /// Whether one pass already shows that every rule holds. Appends make coordinates, so most take this way
    /// only.
    private static boolean isPlain(String component) {
        int length = component.length();
        if (length == 0 || length > COMPONENT_BYTES_MAX) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            char unit = component.charAt(index);
            if (unit >= 0x80 || ((unit < 0x40 ? PLAIN_LOW : PLAIN_HIGH) >>> unit & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private static void check(String entity, String scope) {
        if (entity.isEmpty()) {
            throw CoordinateException.of(Reason.EMPTY_ENTITY, "entity");
        }
        if (scope.isEmpty()) {
            throw CoordinateException.of(Reason.EMPTY_SCOPE, "scope");
        }
        checkLength(Reason.ENTITY_TOO_LONG, "entity", entity);
        checkLength(Reason.SCOPE_TOO_LONG, "scope", scope);
        checkCharacters("entity", entity);
        checkCharacters("scope", scope);
    }

    private static void checkLength(Reason reason, String component, String text) {
        long length = Utf8.length(text);
        if (length > COMPONENT_BYTES_MAX) {
            throw CoordinateException.tooLong(reason, component, length);
        }
    }

    private static void checkCharacters(String component, String text) {
        if (!Utf8.isWellFormed(text)) {
            throw CoordinateException.of(Reason.UNPAIRED_SURROGATE, component);
        }
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit == 0) {
                throw CoordinateException.of(Reason.NUL_BYTE, component);
            }
            if (unit < 0x20 || unit == 0x7F) {
                throw CoordinateException.of(Reason.CONTROL_CHAR, component);
            }
        }
        if (text.indexOf('/') >= 0 || text.contains("..")) {
            throw CoordinateException.of(Reason.PATH_TRAVERSAL, component);
        }
        if (text.indexOf('|') >= 0 || text.indexOf('=') >= 0) {
            throw CoordinateException.of(Reason.FORBIDDEN_SEPARATOR, component);
        }
    }
}
