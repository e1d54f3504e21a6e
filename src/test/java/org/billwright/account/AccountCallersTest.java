package org.billwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read and change billing accounts. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
class AccountCallersTest {
    private static String url(String path) {
        return Api.server() + "/operations/v1/billingAccount" + path;
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static String as(String role) {
        return bearer(TestIssuer.ofRoles(role));
    }

    private static int patch(String id, String body, String caller) {
        return Api.patch(url("/" + id), body, "Authorization", caller).status();
    }

    @BeforeAll
    static void accounts() {
        Documents.load(Documents.account("acl-1", "USD"), Documents.account("acl-2", "USD"));
    }

    @ParameterizedTest
    @CsvSource({"reader,200,403", "operator,200,200", "approver,200,403", "admin,200,200", "channel,403,403"})
    void a_role_reads_or_changes(String role, int read, int change) {
        assertThat(Api.get(url("/acl-1"), "Authorization", as(role)).status()).isEqualTo(read);
        assertThat(patch("acl-1", "{\"name\":\"by " + role + "\"}", as(role))).isEqualTo(change);
        var created =
                Api.post(url(""), "{\"id\":\"acl-of-" + role + "\",\"currency\":\"USD\"}", "Authorization", as(role));
        assertThat(created.status()).isEqualTo(change == 200 ? 201 : 403);
    }

    @Test
    void a_second_tenant_sees_and_changes_nothing() {
        var other = bearer(TestIssuer.token(claims ->
                claims.claim("tenant", ClosedServerProfile.OTHER_TENANT).claim("roles", List.of("admin"))));
        assertThat(Api.get(url("/acl-2"), "Authorization", other).status()).isEqualTo(404);
        assertThat(Api.get(url("?id=acl-2"), "Authorization", other).json()).isEmpty();
        assertThat(patch("acl-2", "{\"name\":\"stolen\"}", other)).isEqualTo(404);
        assertThat(Api.get(url("/acl-2"), "Authorization", as("reader")).text()).doesNotContain("stolen");
    }

    @Test
    void an_id_is_of_its_tenant() {
        var theirs = Account.of(Json.object().put("id", "acl-1").put("currency", "EUR"));
        boolean added = Store.database().inTransaction("ELSEWHERE", tx -> AccountStore.insert(tx, "ELSEWHERE", theirs));
        assertThat(added).isTrue();
        assertThat(patch("acl-1", "{\"name\":\"ours\"}", as("admin"))).isEqualTo(200);
        var shown = Api.get(url("?id=acl-1"), "Authorization", as("reader")).json();
        assertThat(shown).hasSize(1);
        assertThat(shown.path(0).path("currency").textValue()).isEqualTo("USD");
        var kept = Store.database().inTransaction("ELSEWHERE", tx -> AccountStore.document(tx, "ELSEWHERE", "acl-1"));
        assertThat(kept).hasValue(theirs.doc());
    }

    @Test
    void a_caller_with_an_entitlement_reads_its_own_accounts() {
        var limited = bearer(TestIssuer.token(claims -> claims.claim("roles", List.of("admin"))
                .claim("billing_accounts", List.of())
                .claim("parties", List.of("party-acl-2"))));
        assertThat(Api.get(url(""), "Authorization", limited).ids()).containsExactly("acl-2");
        assertThat(Api.get(url("/acl-1"), "Authorization", limited).status()).isEqualTo(404);
        assertThat(patch("acl-2", "{\"name\":\"x\"}", limited)).isEqualTo(403);
    }

    @Test
    void a_read_is_in_the_audit_trail() throws InterruptedException {
        Api.get(url("/acl-1"), "Authorization", as("reader"), "X-Correlation-ID", "account-read");
        Api.get(url("?id=acl-2"), "Authorization", as("reader"), "X-Correlation-ID", "account-listed");
        assertThat(recorded("account-read")).isEqualTo("read");
        assertThat(recorded("account-listed")).isEqualTo("list");
    }

    private static String recorded(String correlationId) throws InterruptedException {
        var trail = Api.server() + "/operations/v1/auditEntry?resource=billingAccount&request.correlationId="
                + correlationId;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        var found = Api.get(trail, "Authorization", as("admin")).json();
        while (found.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(100);
            found = Api.get(trail, "Authorization", as("admin")).json();
        }
        return found.path(0).path("action").asText();
    }
}
