package io.batpak.cli;

import io.batpak.model.ClockRange;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that narrow a region.
final class RegionOptions {
    @Option(
            names = "--entity",
            paramLabel = "PREFIX",
            description = "Entity, or a prefix of it up to a colon: order matches order and order:42.")
    private @Nullable String entity;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Exactly this scope.")
    private @Nullable String scope;

    @Option(
            names = "--kind",
            paramLabel = "HEX4",
            converter = Converters.Kind.class,
            description = "Exactly this kind, for example f001.")
    private @Nullable EventKind kind;

    @Option(names = "--category", paramLabel = "N", description = "All kinds of this category, 0 to 15.")
    private @Nullable Integer category;

    @Option(names = "--lane", paramLabel = "N", description = "Only this lane.")
    private @Nullable Long lane;

    @Option(
            names = "--clock",
            paramLabel = "A-B",
            converter = Converters.Clocks.class,
            description = "Clocks from A to B, both included; or one clock.")
    private @Nullable ClockRange clocks;

    Region region() {
        Region region = Region.all();
        region = entity == null ? region : region.withEntity(entity);
        region = scope == null ? region : region.withScope(scope);
        if (kind != null && category != null) {
            throw new UsageException("--kind and --category exclude each other; give one");
        }
        region = kind == null ? region : region.withKind(new KindFilter.Exact(kind));
        region = category == null ? region : region.withKind(new KindFilter.Category(category));
        region = lane == null ? region : region.withLane(Converters.u32("--lane", lane));
        return clocks == null ? region : region.withClockRange(clocks);
    }
}
