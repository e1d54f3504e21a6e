package org.billwright.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.billwright.bill.BillStore;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** Verifies many bills and the ledgers of their accounts, a page in a transaction, in bounded memory. */
public final class Verification {
    private static final int BILLS_OF_PAGE = 500;

    private final Database database;
    private final String tenant;
    private final Listener listener;
    private final Counts counts = new Counts();

    /** Verifies bills of a tenant. */
    public Verification(Database database, String tenant, Listener listener) {
        this.database = database;
        this.tenant = tenant;
        this.listener = listener;
    }

    /** Hears what is found. */
    public interface Listener {
        /**
         * Something is wrong.
         *
         * @param of the bill by its number, or the account
         */
        void found(String of, Finding finding);

        /** A page is done. */
        void progress(Counts counts);
    }

    /** What was verified. */
    public static final class Counts {
        private long bills;
        private long rates;
        private long accounts;
        private long errors;
        private long warnings;

        /** The bills. */
        public long bills() {
            return bills;
        }

        /** The rates on them. */
        public long rates() {
            return rates;
        }

        /** The accounts whose ledgers were verified. */
        public long accounts() {
            return accounts;
        }

        /** What is wrong for sure. */
        public long errors() {
            return errors;
        }

        /** What is wrong unless tax rules or accounts were changed. */
        public long warnings() {
            return warnings;
        }
    }

    /** Verifies one bill and the ledger of its account. There are no bills in the counts where there is none. */
    public Counts ofBill(String id) {
        return inTransaction(tx -> {
            bills(tx, List.of(id));
            BillStore.account(tx, tenant, id).ifPresent(account -> ledgers(tx, List.of(account)));
        });
    }

    /** Verifies the bills of an account and its ledger. */
    public Counts ofAccount(String account) {
        pages((tx, after) -> bills(tx, ProofStore.billsOfAccount(tx, tenant, account, after, BILLS_OF_PAGE)));
        return inTransaction(tx -> ledgers(tx, List.of(account)));
    }

    /** Verifies the bills that a run made, that they are still those, and the ledgers of their accounts. */
    public Counts ofRun(String run) {
        var chunks = database.inTransaction(tenant, tx -> ProofStore.digests(tx, tenant, run));
        for (var chunk : chunks) {
            inTransaction(tx -> chunk(tx, run, chunk));
        }
        return inTransaction(tx -> compareRoots(tx, run));
    }

    private void chunk(Handle tx, String run, ProofStore.ChunkDigests chunk) {
        var bills = ProofStore.billsOfChunk(tx, tenant, run, chunk.no());
        var digests = new LinkedHashMap<String, String>();
        bills(
                tx,
                List.copyOf(bills.values()),
                verified -> digests.put(verified.bill().id(), verified.digest().hex()));
        ledgers(tx, List.copyOf(bills.keySet()));
        chunk.digests().ifPresent(stored -> compare(List.copyOf(bills.values()), RunProofs.ofChunk(stored), digests));
    }

    /** The bills are those that were made: neither more nor less, and each as it was. */
    private void compare(List<String> bills, List<String> made, Map<String, String> now) {
        if (bills.size() != made.size()) {
            found(
                    "run",
                    new Finding(
                            Invariant.RUN_PROOF,
                            "",
                            "a chunk made " + made.size() + " bills, and there are " + bills.size()));
            return;
        }
        for (int i = 0; i < made.size(); i++) {
            if (!Optional.ofNullable(now.get(bills.get(i))).equals(Optional.of(made.get(i)))) {
                found(
                        "bill " + bills.get(i),
                        new Finding(Invariant.RUN_PROOF, "", "it is not as its run made it, or it is not there"));
            }
        }
    }

    private void compareRoots(Handle tx, String run) {
        ProofStore.root(tx, tenant, run).ifPresent(stored -> {
            if (!RunProofs.root(tx, tenant, run).equals(Optional.of(stored))) {
                found(
                        "run " + run,
                        new Finding(Invariant.RUN_PROOF, "merkleRoot", "its bills do not give its root " + stored));
            }
        });
    }

    /** Verifies all bills and all ledgers. */
    public Counts ofAll() {
        pages((tx, after) -> bills(tx, ProofStore.allBills(tx, tenant, after, BILLS_OF_PAGE)));
        pages((tx, after) -> ledgers(tx, ProofStore.allAccounts(tx, tenant, after, BILLS_OF_PAGE)));
        return counts;
    }

    private Counts inTransaction(Consumer<Handle> work) {
        return database.inTransaction(tenant, tx -> {
            work.accept(tx);
            listener.progress(counts);
            return counts;
        });
    }

    /** Works off a page behind an id after the other, until one has nothing. */
    private void pages(BiFunction<Handle, String, List<String>> page) {
        for (var last = ""; ; ) {
            var after = last;
            var done = database.inTransaction(tenant, tx -> page.apply(tx, after));
            if (done.isEmpty()) {
                return;
            }
            listener.progress(counts);
            last = done.getLast();
        }
    }

    private List<String> bills(Handle tx, List<String> ids) {
        return bills(tx, ids, verified -> {});
    }

    private List<String> bills(Handle tx, List<String> ids, Consumer<BillVerification.Verified> consumer) {
        BillVerification.verify(tx, tenant, ids, Integer.MAX_VALUE, verified -> {
            consumer.accept(verified);
            counts.bills++;
            counts.rates += verified.invariants().rates();
            verified.findings()
                    .forEach(finding -> found("bill " + verified.bill().name(), finding));
        });
        return ids;
    }

    private List<String> ledgers(Handle tx, List<String> accounts) {
        counts.accounts += accounts.size();
        for (var wrong : ProofStore.unbalanced(tx, tenant, accounts)) {
            found(
                    "account " + wrong.account(),
                    new Finding(
                            Invariant.LEDGER,
                            "",
                            "its ledger has the balance " + wrong.currency() + " "
                                    + wrong.ledger().toPlainString() + ", and its open bills less its open credit are "
                                    + wrong.open().toPlainString()));
        }
        return accounts;
    }

    private void found(String of, Finding finding) {
        if (finding.isWarning()) {
            counts.warnings++;
        } else {
            counts.errors++;
        }
        listener.found(of, finding);
    }
}
