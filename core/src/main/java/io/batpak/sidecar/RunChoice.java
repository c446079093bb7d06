package io.batpak.sidecar;

import io.batpak.error.StoreException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.fs.IoKind;
import io.batpak.fs.Mapping;
import io.batpak.fs.MappingLostException;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.RunFiles.Choice;
import io.batpak.sidecar.RunFiles.Discarded;
import io.batpak.sidecar.RunFiles.Used;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One search for the runs of a directory.
final class RunChoice {
    private final StoreFs fs;
    private final List<SegmentName> segments;
    private final List<RunName> candidates = new ArrayList<>();
    private final Map<Long, Optional<SegmentIdentity>> identities = new HashMap<>();
    private final List<Used> used = new ArrayList<>();
    private final List<Discarded> discarded = new ArrayList<>();
    private final long verifiedBytesMax;
    private long verifiedBytes;

    /// @param verifiedBytesMax runs of so many bytes in total are checked as a whole
    RunChoice(StoreFs fs, List<String> names, List<SegmentName> segments, long verifiedBytesMax) {
        this.fs = fs;
        this.verifiedBytesMax = verifiedBytesMax;
        this.segments = segments;
        names.forEach(name -> RunName.parse(name).ifPresent(candidates::add));
        candidates.sort(Comparator.comparingLong(RunName::first)
                .thenComparing(Comparator.comparingLong(RunName::last).reversed()));
    }

    Choice choose() {
        int covered = 0;
        for (RunName candidate : candidates) {
            Used last = used.isEmpty() ? null : used.getLast();
            if (last != null && candidate.first() <= last.name().last()) {
                discard(candidate, "superseded by " + last.name());
            } else if (covered == segments.size() || segments.get(covered).id() < candidate.first()) {
                discard(candidate, "the segments before it are not described by runs");
            } else if (segments.get(covered).id() > candidate.first()) {
                discard(candidate, "its first segment is not there");
            } else {
                covered += take(candidate, segments.subList(covered, segments.size()));
            }
        }
        return new Choice(List.copyOf(used), List.copyOf(discarded));
    }

    private void discard(RunName name, String why) {
        discarded.add(new Discarded(name.fileName(), why));
    }

    /// Uses a run if it is good, and returns how many segments it covers.
    private int take(RunName name, List<SegmentName> from) {
        Used run = opened(name);
        if (run == null) {
            return 0;
        }
        List<RunSegment> described = run.file().segments();
        String why = mismatch(name, described, from);
        why = why != null ? why : damage(run);
        if (why != null) {
            discard(name, why);
            return 0;
        }
        used.add(run);
        return described.size();
    }

    private @Nullable Used opened(RunName name) {
        try (StoreFile file = fs.openReadOnly(name.fileName())) {
            Mapping mapping = file.mapUntilUnreachable();
            return switch (RunFile.open(name.fileName(), mapping)) {
                case Decoded.Ok<RunFile>(RunFile run) -> new Used(name, run, mapping.length());
                case Decoded.Damaged<RunFile>(Damage damage) -> {
                    discard(name, inWords(damage));
                    yield null;
                }
            };
        } catch (StoreIoException | MappingLostException failure) {
            discard(name, unreadable(failure));
            return null;
        }
    }

    private static String unreadable(StoreException failure) {
        return "it cannot be read: " + failure.getMessage();
    }

    private static String inWords(Damage damage) {
        return damage.reason() == Damage.Reason.RUN_VERSION
                ? "it is of another release (" + damage.detail() + ")"
                : "it is damaged (" + damage + ")";
    }

    private @Nullable String damage(Used run) {
        if (run.fileLength() > verifiedBytesMax - verifiedBytes) {
            return null; // block by block, when they are read
        }
        verifiedBytes += run.fileLength();
        try {
            return run.file().verifyAll().map(RunChoice::inWords).orElse(null);
        } catch (StoreIoException | MappingLostException failure) {
            return unreadable(failure);
        }
    }

    private @Nullable String mismatch(RunName name, List<RunSegment> described, List<SegmentName> from) {
        if (described.isEmpty()
                || described.getFirst().id() != name.first()
                || described.getLast().id() != name.last()) {
            return "its name does not say which segments it describes";
        }
        for (int i = 0; i < described.size(); i++) {
            RunSegment segment = described.get(i);
            if (i == from.size() || from.get(i).id() != segment.id()) {
                return "the directory has other segments than it describes, near segment " + segment.id();
            }
            if (identity(from.get(i)).filter(found -> found.matches(segment)).isEmpty()) {
                return "segment " + segment.id() + " is not the one it describes";
            }
        }
        return null;
    }

    private Optional<SegmentIdentity> identity(SegmentName segment) {
        Optional<SegmentIdentity> known = identities.get(segment.id());
        if (known == null) {
            known = read(segment);
            identities.put(segment.id(), known);
        }
        return known;
    }

    private Optional<SegmentIdentity> read(SegmentName segment) {
        try (StoreFile file = fs.openReadOnly(segment.fileName())) {
            return SegmentIdentity.of(file);
        } catch (StoreIoException failure) {
            if (failure.ioKind() == IoKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
