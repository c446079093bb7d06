package io.batpak.sidecar;

import io.batpak.format.ByteSource;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.StatesFile;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.StoreFileKind;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// `cursors/NAME.states`: states of read models. A file that is lost or damaged costs time and nothing else: its
/// states are made from the events again.
///
/// Threads: one at a time for one name, under the lock of the journal. Bytes: docs/formats/read-model.md
public final class StatesFiles {
    /// Most UTF-8 bytes of a name: with the suffixes of the file and of its staged form it has to be a file name.
    public static final int NAME_BYTES_MAX = 255 - ".states".length() - StoreFileKind.STAGED_SUFFIX.length();

    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final String SUFFIX = ".states";

    /// How names of files end that a save prepares.
    static final String STAGED_ENDING = SUFFIX + StoreFileKind.STAGED_SUFFIX;

    private static final int BUFFER_BYTES = 1 << 16;

    private final CursorFiles cursors;

    /// @param journal the directory of the journal
    public StatesFiles(StoreFs journal) {
        cursors = new CursorFiles(journal);
    }

    /// What became of a file.
    public enum Found {
        /// There is none.
        NONE,
        /// It was not wanted, by its head.
        REFUSED,
        /// It is damaged, or the disk did not give it; what was handed over is to be forgotten.
        DAMAGED,
        /// All its states were handed over.
        READ
    }

    /// Reads a file.
    ///
    /// @param wanted whether states with this head count
    /// @param states gets them, before it is known whether the whole file is sound
    public Found load(String name, Predicate<StatesFile.Head> wanted, Consumer<StatesFile.State> states) {
        Optional<StoreFs> directory = cursors.existing();
        if (directory.isEmpty()) {
            return Found.NONE;
        }
        try (StoreFile file = directory.get().openReadOnly(name + SUFFIX)) {
            long length = file.length();
            ByteSource bytes = new Buffered(file, length);
            return switch (StatesFile.head(bytes, length)) {
                case Decoded.Ok<StatesFile.Head>(StatesFile.Head head) when !wanted.test(head) -> Found.REFUSED;
                case Decoded.Ok<StatesFile.Head> _ -> found(name, StatesFile.read(bytes, length, states));
                case Decoded.Damaged<StatesFile.Head> damaged -> found(name, damaged);
            };
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return Found.NONE;
            }
            LOG.log(System.Logger.Level.WARNING, "the states of " + name + " cannot be read and are made anew", e);
            return Found.DAMAGED;
        }
    }

    private static Found found(String name, Decoded<StatesFile.Head> read) {
        if (read instanceof Decoded.Damaged<StatesFile.Head>(Damage damage)) {
            LOG.log(System.Logger.Level.WARNING, "the states of {0} are damaged and are made anew: {1}", name, damage);
            return Found.DAMAGED;
        }
        return Found.READ;
    }

    /// Stores states, durably; those before are there until then.
    ///
    /// @param states as many as the head says
    /// @throws StoreIoException what the disk said
    public void save(String name, StatesFile.Head head, Stream<StatesFile.State> states) {
        AtomicFile.write(cursors.prepared(), name + SUFFIX, file -> StatesFile.write(file::write, head, states));
    }

    /// A file that is read from front to back, in large pieces. One thread.
    private static final class Buffered implements ByteSource {
        private final StoreFile file;
        private final long length;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private long from;
        private int filled;

        Buffered(StoreFile file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public void read(long at, byte[] target, int offset, int count) {
            if (count > buffer.length) {
                file.readFully(target, offset, count, at);
                return;
            }
            if (at < from || at + count > from + filled) {
                filled = (int) Math.min(buffer.length, length - at);
                from = at;
                file.readFully(buffer, 0, filled, at);
            }
            System.arraycopy(buffer, (int) (at - from), target, offset, count);
        }
    }
}
