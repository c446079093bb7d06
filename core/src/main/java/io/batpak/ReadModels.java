package io.batpak;

import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointInUseException;
import io.batpak.delivery.DeliverySource;
import io.batpak.error.ConfigurationException;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Opens the read models of one journal; two of them never have the same name at once. Any thread.
final class ReadModels {
    private final ProjectionInput input;
    private final DeliverySource journal;
    private final StoreConfig config;
    private final boolean writable;
    private final Set<CheckpointId> inUse = ConcurrentHashMap.newKeySet();

    /// @param writable whether states can be kept in the directory
    ReadModels(ProjectionInput input, DeliverySource journal, StoreConfig config, boolean writable) {
        this.input = input;
        this.journal = journal;
        this.config = config;
        this.writable = writable;
    }

    <S> ReadModel<S> open(KeyedProjection<S> projection, ReadModelOptions options) {
        ReadModelOptions own = config.cooperative() ? options.threads(1) : options;
        CheckpointId id = own.checkpoint().orElse(null);
        if (id == null) {
            return model(projection, own, () -> {});
        }
        if (!writable) {
            throw new ConfigurationException("checkpoint", id, "none in a journal that is open for reading only");
        }
        if (!inUse.add(id)) {
            throw new CheckpointInUseException(id);
        }
        try {
            return model(projection, own, () -> inUse.remove(id));
        } catch (Throwable t) {
            inUse.remove(id);
            throw t;
        }
    }

    private <S> ReadModel<S> model(KeyedProjection<S> projection, ReadModelOptions options, Runnable release) {
        ReadModel.Surroundings around = new ReadModel.Surroundings(input, journal, config.spawner(), release);
        return ReadModel.over(around, projection, options);
    }
}
