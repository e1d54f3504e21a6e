package org.billwright.diagnostics;

import java.util.Optional;
import org.billwright.audit.TrailVerification;
import org.billwright.proof.Finding;
import org.billwright.proof.Verification;
import org.billwright.store.Database;

/** What is stored of a tenant: a part of it, so that the checks take seconds. */
record DataChecks(Database database, String tenant) {
    private static final int SAMPLE = 500;

    /** Whether the newest part of the audit trail is intact. */
    Diagnosis auditTrail() {
        var part = TrailVerification.verifyPart(database, tenant, Optional.empty());
        var finding = part.finding();
        if (finding.damage().isPresent()) {
            return Diagnosis.error(
                    "audit trail",
                    "the audit trail of " + tenant + " is damaged: "
                            + finding.damage().get(),
                    "'billwright audit verify' verifies all of it; compare it with the anchor files");
        }
        return Diagnosis.ok(
                "audit trail",
                "the newest " + finding.entries() + " entries of " + tenant + " are intact, " + finding.unsealed()
                        + " more are not sealed yet");
    }

    /** Whether a sample of bills is right. */
    Diagnosis bills() {
        var first = new FirstFinding();
        var counts = new Verification(database, tenant, first).ofSample(SAMPLE);
        if (counts.errors() > 0) {
            return Diagnosis.error(
                    "bills",
                    counts.errors() + " errors in a sample of " + counts.bills() + " bills of " + tenant + ": "
                            + first.text,
                    "'billwright verify --all' verifies all of them");
        }
        return Diagnosis.ok("bills", "a sample of " + counts.bills() + " bills of " + tenant + " is right");
    }

    /** Remembers the first error. */
    private static final class FirstFinding implements Verification.Listener {
        private String text = "";

        @Override
        public void found(Verification.Subject of, Finding finding) {
            if (text.isEmpty() && !finding.isWarning()) {
                text = of.text() + ": " + finding.text();
            }
        }

        @Override
        public void progress(Verification.Counts counts) {
            // a sample is one page
        }
    }

    /** Whether subscribers get their events. */
    Diagnosis events() {
        long dead =
                count("select count(*) from event_delivery_document where state = 'deadLettered' and tenant = :tenant");
        return dead > 0
                ? Diagnosis.warning(
                        "events",
                        dead + " deliveries of " + tenant + " have failed finally",
                        "their reasons are at /operations/v1/eventDelivery?state=deadLettered; correct them and retry")
                : Diagnosis.ok("events", "no delivery of " + tenant + " has failed finally");
    }

    /** Whether a bill run waits for a person. */
    Diagnosis billRuns() {
        long failed = count("select count(*) from bill_run where state = 'failed' and tenant = :tenant");
        return failed > 0
                ? Diagnosis.warning(
                        "bill runs",
                        failed + " bill runs of " + tenant + " have failed",
                        "'billwright run show ID' has the reason; then 'billwright run resume ID' or 'cancel'")
                : Diagnosis.ok("bill runs", "no bill run of " + tenant + " waits after a failure");
    }

    private long count(String sql) {
        return database.inTransaction(
                tenant,
                tx -> tx.createQuery(sql)
                        .bind("tenant", tenant)
                        .mapTo(Long.class)
                        .one());
    }
}
