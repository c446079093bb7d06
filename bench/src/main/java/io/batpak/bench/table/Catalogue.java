package io.batpak.bench.table;

import java.util.ArrayList;
import java.util.List;

/// All cases, in the order of the table.
final class Catalogue {
    private Catalogue() {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(AppendCases.all());
        cases.addAll(SignedCases.all());
        cases.addAll(SubmitCases.all());
        cases.addAll(StrictCases.all());
        cases.addAll(RefusalCases.all());
        cases.addAll(BatchCases.all());
        cases.addAll(WaiterCases.all());
        cases.addAll(HeartbeatCases.all());
        cases.addAll(DeliveryCases.all());
        cases.addAll(ProjectionCases.all());
        cases.addAll(OpenCases.all());
        cases.addAll(MemoryCases.all());
        cases.addAll(PointCases.all());
        cases.addAll(PageCases.all());
        cases.addAll(ListCases.all());
        cases.addAll(EffectCases.all());
        cases.addAll(VerifyCases.all());
        cases.addAll(SealingCases.all());
        cases.addAll(DiskCases.all());
        cases.addAll(CompactionCases.all());
        cases.addAll(BesideCases.all());
        cases.addAll(CopyCases.all());
        cases.addAll(ImportCases.all());
        return cases;
    }
}
