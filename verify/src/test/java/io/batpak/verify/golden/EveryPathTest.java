package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.HiddenRangesException;
import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.error.StoreException;
import io.batpak.model.AutoMerge;
import io.batpak.model.IndexArtifacts;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import io.batpak.verify.engine.ReopenPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every recorded directory opened through every path, and with each file beside the segments deleted, damaged at
/// each byte in turn, or from the future: the same events, or the documented refusal.
///
/// Tier: golden. Covers: E6, E7, E8, E9, E20.
@Tag("soak-paths")
class EveryPathTest {
    private static final int FLIP = 0xFF;
    private static final int VERSION_AT = 6;
    private static final int CI_STRIDE = 31;

    /// Of a file of 73 kB, CI looks at fewer places.
    private static final int CI_PLACES_MAX = 200;

    private static final String HIDDEN = "visibility_ranges.fbv";

    /// A compaction has left gaps here, and a merged segment without a footer: the artifact tells the sequences,
    /// frames and the newest footer tell others.
    private static final String SEQUENCES_ONLY_IN_THE_ARTIFACT = "compacted-retention";

    /// A recorded directory.
    ///
    /// @param described the lines of its description, if there is one
    record Recorded(String name, Path directory, Optional<List<String>> described) {
        MemFs copy() {
            try {
                return MemFs.copyOf(directory);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /// Compares without printing two whole journals.
        void same(List<String> lines, List<String> expected, String replay) {
            assertThat(lines).as(replay).hasSameSizeAs(expected);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).equals(expected.get(i))) {
                    assertThat(comparable(lines.get(i)))
                            .as("%s, event %d", replay, i)
                            .isEqualTo(comparable(expected.get(i)));
                }
            }
        }

        private String comparable(String line) {
            return name.equals(SEQUENCES_ONLY_IN_THE_ARTIFACT)
                    ? line.substring(line.indexOf(' ')).replaceFirst("\\| [0-9]+ ", "| ")
                    : line;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// The stores, second trees, those of an older release, and what crashes left, except for a compaction that was
    /// interrupted: its marker refuses the open.
    static List<Recorded> directories() throws IOException {
        List<Recorded> all = new ArrayList<>();
        for (GoldenTree tree : GoldenTree.all()) {
            List<String> described = tree.events().stream().map(EventFacts::of).toList();
            all.add(new Recorded(tree.name(), tree.directory(), Optional.of(described)));
        }
        for (GoldenTree tree : DefectStoresTest.crashes()) {
            all.add(new Recorded(tree.name(), tree.directory(), Optional.empty()));
        }
        try (Stream<Path> stores = Files.list(GoldenTree.golden("stores"))) {
            stores.sorted()
                    .map(store -> new Recorded(store.getFileName().toString(), store, Optional.empty()))
                    .forEach(all::add);
        }
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs).cooperative(true).build();
    }

