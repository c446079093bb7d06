/// For those who build on the journal and want to see it survive: a disk in memory that knows what a crash leaves of
/// it ([MemFs], [FaultPlan], [Crash]), whole runs from one seed ([SimulatedStore], [SimScheduler]), every crash point
/// of an application ([CrashPoints]), decisions in given/when/then ([JournalScenario]), and the suites that every
/// implementation of a seam must pass ([StoreFsConformance], [StoreConformance]).
///
/// Uses: the exported packages of `io.batpak`. Used by: tests only. Threads: each type states its own rule.
@NullMarked
package io.batpak.testkit;

import org.jspecify.annotations.NullMarked;
