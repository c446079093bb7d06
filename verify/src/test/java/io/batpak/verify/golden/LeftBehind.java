package io.batpak.verify.golden;

import io.batpak.format.CompactionMarker;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Preamble;
import io.batpak.format.SidxBuilder;
import io.batpak.format.SidxFooter;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Directories that a compaction leaves when it ends between two steps, made by hand from golden data.
///
/// @param name what happened, for the message of a failing test
/// @param files bytes by name
/// @param forward whether the compaction had passed the point from which on it is finished
record LeftBehind(String name, Map<String, byte[]> files, boolean forward) {
    static final String MARKER = "compaction.pending.json";

    @Override
    public String toString() {
        return name;
    }

    /// Writes the files into a new directory.
    Path writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LeftBehind without(String what, String... names) {
        Map<String, byte[]> fewer = new TreeMap<>(files);
        List.of(names).forEach(fewer::remove);
        return new LeftBehind(name + ", " + what, fewer, forward);
    }

    private LeftBehind with(String what, String file, byte[] bytes) {
        Map<String, byte[]> more = new TreeMap<>(files);
        more.put(file, bytes);
        return new LeftBehind(name + ", " + what, more, forward);
    }

    /// The segments of a golden store, under other ids; its sidecars are left out.
    ///
    /// @param ids the id that each segment gets, in log order
    static LeftBehind before(String store, long... ids) {
        Map<String, byte[]> files = new TreeMap<>();
        List<Path> segments = list(GoldenTree.golden("stores-v090/" + store + "/store")).stream()
                .filter(path -> path.toString().endsWith(SegmentName.EXTENSION))
                .toList();
        for (int i = 0; i < ids.length; i++) {
            files.put(SegmentName.of(ids[i]).fileName(), bytes(segments.get(i)));
        }
        return new LeftBehind("before", files, false);
    }

    /// What we leave from the first prepared byte on to the end, for sources that become segment `merged`.
    List<LeftBehind> ours(long merged, long... sources) {
        byte[] output = merge(sources);
        String finalName = SegmentName.of(merged).fileName();
        String staged = finalName + ".compact-new";
        byte[] marker = marker(merged, sources, output);
        LeftBehind prepared = new LeftBehind(List.of(merged) + " of " + sources.length, files, false)
                .with("prepared", staged, output);
        LeftBehind marked = prepared.with("marked", MARKER, marker);
        LeftBehind named = new LeftBehind(marked.name, files, true)
                .with("named", finalName, output)
                .with("", MARKER, marker);
        List<LeftBehind> states = new ArrayList<>();
        states.add(with("half prepared", staged, Arrays.copyOf(output, output.length / 2)));
        states.add(prepared);
        states.add(marked);
        states.add(marked.without("its file lost", staged));
        for (int gone = 0; gone < 1 << sources.length; gone++) {
            states.add(named.without("gone " + gone, names(sources, gone)));
        }
        states.add(named.with("with the index of before", "index.fbati", artifact()));
        states.add(named.without("cleared", names(sources, -1)).without("", MARKER));
        return states;
    }

    private static byte[] artifact() {
        return bytes(GoldenTree.golden("stores-v090/multi-segment/store").resolve("index.fbati"));
    }

    private static byte[] marker(long merged, long[] sources, byte[] output) {
        List<Long> ids = Arrays.stream(sources).boxed().toList();
        Hash hash = Hash.blake3(output);
        return new CompactionMarker(merged, ids, Optional.of(new CompactionMarker.Staged(output.length, hash)))
                .encode();
    }

