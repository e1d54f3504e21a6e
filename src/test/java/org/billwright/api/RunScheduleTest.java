package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that the server plans automatically, and people approve. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class RunScheduleTest {
    @AfterEach
    void resetClock() {
        TestClock.reset();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static JsonNode runs() {
        return Api.get(RunsApi.RUNS + "?billCycleSpecification.id=AUTO").json();
    }

    private static boolean isScheduled() {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select exists (select from bill_run_schedule where specification_id = 'AUTO')")
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void a_run_is_planned_by_the_server_and_approved_by_people() throws InterruptedException {
        Documents.load(
                RunsApi.quoted("{'@type':'BillCycleSpecification','id':'AUTO','billingDateShift':7,"
                        + "'automaticPlanning':{'delayHours':2}}"),
                RunsApi.account("auto-1", "AUTO", ""),
                RunsApi.rate("auto-1-1", "auto-1", "2026-07-01T00:00:00Z", "10.00", "usageCharge"));
        await(RunScheduleTest::isScheduled);
        assertThat(runs()).as("the period of 8 June is over already").isEmpty();
        TestClock.set(Instant.parse("2026-07-08T06:00:00Z"));
        await(() -> runs().size() == 1);
        var plan = RunsApi.awaited(runs().get(0).path("id").textValue(), "planned");
        assertThat(plan.path("billingDate").textValue()).isEqualTo("2026-07-08");
        assertThat(plan.path("plannedBy").textValue()).isEqualTo("billwright:bill run schedule");
        assertThat(RunsApi.accounts(plan.path("id").textValue(), "")).containsExactly("auto-1 planned 11.00");
        RunsApi.billed(plan);
        var entries = Api.get(Api.server() + "/operations/v1/auditEntry?request.subject.id="
                        + plan.path("id").textValue())
                .json();
        assertThat(entries.findValuesAsText("caller")).contains("billwright:bill run schedule");
    }
}
