package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import org.billwright.conformance.RequestedChanges.StatePatch;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;

/** What changes data: bills on demand, the state of a bill. Only what was asked for. */
final class ChangeChecks {
    static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String NO_ACCOUNT = "no-such-account-7f3a9c";

    private static final Check ON_DEMAND = check(
            "customerBillOnDemand", "POST of a customerBillOnDemand gives 201 with the resource", "TMF678, operations");
    private static final Check LOCATION = check(
            "customerBillOnDemand.location",
            "Location of the new customerBillOnDemand leads to it",
            "RFC 9110 §10.2.2");
    private static final Check PATCH = check(
            "customerBill.patch", "PATCH of the state of a customerBill changes it", "TMF678, operations; RFC 7396");

    private final CheckContext context;
    private final CheckLog log;
    private final ProbeClient client;

    ChangeChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
        this.client = context.client();
    }

    static Check check(String name, String title, String clause) {
        return new Check("changes." + name, CheckGroup.CHANGES, title, clause);
    }

    void run(Optional<RequestedChanges> changes) {
        if (changes.isEmpty()) {
            for (var check : new Check[] {ON_DEMAND, SubscriptionChecks.REGISTRATION, PATCH}) {
                log.skipped(check, "it changes data: ask for it by --write");
            }
            return;
        }
        onDemand(changes.get().account());
        new SubscriptionChecks(context).run(changes.get().callback());
        changes.get().patch().ifPresentOrElse(this::patch, () -> log.skipped(PATCH, "ask for it by --patch-bill"));
    }

    private void onDemand(Optional<String> account) {
        var body = Json.object();
        var reference = body.putObject("billingAccount").put("id", account.orElse(NO_ACCOUNT));
        if (context.version() == TmfVersion.V5) {
            reference.put("@type", "BillingAccountRef");
            body.put("@type", TmfResource.ON_DEMAND.type());
        }
        var response = client.send(
                "POST", client.target().url(TmfResource.ON_DEMAND.path()), Optional.of(Json.write(body)), JSON);
        var made = response.status() == 201 ? response.resource() : Optional.<ObjectNode>empty();
        if (made.isPresent()) {
            var faults = context.shape().faults(TmfResource.ON_DEMAND.type(), made.get());
            log.require(faults.isEmpty(), ON_DEMAND, response, "the resource: " + String.join("; ", faults));
            location(response, made.get());
        } else if (response.isRefusal() && account.isEmpty()) {
            log.cannotKnow(ON_DEMAND, "an account that does not exist is refused; name one by --account");
        } else {
            log.failed(ON_DEMAND, Evidence.of(response, "status 201 with the resource"));
        }
    }

    private void location(ProbeResponse response, ObjectNode made) {
        Optional<URI> url = response.header("Location").flatMap(client.target()::resolve);
        if (url.isEmpty()) {
            log.failed(LOCATION, Evidence.of(response, "a header Location"));
        } else if (!client.target().owns(url.get())) {
            log.cannotKnow(LOCATION, "it leads to another host, to which no request is sent");
        } else {
            var found = client.get(url.get());
            boolean isSame = found.resource()
                    .filter(resource -> ResourceSample.id(resource).equals(ResourceSample.id(made)))
                    .isPresent();
            log.require(isSame, LOCATION, found, "the resource " + ResourceSample.id(made));
        }
    }

    private void patch(StatePatch patch) {
        var url = client.target().url(TmfResource.CUSTOMER_BILL.path() + "/" + ConformanceTarget.encode(patch.bill()));
        var body = Json.object().put("state", patch.state());
        var response = client.send("PATCH", url, Optional.of(Json.write(body)), MERGE_PATCH);
        if (response.resource().isEmpty()) {
            log.failed(PATCH, Evidence.of(response, "status 200 with the bill"));
            return;
        }
        var after = client.get(url);
        boolean isChanged = after.resource()
                .filter(bill -> bill.path("state").asText().equals(patch.state()))
                .isPresent();
        log.require(isChanged, PATCH, after, "the state " + patch.state());
    }
}