    private static String[] names(long[] ids, int chosen) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            if ((chosen & 1 << i) != 0) {
                names.add(SegmentName.of(ids[i]).fileName());
            }
        }
        return names.toArray(String[]::new);
    }

    /// The events of segments in a new one, with the sequences that their footers give them.
    private byte[] merge(long... sources) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Preamble.encode(sources[0], 1_800_000_000_000_000_000L));
        SidxBuilder footer = new SidxBuilder();
        FrameView view = new FrameView();
        for (long source : sources) {
            byte[] segment =
                    Objects.requireNonNull(files.get(SegmentName.of(source).fileName()));
            SidxFooter.Found.Footer found = (SidxFooter.Found.Footer) SidxFooter.read(
                    (at, target, offset, count) -> System.arraycopy(segment, (int) at, target, offset, count),
                    segment.length);
            for (long row = 0; row < found.rows().count(); row++) {
                int offset = (int) found.rows().frameOffset(row);
                int length = (int) found.rows().frameLength(row);
                if (view.decode(segment, offset + FrameHead.BYTES, length - FrameHead.BYTES) != null) {
                    throw new AssertionError("frame " + row + " of segment " + source);
                }
                footer.add(view, out.size(), length, found.rows().sequence(row));
                out.write(segment, offset, length);
            }
        }
        out.writeBytes(footer.toByteArray(out.size()));
        return out.toByteArray();
    }

    /// What 0.9.0 leaves beyond the golden directories: each source deleted or not, the first one set aside or
    /// not, and a first source without footer.
    static List<LeftBehind> reference() {
        LeftBehind complete = golden("defect-window-4-complete", false);
        LeftBehind aside = golden("defect-window-2-aside", false);
        LeftBehind marked = golden("defect-window-1-marker", false);
        String one = "000001.fbat";
        String set = one + ".compact-src";
        List<LeftBehind> states = new ArrayList<>();
        for (int gone = 0; gone < 4; gone++) {
            String[] names = names(new long[] {2, 3}, gone);
            LeftBehind swapped = new LeftBehind(complete.name, complete.files, true);
            states.add(swapped.without("only sources " + gone + " gone", set).without("", names));
            if (gone > 0) {
                states.add(swapped.without("aside still there, gone " + gone, names));
            }
        }
        states.add(marked.with("footer lost", one, withoutFooter(Objects.requireNonNull(marked.files.get(one)))));
        states.add(aside.with("empty file", one, new byte[0]));
        states.add(aside.with("half a preamble", one, new byte[] {'F', 'B', 'A', 'T', 0}));
        states.add(aside.with("footer lost", set, withoutFooter(Objects.requireNonNull(aside.files.get(set)))));
        states.add(complete.with("with an index", "index.ckpt", checkpoint()));
        return states;
    }

    private static byte[] checkpoint() {
        return bytes(
                GoldenTree.golden("stores-v090/defect-stale-checkpoint/store").resolve("index.ckpt"));
    }

    /// States in which nobody can tell what counts.
    static List<LeftBehind> hopeless() {
        LeftBehind gone = golden("defect-window-5-sources-gone", false);
        LeftBehind aside = golden("defect-window-2-aside", false);
        LeftBehind complete = golden("defect-window-4-complete", false);
        LeftBehind ours = before("multi-segment", 1, 2, 4, 5, 6, 7);
        byte[] output = ours.merge(1, 2);
        byte[] marker = marker(3, new long[] {1, 2}, output);
        LeftBehind marked = ours.with("ours", MARKER, marker);
        return List.of(
                gone.without("merged gone", "000001.fbat"),
                gone.without("nothing behind", "000004.fbat"),
                aside.without("source 2 gone", "000002.fbat"),
                aside.without("aside gone", "000001.fbat.compact-src"),
                complete.with("marker cut", MARKER, new byte[] {'{', '"'}),
                complete.with("empty marker", MARKER, new byte[0]),
                complete.with("no source", MARKER, text("{\"merged_id\":1,\"source_segment_ids\":[]}")),
                complete.with("not ours", MARKER, text("{\"merged_id\":1,\"source_segment_ids\":[2,3]}")),
                complete.with("id 0", MARKER, text("{\"merged_id\":0,\"source_segment_ids\":[0,1]}")),
                complete.with("an active one", MARKER, text("{\"merged_id\":1,\"source_segment_ids\":[1,2,3,4]}")),
                complete.with("one left out", MARKER, text("{\"merged_id\":1,\"source_segment_ids\":[1,3]}")),
                marked.without("a source gone", "000002.fbat"),
                marked.with("cut", "000003.fbat", Arrays.copyOf(output, output.length - 1)),
                marked.with("grown", "000003.fbat", Arrays.copyOf(output, output.length + 1)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static LeftBehind golden(String store, boolean forward) {
        Map<String, byte[]> files = new TreeMap<>();
        list(GoldenTree.golden("stores-v090/" + store + "/store"))
                .forEach(path -> files.put(path.getFileName().toString(), bytes(path)));
        files.remove(".batpak.lock");
        return new LeftBehind(store, files, forward);
    }

    private static byte[] withoutFooter(byte[] segment) {
        return SidxFooter.read(
                                (at, target, offset, count) ->
                                        System.arraycopy(segment, (int) at, target, offset, count),
                                segment.length)
                        instanceof SidxFooter.Found.Footer(int _, long framesEnd, var _)
                ? Arrays.copyOf(segment, (int) framesEnd)
                : segment;
    }

    private static List<Path> list(Path directory) {
        try (var files = Files.list(directory)) {
            return new ArrayList<>(
                    new TreeSet<>(files.filter(Files::isRegularFile).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
