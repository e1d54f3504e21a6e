package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.channel.TestChannels;
import org.billwright.fuzz.Narrow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While reads cannot be written, callers are slowed down first, and refused when the queue is full; no read is lost. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(Narrow.class)
@Tag("server")
@Tag("slow")
class AuditBackpressureTest {
    private static final String TOKEN = "Bearer " + TestIssuer.ofRoles("reader");

    @Test
    @Timeout(60)
    void callers_are_slowed_down_before_they_are_refused() throws InterruptedException {
        var id = Api.get("customerBill?limit=1&sort=-id", "Authorization", TOKEN)
                .ids()
                .getFirst();
        Thread.sleep(500); // recorded
        var times = new ArrayList<Duration>();
        Store.asOwner().useTransaction(owner -> {
            owner.execute("lock table audit_entry in share mode"); // nobody can add an entry
            var answer = read(id, times);
            while (answer.status() == 200) {
                answer = read(id, times);
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.text()).doesNotContain(id);
            assertThat(channel().status()).isEqualTo(503);
        });
        int shown = times.size() - 1;
        // Only a lower bound and a comparison: a busy machine makes any response late.
        assertThat(times.get(shown - 1)).isGreaterThan(Duration.ofMillis(400)).isGreaterThan(times.getFirst());
        await(shown);
        assertThat(Api.get("customerBill/" + id, "Authorization", TOKEN).status())
                .isEqualTo(200);
    }

    private static Api.Response read(String id, List<Duration> times) {
        long start = System.nanoTime();
        var answer =
                Api.get("customerBill/" + id, "Authorization", TOKEN, "X-Correlation-ID", "slowed-" + times.size());
        times.add(Duration.ofNanos(System.nanoTime() - start));
        return answer;
    }

    private static Api.Response channel() {
        return Api.get(
                Api.server() + "/dxp-ux/v1/PR/customerBill/77645H00004961?billingAccount.id=8211990010032423",
                "client_id",
                TestChannels.CLIENT,
                "client_secret",
                TestChannels.SECRET,
                "channelId",
                "APP");
    }

    private static void await(int shown) throws InterruptedException {
        var requests = "select count(*) from audit_entry, json_array_elements(doc -> 'request') r"
                + " where r ->> 'correlationId' like 'slowed-%'";
        while (Store.asOwner()
                        .withHandle(owner ->
                                owner.createQuery(requests).mapTo(Long.class).one())
                != shown) {
            Thread.sleep(50);
        }
    }
}
