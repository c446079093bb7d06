package io.batpak.verify.plant;

import java.util.List;

/// What [ErrorBranchesTest] runs: few seeds and few tests that reach all branches together.
final class BranchRuns {
    /// Histories, chosen among the first 120 for what they reach.
    static final List<Long> SEEDS = List.of(24L, 27L, 56L, 63L, 77L, 83L, 86L, 93L, 106L, 107L, 114L);

    /// Tests below `io.batpak.verify`: `package.Class#method`, or all methods of a class.
    static final List<String> TESTS = List.of(
            "engine.RefusalOrderTest#aBatch",
            "engine.RefusalOrderTest#aSingleAppend",
            "engine.OutputWriterTest#anOutputThatIsNotWhatWasWrittenIsNotTrusted",
            "engine.OutputWriterTest#aSegmentThatIsNoSourceIsAMistakeOfTheCaller",
            "engine.OutputWriterTest#aSourceThatIsTooShortIsDamage",
            "engine.OutputWriterTest#aLongFrameIsCheckedToo",
            "engine.OutputWriterTest#withoutThreadsItIsOnlySlower",
            "engine.FenceTest#aFenceThatHasEndedRefusesEverything",
            "engine.FenceTest#aFenceHoldsOnlySoManyEvents",
            "engine.FenceTest#aFenceHoldsOnlySoManyBytes",
            "engine.FenceReopenTest#aPowerCutDuringACancelShowsNothingOfIt",
            "engine.HazardsTest#whatWasWrittenBeforeARestartIsDurableWhenTheMarkSaysSo",
            "engine.IdempotencyTest#aBatchIsKeyedAsAWhole",
            "engine.IdempotencyTest#aBatchOfNewKeysIsCountedAsAWhole",
            "engine.GateTest#anInterruptedGateSaysSoKeepsTheFlagAndTheEvent",
            "engine.GateTest#closingTheStoreEndsTheWaits",
            "engine.StoreAppendTest#expectNoStreamMatchesOnlyAnEmptyStream",
            "engine.TicketEndTest#withoutAThreadForTheQueueItsCallersCommit",
            "engine.AutoMergeThreadTest#withoutThreadsToBeHadThatIsToldOnceAndTheCloseMerges",
            "engine.QueuedWritesTest#aSyncThatFailsBehindAQueueIsToldToWhoeverWaitsForIt",
            "engine.OutboxTest#anInterruptedFlushThroughAFenceSaysSoAndKeepsTheFlag",
            "engine.HostileDirectoryTest#aStreamThatHasUsedAllItsClocksTakesNoFurtherEvent",
            "engine.RestartTest#aRestartEndsTheFenceAndItsTicketsAreTold",
            "engine.StoreFaultTest#aShortWriteThatCannotBeCutOffEndsAllWriting",
            "engine.CompactionFaultTest#whatAListenerThrowsReachesTheCallerAndLeavesNothingBehind",
            "engine.CompactionKeysTest#noKeyIsForgottenWhereTheDiskRefusesToReadAnEventThatGoes",
            "engine.CompactionHazardsTest#theChainIsWholeWhereverACrashCutsACompaction",
            "engine.LateSealTest#allOfItIsDurableWhenItsSuccessorHasItsName",
            "damage.FooterSequencesTest#aDamagedFooterOfTheNewestSegmentIsWrittenAnewBeforeThereIsANewerOne",
            "damage.FooterSequencesTest#rowsThatNeverReachedTheDiskOutvoteNobody",
            "golden.EveryPathTest#aFileFromTheFutureRefusesAndARunFromTheFutureIsPassedOver",
            "golden.InterruptedCompactionTest#whereNobodyCanTellWhatCountsTheOpenIsRefusedAndNothingIsChanged",
            "golden.InterruptedCompactionTest#noFlippedBitOfTheMarkerHidesAnEvent",
            "golden.InterruptedCompactionTest#everyOpenSeesTheEventsOfBeforeAndAWritableOneLeavesACleanDirectory",
            "delivery.CursorTest#aWaitEndsWhenItsTimeIsOverAndWhenItIsInterrupted",
            "delivery.WakingTest#withoutAThreadForItTheAppenderWakesAll",
            "engine.WriteErrorsTest",
            "engine.CompactionErrorsTest",
            "engine.RecoveryErrorsTest",
            "engine.RaceErrorsTest");

    private BranchRuns() {}

    static Detector detector(String test) {
        int at = test.indexOf('#');
        String className = at < 0 ? test : test.substring(0, at);
        return new Detector.Crash("io.batpak.verify." + className, at < 0 ? "" : test.substring(at + 1));
    }
}
