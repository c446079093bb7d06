package io.batpak.processor;

import java.util.ArrayList;
import java.util.List;

/// How a type is stored: the two expressions that write and read it, and what has to be generated for them.
sealed interface Shape {
    /// The Java type as generated code names it.
    String java();

    /// An expression that writes `value`, with `out` as the writer.
    String write(String value);

    /// An expression that reads a value, with `in` as the reader.
    String read();

    /// Whether a missing field is read as the absence of a value.
    default boolean mayBeMissing() {
        return false;
    }

    /// A type that writer and reader know.
    record Scalar(String java, String writer, String reader) implements Shape {
        @Override
        public String write(String value) {
            return "out." + writer + "(" + value + ")";
        }

        @Override
        public String read() {
            return "in." + reader + "()";
        }
    }

    /// Types that need methods of their own, numbered within the codec.
    abstract static sealed class Numbered implements Shape {
        final String java;
        final int number;

        Numbered(String java, int number) {
            this.java = java;
            this.number = number;
        }

        @Override
        public String java() {
            return java;
        }

        @Override
        public String write(String value) {
            return "write" + number + "(out, " + value + ")";
        }

        @Override
        public String read() {
            return "read" + number + "(in)";
        }
    }

    /// A value or none: an `Optional`, or a component that may be null.
    static final class Maybe extends Numbered {
        final Shape inner;
        final boolean nullable;

        Maybe(String java, int number, Shape inner, boolean nullable) {
            super(java, number);
            this.inner = inner;
            this.nullable = nullable;
        }

        @Override
        public boolean mayBeMissing() {
            return true;
        }
    }

    /// Values in order.
    static final class Items extends Numbered {
        final Shape item;

        Items(String java, int number, Shape item) {
            super(java, number);
            this.item = item;
        }
    }

    /// Values by text.
    static final class Dictionary extends Numbered {
        final Shape value;

        Dictionary(String java, int number, Shape value) {
            super(java, number);
            this.value = value;
        }
    }

    /// A component of a record.
    ///
    /// @param accessor its name in Java
    /// @param wireName its name in the bytes
    record Component(String accessor, String wireName, Shape shape) {}

    /// A record; its components are added after it was made, because they may lead back to it.
    static final class Fields extends Numbered {
        final boolean transparent;
        final List<Component> components = new ArrayList<>();

        Fields(String java, int number, boolean transparent) {
            super(java, number);
            this.transparent = transparent;
        }
    }

    /// An enum.
    static final class Constants extends Numbered {
        final List<String> constants = new ArrayList<>();
        final List<String> wireNames = new ArrayList<>();

        Constants(String java, int number) {
            super(java, number);
        }
    }

    /// A sealed interface whose variants are records.
    static final class Variants extends Numbered {
        final List<Fields> variants = new ArrayList<>();
        final List<String> wireNames = new ArrayList<>();

        Variants(String java, int number) {
            super(java, number);
        }
    }
}
