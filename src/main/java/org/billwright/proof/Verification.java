package org.billwright.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.billwright.account.AccountShape;
import org.billwright.bill.BillShape;
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
         * @param of what it is wrong with
         */
        void found(Subject of, Finding finding);

        /** A page is done. */
        void progress(Counts counts);
    }

    /**
     * What something is wrong with.
     *
     * @param resource its type, as in URLs
     * @param name its number, or its id
     */
    public record Subject(String resource, String id, String name) {
        static Subject ofBill(String id, String name) {
            return new Subject(BillShape.RESOURCE, id, name);
        }

        static Subject ofAccount(String id) {
            return new Subject(AccountShape.RESOURCE, id, id);
        }

        static Subject ofRun(String id) {
            return new Subject("billRun", id, id);
        }

        /** For people. */
        public String text() {
            return switch (resource) {
                        case BillShape.RESOURCE -> "bill ";
                        case AccountShape.RESOURCE -> "account ";
                        default -> "run ";
                    }
                    + name;
        }
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
        var accounts = ProofStore.accountsOfChunk(tx, tenant, run, chunk.no());
        var kept = accounts.stream().filter(account -> !account.isReverted()).toList();
        var bills = kept.stream().flatMap(account -> account.bill().stream()).toList();
        var digests = new LinkedHashMap<String, String>();
        bills(
                tx,
                bills,
                verified -> digests.put(verified.bill().id(), verified.digest().hex()));
        ledgers(tx, kept.stream().map(ProofStore.BilledAccount::account).toList());
        chunk.digests().map(RunProofs::ofChunk).ifPresent(made -> {
            if (made.size() != accounts.size()) {
                found(
                        Subject.ofRun(run),
                        new Finding(
                                Invariant.RUN_PROOF,
                                "",
                                "chunk " + chunk.no() + " made " + made.size() + " bills, and the run has "
                                        + accounts.size() + " accounts of it"));
            }
            kept.forEach(account -> compare(account, Set.copyOf(made), digests));
        });
    }

    /** A bill is one of those that its chunk made. */
    private void compare(ProofStore.BilledAccount account, Set<String> made, Map<String, String> digests) {
        var bill = account.bill().orElse("");
        var digest = Optional.ofNullable(digests.get(bill));
        if (digest.filter(made::contains).isEmpty()) {
            found(
                    Subject.ofBill(bill, bill),
                    new Finding(
                            Invariant.RUN_PROOF,
                            "",
                            digest.isEmpty()
                                    ? "its run made it, and it is not there"
                                    : "it is not as its run made it"));
        }
    }

    private void compareRoots(Handle tx, String run) {
        ProofStore.root(tx, tenant, run).ifPresent(stored -> {
            if (!RunProofs.root(tx, tenant, run).equals(Optional.of(stored))) {
                found(
                        Subject.ofRun(run),
                        new Finding(Invariant.RUN_PROOF, "merkleRoot", "its bills do not give its root " + stored));
            }
            if (!ProofStore.isInTrail(tx, tenant, run, stored)) {
                found(
                        Subject.ofRun(run),
                        new Finding(
                                Invariant.RUN_PROOF, "merkleRoot", "the audit trail does not have its root " + stored));
            }
        });
    }

    /**
     * Verifies a sample of the bills, without ledgers.
     *
     * @param most how many at most
     */
    public Counts ofSample(int most) {
        return inTransaction(tx -> bills(tx, BillSample.ids(tx, tenant, most)));
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
                    .forEach(finding -> found(
                            Subject.ofBill(verified.bill().id(), verified.bill().name()), finding));
        });
        return ids;
    }

    private List<String> ledgers(Handle tx, List<String> accounts) {
        counts.accounts += accounts.size();
        for (var wrong : ProofStore.unbalanced(tx, tenant, accounts)) {
            found(
                    Subject.ofAccount(wrong.account()),
                    new Finding(
                            Invariant.LEDGER,
                            "",
                            "its ledger has the balance " + wrong.currency() + " "
                                    + wrong.ledger().toPlainString() + ", and its open bills less its open credit are "
                                    + wrong.open().toPlainString()));
        }
        CreditProofStore.wrong(tx, tenant, accounts)
                .forEach(wrong ->
                        found(Subject.ofAccount(wrong.account()), new Finding(Invariant.CREDIT, "", wrong.text())));
        return accounts;
    }

    private void found(Subject of, Finding finding) {
        if (finding.isWarning()) {
            counts.warnings++;
        } else {
            counts.errors++;
        }
        listener.found(of, finding);
    }
}
