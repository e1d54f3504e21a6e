package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.billing.BillMaker;
import org.billwright.json.DateTimes;

/**
 * A bill run.
 *
 * @param heldFrom the state in which it was put on hold or failed
 * @param accounts the only accounts of the run; all of the cycle where it is empty
 * @param whatIf inputs that a trial changes
 * @param digest of the plan
 * @param plannedBy the caller who planned it
 * @param revertReason why its bills are voided
 */
record BillRun(
        String tenant,
        String id,
        RunKind kind,
        RunState state,
        Optional<RunState> heldFrom,
        String cycleSpecificationId,
        LocalDate billingDate,
        List<String> accounts,
        Optional<ObjectNode> whatIf,
        int chunkSize,
        Optional<String> digest,
        String plannedBy,
        Optional<String> revertReason) {
    /** When the billing date is over everywhere. */
    OffsetDateTime endOfBillingDate() {
        return billingDate.plusDays(1).atStartOfDay().atOffset(ZoneOffset.MIN);
    }

    /** As what a run makes and voids bills. */
    BillMaker.Run call(Clock clock) {
        return new BillMaker.Run(tenant, DateTimes.now(clock), Caller.system("bill run", tenant), "bill run " + id);
    }
}
