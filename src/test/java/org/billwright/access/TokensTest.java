package org.billwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.TestSecrets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which credentials are accepted, and which are not. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
@Tag("slow")
class TokensTest {
    private static Api.Response ask(String authorization) {
        return Api.get("customerBill?limit=1", "Authorization", authorization);
    }

    private static void assertRefused(Api.Response answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("realm=\"billwright\"");
        assertThat(answer.json().path("code").textValue()).isEqualTo("unauthenticated");
    }

    private static String changed(Consumer<JWTClaimsSet.Builder> changes) {
        return "Bearer " + TestIssuer.token(changes);
    }

    @Test
    void a_token_of_a_trusted_issuer_is_accepted() {
        assertThat(ask("Bearer " + TestIssuer.ofRoles("reader")).status()).isEqualTo(206);
        assertThat(ask("bearer " + TestIssuer.ofRoles("reader")).status()).isEqualTo(206);
        assertThat(ask(changed(claims -> claims.claim("roles", "openid reader")))
                        .status())
                .isEqualTo(206);
    }

    @Test
    void missing_and_unknown_credentials_are_refused() {
        assertRefused(Api.get("customerBill"));
        assertRefused(ask("Digest username=x"));
        assertRefused(ask("Bearer"));
        assertRefused(ask("Bearer x"));
        assertRefused(ask("Bearer " + "x".repeat(20_000)));
        assertRefused(ask("Basic !!!"));
        assertRefused(ask("Basic " + basic("nobody-there", "some-secret")));
    }

    @Test
    void a_token_is_valid_only_as_it_was_issued() {
        var past = new TestClock().instant().minus(Duration.ofMinutes(5));
        assertRefused(ask(changed(claims -> claims.expirationTime(Date.from(past)))));
        assertRefused(ask(changed(claims -> claims.expirationTime(null))));
        assertRefused(ask(changed(claims ->
                claims.notBeforeTime(Date.from(new TestClock().instant().plusSeconds(3_600))))));
        assertRefused(ask(changed(claims -> claims.audience("another-server"))));
        assertRefused(ask(changed(claims -> claims.audience(List.of()))));
        assertRefused(ask(changed(claims -> claims.claim("sub", 5))));
        assertRefused(ask(changed(claims -> claims.claim("sub", List.of("somebody")))));
        assertRefused(ask(changed(claims -> claims.issuer("http://elsewhere.example"))));
        assertRefused(ask("Bearer " + TestIssuer.STRANGER.signed(claims -> {})));

        var parts = TestIssuer.ofRoles("reader").split("\\.", -1);
        var admin =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("reader", "admin");
        var forged = Base64.getUrlEncoder().withoutPadding().encodeToString(admin.getBytes(StandardCharsets.UTF_8));
        assertRefused(ask("Bearer " + parts[0] + "." + forged + "." + parts[2]));
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(ask("Bearer " + none + "." + parts[1] + "."));
    }

    @Test
    void an_accepted_token_is_refused_after_it_has_expired() {
        var token = "Bearer " + TestIssuer.ofRoles("reader");
        assertThat(ask(token).status()).isEqualTo(206);
        try {
            TestClock.set(new TestClock().instant().plus(Duration.ofMinutes(10)));
            assertRefused(ask(token));
        } finally {
            TestClock.reset();
        }
    }

    @Test
    void keys_may_be_rotated() throws InterruptedException {
        assertThat(ask("Bearer " + TestIssuer.ofRoles("reader")).status()).isEqualTo(206);
        TestIssuer.TRUSTED.rotate("second");
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int status = 0;
        while (status != 206
                && System.nanoTime() < deadline) { // the issuer is not asked more often than every few seconds
            status = ask("Bearer " + TestIssuer.ofRoles("reader")).status();
            Thread.sleep(status == 206 ? 0 : 500);
        }
        assertThat(status).isEqualTo(206);
    }

    @Test
    void a_tenant_that_is_not_served_is_forbidden() {
        assertThat(ask(changed(claims -> claims.claim("tenant", "NOWHERE"))).status())
                .isEqualTo(403);
        assertThat(ask(changed(claims -> claims.claim("tenant", null))).status())
                .isEqualTo(403);
    }

    private static String basic(String id, String secret) {
        return Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static void add(String id, Optional<MachineClient.Grant> grant, int requestsPerSecond) {
        var scopes =
                grant.isEmpty() ? Map.of("PR", Set.of(MachineClient.ANY_OPERATION)) : Map.<String, Set<String>>of();
        var client = MachineClient.of(id, requestsPerSecond, scopes, grant, TestSecrets.hash("its-secret-of-a-test"));
        assertThat((boolean) Store.database()
                        .withoutTenant(tx -> MachineClientStore.add(tx, client, new TestClock().instant())))
                .isTrue();
    }

    private static int awaitNot(int status, String authorization) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            int now = ask(authorization).status();
            if (now != status) {
                return now;
            }
            Thread.sleep(100);
        }
        return status;
    }

    @Test
    void a_machine_client_has_its_roles_in_its_tenant() throws InterruptedException {
        add("reading-app", Optional.of(new MachineClient.Grant(Store.TENANT, Set.of(Role.READER))), 10_000);
        add("channel-only", Optional.empty(), 10_000);
        add(
                "others-app",
                Optional.of(new MachineClient.Grant(ClosedServerProfile.OTHER_TENANT, Set.of(Role.ADMIN))),
                10_000);

        assertThat(awaitNot(401, "Basic " + basic("reading-app", "its-secret-of-a-test")))
                .isEqualTo(206);
        assertThat(awaitNot(401, "Basic " + basic("channel-only", "its-secret-of-a-test")))
                .isEqualTo(403);
        assertRefused(ask("Basic " + basic("reading-app", "another-secret-of-a-test")));
        assertThat(ask("Basic " + basic("others-app", "its-secret-of-a-test")).json())
                .isEmpty();
        assertThat(Api.post(
                                "customerBillOnDemand",
                                "{\"billingAccount\":{\"id\":\"x\"}}",
                                "Authorization",
                                "Basic " + basic("reading-app", "its-secret-of-a-test"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_machine_client_over_its_rate_limit_gets_429_with_retry_after() throws InterruptedException {
        add("hasty-app", Optional.of(new MachineClient.Grant(Store.TENANT, Set.of(Role.READER))), 2);
        var hasty = "Basic " + basic("hasty-app", "its-secret-of-a-test");
        assertThat(awaitNot(401, hasty)).isEqualTo(206);
        var answer = ask(hasty);
        for (int i = 0; i < 10 && answer.status() != 429; i++) {
            answer = ask(hasty);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }
}
