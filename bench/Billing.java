import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.store.Database;
import org.billwright.store.DatabaseConfig;

/** Bills all accounts of tenant 'bench' through BillMaker: URL, user, accounts, accounts of a chunk, workers. Prints the seconds that it took. */
final class Billing {
    private static final String TENANT = "bench";

    public static void main(String[] arguments) throws Exception {
        var config = new DatabaseConfig(arguments[0], arguments[1], "", Optional.empty(), 8, Duration.ofMinutes(5));
        int accounts = Integer.parseInt(arguments[2]);
        int ofChunk = Integer.parseInt(arguments[3]);
        int workers = Integer.parseInt(arguments[4]);
        try (var database = Database.open(config);
                var threads = Executors.newFixedThreadPool(workers)) {
            var bills = new BillMaker(database);
            var next = new AtomicInteger();
            var made = new AtomicInteger();
            long began = System.nanoTime();
            var running = IntStream.range(0, workers)
                    .mapToObj(worker -> threads.submit(() -> {
                        for (int from = next.getAndAdd(ofChunk); from < accounts; from = next.getAndAdd(ofChunk)) {
                            made.addAndGet(chunk(database, bills, from, Math.min(accounts, from + ofChunk)));
                        }
                    }))
                    .toList();
            for (var worker : running) {
                worker.get();
            }
            System.out.printf("%d %.2f%n", made.get(), (System.nanoTime() - began) / 1e9);
        }
    }

    private static int chunk(Database database, BillMaker bills, int from, int to) {
        List<String> ids = IntStream.range(from, to).mapToObj(i -> "A" + i).toList();
        var at = OffsetDateTime.parse("2026-06-08T04:00:00Z");
        var run = new BillMaker.Run(TENANT, at, Caller.system("bench", TENANT), "bench");
        return database.inTransaction(TENANT, tx -> {
            var outcomes = bills.make(tx, run, AccountStore.lockAll(tx, TENANT, ids).stream()
                    .map(account -> BillingTerms.onDemand(account, at))
                    .toList());
            outcomes.stream()
                    .filter(o -> !(o instanceof BillMaker.Outcome.Made))
                    .findFirst()
                    .ifPresent(System.err::println);
            return (int) outcomes.stream().filter(o -> o instanceof BillMaker.Outcome.Made).count();
        });
    }
}
