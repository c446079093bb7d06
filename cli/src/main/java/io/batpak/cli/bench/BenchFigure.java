package io.batpak.cli.bench;

/// What one case gave.
///
/// @param measured the case
/// @param perSecond in the unit of the case
/// @param p50Micros the middle of the calls, in microseconds
/// @param p99Micros what 99 of 100 calls stayed below, in microseconds
/// @param ratio how much that is of what the disk gives
/// @param ratioTo with which calibration it is compared
public record BenchFigure(
        BenchCase measured, double perSecond, double p50Micros, double p99Micros, double ratio, String ratioTo) {}
