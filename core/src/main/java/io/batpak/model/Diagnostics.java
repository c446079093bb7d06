package io.batpak.model;

/// The state of an open journal, for people and for monitoring. Nothing is written or tried out for it. The
/// numbers are read one after the other while the writer may go on.
///
/// @param eventCount committed events, hidden ones included
/// @param nextSequence the sequence the next event will get
/// @param visibleSequence every event below this sequence can be seen, unless a cancelled fence hides it
/// @param directory the directory, as `StoreFs` names it
/// @param segmentBytesMax size from which on a segment is finished, bytes
/// @param openFilesMax how many segment files stay open for reading
/// @param restartPolicy how often the commit engine may carry on after an unexpected exception
/// @param writerPressure how full the queue of writes is; 0 of 0 where the journal is only read
/// @param frontier how far each mark has come
/// @param topology the configured topology
/// @param tileCount tiles of 64 entries of one kind that the topology asks for; 0 where it asks for none
/// @param openReport what opening found and mended
public record Diagnostics(
        long eventCount,
        long nextSequence,
        long visibleSequence,
        String directory,
        long segmentBytesMax,
        int openFilesMax,
        RestartPolicy restartPolicy,
        WriterPressure writerPressure,
        Frontier frontier,
        IndexTopology topology,
        long tileCount,
        OpenReport openReport) {}
