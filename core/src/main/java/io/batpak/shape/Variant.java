package io.batpak.shape;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One of the forms that a value can have.
///
/// @param <T> the value
public final class Variant<T> {
    private final String name;
    private final Predicate<Object> is;
    private final @Nullable Shape<? extends T> body;
    private final @Nullable T unit;

    private Variant(String name, Predicate<Object> is, @Nullable Shape<? extends T> body, @Nullable T unit) {
        this.name = name;
        this.is = is;
        this.body = body;
        this.unit = unit;
    }

    /// A form with a body, for values of this class.
    public static <T> Variant<T> of(String name, Class<?> type, Shape<? extends T> body) {
        return new Variant<>(name, type::isInstance, body, null);
    }

    /// A form with a body that is called as its class.
    public static <T> Variant<T> of(Class<?> type, Shape<? extends T> body) {
        return of(type.getSimpleName(), type, body);
    }

    /// A form that is one value, without a body.
    public static <T> Variant<T> unit(String name, T value) {
        return new Variant<>(name, value::equals, null, value);
    }

    /// A constant as a form without a body, called `LikeThis` if it is called `LIKE_THIS`.
    public static <T, E extends Enum<E>> Variant<T> constant(E constant, T value) {
        return unit(camel(constant.name()), value);
    }

    static String camel(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    String name() {
        return name;
    }

    boolean is(T value) {
        return is.test(value);
    }

    @Nullable
    T unit() {
        return unit;
    }

    /// The body; only for a value of this form, or to read one.
    @SuppressWarnings("unchecked") // the predicate admits only what the body's type is
    @Nullable
    Shape<T> body() {
        return (Shape<T>) body;
    }
}
