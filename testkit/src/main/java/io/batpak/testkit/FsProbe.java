package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.batpak.fs.IoKind;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Shorthands of the conformance suite.
final class FsProbe {
    private FsProbe() {}

    static void put(StoreFs fs, String name, String text) {
        try (StoreFile file = fs.createNew(name)) {
            byte[] bytes = bytes(text);
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    static String text(StoreFs fs, String name) {
        try (StoreFile file = fs.openReadOnly(name)) {
            return new String(content(file), StandardCharsets.UTF_8);
        }
    }

    static byte[] content(StoreFile file) {
        byte[] bytes = new byte[(int) file.length()];
        file.readFully(bytes, 0, bytes.length, 0);
        return bytes;
    }

    static byte[] copied(Mapping mapping) {
        byte[] bytes = new byte[(int) mapping.length()];
        mapping.copy(0, bytes, 0, bytes.length);
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void assertThatFails(IoKind expected, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(StoreIoException.class))
                .extracting(StoreIoException::ioKind)
                .isEqualTo(expected);
    }
}