    /// What an open shows, and what its index was made from.
    private record Shown(String source, List<String> lines) {
        static Shown of(MemFs fs) {
            try (StoreReader reader = StoreReader.open(config(fs))) {
                return new Shown(reader.openReport().openPath(), Depth.everything(reader));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void everyPathShowsTheSameEvents(Recorded recorded) {
        MemFs closed = recorded.copy();
        recorded.described().ifPresent(described -> {
            try (StoreReader reader = StoreReader.open(config(closed))) {
                assertThat(EventFacts.of(reader)).isEqualTo(described);
            }
        });
        List<String> whole = Shown.of(closed).lines();
        for (ReopenPath path : ReopenPath.values()) {
            Shown shown = Shown.of(path.of(closed));
            assertThat(path.isReportedAs(shown.source())).as(path.toString()).isTrue();
            recorded.same(shown.lines(), whole, path.toString());
        }
    }

    /// What our own close leaves, with either artifact.
    @ParameterizedTest
    @MethodSource("directories")
    void whatOurCloseLeavesShowsTheSameEvents(Recorded recorded) {
        for (boolean mmap : new boolean[] {true, false}) {
            MemFs closed = recorded.copy();
            List<String> whole = Shown.of(closed).lines();
            Store.open(StoreConfig.on(closed)
                            .autoMerge(new AutoMerge.Never())
                            .cooperative(true)
                            .indexArtifacts(IndexArtifacts.ALWAYS)
                            .mmapIndex(mmap)
                            .build())
                    .close();
            Shown shown = Shown.of(closed);
            assertThat(shown.source()).isEqualTo(mmap ? "Mmap" : "Checkpoint");
            assertThat(shown.lines()).hasSize(whole.size() + 2);
            recorded.same(shown.lines().subList(0, whole.size()), whole, "mmap " + mmap);
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void aDeletedFileBesideTheSegmentsChangesNoEvent(Recorded recorded) {
        for (MemFs beside : besides(recorded)) {
            List<String> whole = Shown.of(beside).lines();
            for (String name : sidecars(beside)) {
                MemFs without = beside.killed();
                without.delete(name);
                Shown shown = Shown.of(without);
                if (name.equals(HIDDEN)) {
                    assertThat(shown.lines())
                            .as("without what hides")
                            .containsAll(whole)
                            .hasSizeGreaterThan(whole.size());
                } else {
                    recorded.same(shown.lines(), whole, "without " + name);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void aDamagedFileBesideTheSegmentsChangesNoEventOrRefuses(Recorded recorded) {
        for (MemFs beside : besides(recorded)) {
            List<String> whole = Shown.of(beside).lines();
            for (String name : sidecars(beside)) {
                byte[] pristine = beside.bytes(name);
                int stride = stride(pristine.length);
                for (int at = 0; at < pristine.length; at += stride) {
                    int place = at;
                    beside.damage(name, bytes -> flipped(bytes, place));
                    String replay = name + ", byte " + place;
                    try {
                        Shown shown = Shown.of(beside);
                        assertThat(mustRefuse(name, place)).as(replay).isFalse();
                        recorded.same(shown.lines(), whole, replay);
                    } catch (StoreException refusal) {
                        assertThat(mustRefuse(name, place))
                                .as(replay + ": " + refusal)
                                .isTrue();
                        assertThat(refusal).as(replay).isInstanceOf(refusal(name));
                    }
                    beside.damage(name, bytes -> pristine);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void aFileFromTheFutureRefusesAndARunFromTheFutureIsPassedOver(Recorded recorded) {
        for (MemFs beside : besides(recorded)) {
            List<String> whole = Shown.of(beside).lines();
            for (String name : sidecars(beside)) {
                MemFs later = beside.killed();
                later.damage(name, bytes -> {
                    bytes[VERSION_AT] = (byte) 0x77;
                    return bytes;
                });
                if (name.endsWith(".fbx")) {
                    Shown shown = Shown.of(later);
                    assertThat(shown.source()).isNotEqualTo("Runs");
                    recorded.same(shown.lines(), whole, name);
                } else {
                    assertThatThrownBy(() -> Shown.of(later)).as(name).isInstanceOf(refusal(name));
                }
            }
        }
    }

    /// The directory as recorded, and the same events with a run over all segments.
    private static List<MemFs> besides(Recorded recorded) {
        MemFs left = recorded.copy();
        MemFs runs = ReopenPath.RUNS.of(left);
        sidecars(runs).stream().filter(name -> !name.endsWith(".fbx")).forEach(name -> {
            if (!name.equals(HIDDEN)) {
                runs.delete(name);
            }
        });
        assertThat(Shown.of(runs).source()).isEqualTo("Runs");
        return List.of(left, runs);
    }

    private static List<String> sidecars(MemFs fs) {
        return fs.list().stream()
                .filter(name -> ReopenPath.isIndex(name) || name.equals("index.idemp") || name.equals(HIDDEN))
                .toList();
    }

    private static int stride(int length) {
        return Depth.isFull() ? 1 : Math.max(CI_STRIDE, length / CI_PLACES_MAX);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) FLIP;
        return damaged;
    }

    /// What hides events is needed; of the others the version alone refuses, before the checksum is looked at.
    private static boolean mustRefuse(String name, int at) {
        boolean version = at == VERSION_AT || at == VERSION_AT + 1;
        return name.equals(HIDDEN) || (version && !name.endsWith(".fbx"));
    }

    private static Class<? extends StoreException> refusal(String name) {
        return switch (name) {
            case "index.fbati" -> MmapFutureVersionException.class;
            case "index.ckpt" -> CheckpointFutureVersionException.class;
            case "index.idemp" -> IdempotencyFutureVersionException.class;
            default -> HiddenRangesException.class;
        };
    }
}
