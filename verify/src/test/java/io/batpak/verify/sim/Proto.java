package io.batpak.verify.sim;
import io.batpak.*; import io.batpak.model.*; import io.batpak.testkit.*;
import java.util.*;
import io.batpak.verify.engine.*;
public class Proto {
  static long[] once(long seed, long crashAt) {
    SimScheduler sim = new SimScheduler(seed);
    MemFs fs = new MemFs(); fs.scheduledBy(sim);
    Random r = new Random(seed);
    List<Long> acked = Collections.synchronizedList(new ArrayList<>());
    sim.spawn("main", () -> {
      Store store = Store.open(StoreConfig.on(fs).clock(sim.clock()).spawner(sim).segmentBytesMax(4096).syncEveryEvents(20).build());
      List<io.batpak.time.Job> jobs = new ArrayList<>();
      for (int c=0;c<4;c++) { int id=c; Random q=new Random(seed*31+c);
        jobs.add(sim.spawn("caller"+c, () -> { for (int i=0;i<60;i++) {
          int k=q.nextInt(10);
          if (k<6) acked.add(store.append(Coordinate.of("e:"+q.nextInt(5),"s"), EventKind.of(0xF,1), Payload.messagePack(new byte[]{(byte)0x81,(byte)0xa1,0x61,1})).sequence());
          else if (k<8) { List<BatchItem> l=new ArrayList<>(); for (int j=0;j<3;j++) l.add(BatchItem.of(Coordinate.of("e:"+q.nextInt(5),"s"), EventKind.of(0xF,1), Payload.messagePack(new byte[]{(byte)0x81,(byte)0xa1,0x61,1}))); store.appendBatch(l).forEach(x->acked.add(x.sequence())); }
          else if (k==8) store.sync();
          else store.compact(Compaction.merge());
        } })); }
      for (var j: jobs) j.join(java.time.Duration.ofDays(1));
      store.close();
    });
    boolean more = sim.run(crashAt);
    MemFs left = fs.crash(seed);
    long n;
    try (StoreReader reader = StoreReader.open(StoreConfig.on(left).build())) { n = reader.query(Region.all()).stream().count(); }
    return new long[]{sim.digest(), sim.steps(), acked.size(), n, more?1:0, sim.elapsed().toMillis()};
  }
  public static void main(String[] a) {
    for (int i=0;i<3;i++) System.out.println(Arrays.toString(once(7, Long.MAX_VALUE/2)));
    long t=System.nanoTime(); 
    for (int s=0;s<200;s++) { long[] x=once(s, 100+new Random(s).nextInt(4000)); if (s<5) System.out.println(Arrays.toString(x)); }
    System.out.println((System.nanoTime()-t)/200/1000+" us per history");
  }
}
