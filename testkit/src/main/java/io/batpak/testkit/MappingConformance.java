package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.assertThatFails;
import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.copied;
import static io.batpak.testkit.FsProbe.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.fs.IoKind;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import org.junit.jupiter.api.Test;

/// The part of [StoreFsConformance] that is about mappings.
abstract class MappingConformance {
    /// A new, empty directory that does not exist before [StoreFs#create].
    protected abstract StoreFs emptyDirectory() throws Exception;

    StoreFs created() throws Exception {
        StoreFs fs = emptyDirectory();
        fs.create();
        return fs;
    }

    @Test
    void aMappingGivesCopiesWithinItsLength() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "hello");
        put(fs, "empty", "");
        try (StoreFile file = fs.openReadOnly("a");
                Mapping mapping = file.map();
                StoreFile nothing = fs.openReadOnly("empty");
                Mapping none = nothing.map()) {
            assertThat(mapping.length()).isEqualTo(5);
            byte[] target = bytes("____");
            mapping.copy(1, target, 1, 3);
            assertThat(target).isEqualTo(bytes("_ell"));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.copy(3, target, 0, 3));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.copy(-1, target, 0, 1));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.copy(Long.MAX_VALUE, target, 0, 1));
            assertThatThrownBy(() -> mapping.copy(0, target, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(none.length()).isZero();
        }
    }

    @Test
    void aMappingOutlivesItsFileAndEndsWithClose() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "hello");
        Mapping mapping;
        try (StoreFile file = fs.openReadOnly("a")) {
            mapping = file.map();
        }
        assertThat(copied(mapping)).isEqualTo(bytes("hello"));
        mapping.close();
        mapping.close();
        assertThatFails(IoKind.OTHER, () -> mapping.copy(0, new byte[1], 0, 1));
    }

    @Test
    void integersOfAMappingAreLittleEndianAndNeedNoAlignment() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            byte[] content = {0x7F, (byte) 0x81, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, (byte) 0x88, 0x09};
            file.write(content, 0, content.length, 0);
            try (Mapping mapping = file.map()) {
                assertThat(mapping.byteAt(0)).isEqualTo((byte) 0x7F);
                assertThat(mapping.byteAt(1)).isEqualTo((byte) 0x81);
                assertThat(mapping.shortAt(1)).isEqualTo((short) 0x0281);
                assertThat(mapping.intAt(1)).isEqualTo(0x0403_0281);
                assertThat(mapping.longAt(1)).isEqualTo(0x8807_0605_0403_0281L);
                assertThat(mapping.longAt(2)).isEqualTo(0x0988_0706_0504_0302L);
            }
        }
    }

    @Test
    void integersThatLeaveAMappingAreRefused() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "0123456789");
        Mapping mapping;
        try (StoreFile file = fs.openReadOnly("a")) {
            mapping = file.map();
        }
        for (long at : new long[] {-1, 10, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.byteAt(at));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.shortAt(at));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.intAt(at));
            assertThatFails(IoKind.INVALID_INPUT, () -> mapping.longAt(at));
        }
        assertThatFails(IoKind.INVALID_INPUT, () -> mapping.shortAt(9));
        assertThatFails(IoKind.INVALID_INPUT, () -> mapping.intAt(7));
        assertThatFails(IoKind.INVALID_INPUT, () -> mapping.longAt(3));
        mapping.close();
        assertThatFails(IoKind.OTHER, () -> mapping.byteAt(0));
        assertThatFails(IoKind.OTHER, () -> mapping.shortAt(0));
        assertThatFails(IoKind.OTHER, () -> mapping.intAt(0));
        assertThatFails(IoKind.OTHER, () -> mapping.longAt(0));
    }

    @Test
    void aMappingForReadersThatCloseNothingOutlivesFileAndClose() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "hello");
        put(fs, "empty", "");
        Mapping mapping;
        try (StoreFile file = fs.openReadOnly("a");
                StoreFile nothing = fs.openReadOnly("empty")) {
            mapping = file.mapUntilUnreachable();
            assertThat(nothing.mapUntilUnreachable().length()).isZero();
        }
        fs.delete("a");
        mapping.close();
        assertThat(copied(mapping)).isEqualTo(bytes("hello"));
        assertThat(mapping.byteAt(4)).isEqualTo((byte) 'o');
        assertThat(mapping.intAt(0)).isEqualTo(0x6C6C_6568);
    }
}
