package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.Role;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.billwright.console.page.FormValues;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.TestSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the console of a server with authentication, and what that person may see and do. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
class SignInTest {
    private static final String SECRET = "its-secret-of-a-test";

    private final ConsoleVisitor visitor = new ConsoleVisitor();

    @BeforeAll
    static void clients() {
        add("console-operator", Role.OPERATOR);
        add("console-reader", Role.READER);
        add("console-revoked", Role.OPERATOR);
        Documents.load("""
                {"@type":"CustomerBill","id":"SIGN-IN-1","billNo":"SIGN-IN-1","state":"validated","billDate":"2026-06-08T23:30:00Z","billingAccount":{"id":"SIGN-IN-A"}}""");
    }

    @AfterEach
    void resetClock() {
        TestClock.reset();
    }

    private static void add(String id, Role role) {
        var grant = Optional.of(new MachineClient.Grant(Store.TENANT, Set.of(role)));
        var client = MachineClient.of(id, 10_000, Map.of(), grant, TestSecrets.hash(SECRET));
        Store.database().withoutTenant(tx -> MachineClientStore.add(tx, client, new TestClock().instant()));
    }

    /** Clients that were just added are known within moments. */
    private void signIn(String client) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (visitor.signIn(client, SECRET).status() == 303) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(client + " cannot sign in");
    }

    @Test
    void without_a_session_every_page_leads_to_the_sign_in() {
        for (var path : List.of("", "bills", "bills.csv", "bills/SIGN-IN-1", "bills/SIGN-IN-1/file/bill.pdf")) {
            var answer = visitor.get(path);
            assertThat(answer.status()).as(path).isEqualTo(303);
            assertThat(answer.header("Location")).startsWith("/console/signIn?to=%2Fconsole%2F");
            assertThat(answer.text()).isEmpty();
        }
        assertThat(visitor.post("bills/SIGN-IN-1/do/sendBill").status()).isEqualTo(303);
        var form = visitor.get("signIn");
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.text()).contains("Client id", "/console/signIn/test?to=%2Fconsole%2F");
        assertThat(visitor.get("assets/console.css").status()).isEqualTo(200);
    }

    @Test
    void a_machine_client_signs_in_and_comes_back_to_its_page() throws InterruptedException {
        signIn("console-operator");
        var back =
                visitor.fill("signIn?to=/console/bills%3Fstate=sent", "client", "console-operator", "secret", SECRET);
        assertThat(back.header("Location")).isEqualTo("/console/bills?state=sent");
        assertThat(back.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/console");
        var page = visitor.get("bills/SIGN-IN-1").text();
        assertThat(page).contains("console-operator", "Sign out", "/do/holdBill");
        var link = visitor.fill("bills/SIGN-IN-1/do/linkBill");
        assertThat(link.status()).isEqualTo(200);
        assertThat(link.text()).contains("/bill/");

        var elsewhere = visitor.fill("signIn?to=https://evil.example/", "client", "console-operator", "secret", SECRET);
        assertThat(elsewhere.header("Location")).isEqualTo("/console/");
    }

    @Test
    void a_wrong_secret_is_refused_and_is_in_the_audit_trail() throws InterruptedException {
        signIn("console-operator");
        var refused = new ConsoleVisitor().signIn("console-operator", "another-secret-of-a-test");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("is wrong").doesNotContain("another-secret-of-a-test");
        assertThat(new ConsoleVisitor()
                        .post("signIn", "client", "console-operator", "secret", SECRET)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_reader_sees_and_changes_nothing() throws InterruptedException {
        signIn("console-reader");
        var page = visitor.get("bills/SIGN-IN-1");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("/do/");
        var refused = visitor.get("bills/SIGN-IN-1/do/sendBill");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("no role that may do this");
        var preferences = visitor.filled("bills", "zone", "UTC");
        var token = preferences.fields().get(preferences.fields().indexOf("formToken") + 1);
        assertThat(visitor.post("bills/SIGN-IN-1/do/sendBill", "formToken", token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_session_ends_by_sign_out_by_time_and_with_its_client() throws InterruptedException {
        signIn("console-operator");
        assertThat(visitor.post("signOut", "formToken", "x").status()).isEqualTo(403);
        assertThat(visitor.fill("bills").header("Location")).isEqualTo("/console/signIn");
        assertThat(visitor.get("bills").status()).isEqualTo(303);

        signIn("console-operator");
        TestClock.set(new TestClock().instant().plus(Duration.ofHours(8)).minusSeconds(60));
        assertThat(visitor.get("bills").status()).isEqualTo(200);
        TestClock.set(new TestClock().instant().plusSeconds(120));
        assertThat(visitor.get("bills").status()).isEqualTo(303);
        TestClock.reset();

        signIn("console-revoked");
        Store.database()
                .withoutTenant(tx -> MachineClientStore.revoke(tx, "console-revoked", new TestClock().instant()));
        for (int i = 0; i < 100 && visitor.get("bills").status() == 200; i++) {
            Thread.sleep(100);
        }
        assertThat(visitor.get("bills").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789012345678901234567890123456789012"})
    void a_made_up_session_is_none(String secret) {
        var answer = visitor.get("bills", "Cookie", "billwright-session=" + secret);
        assertThat(answer.status()).isEqualTo(303);
    }

    /** The provider's part: it lets the person in, and gives tokens for the code if the verifier is right. */
    private static String authorized(String location, Consumer<JWTClaimsSet.Builder> access) {
        var asked = FormValues.parse(URI.create(location).getRawQuery());
        assertThat(asked.get("response_type")).isEqualTo("code");
        assertThat(asked.get("code_challenge_method")).isEqualTo("S256");
        TestIssuer.TRUSTED.answerTokenRequests(body -> {
            var request = FormValues.parse(body);
            boolean isRight = request.get("code").equals("the-code")
                    && request.get("redirect_uri").equals(asked.get("redirect_uri"))
                    && sha256(request.get("code_verifier")).equals(asked.get("code_challenge"));
            var now = Instant.now();
            var id = TestIssuer.token(claims -> claims.audience("console")
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(60)))
                    .claim("nonce", isRight ? asked.get("nonce") : "wrong"));
            return "{\"token_type\":\"Bearer\",\"id_token\":\"" + id + "\",\"access_token\":\""
                    + TestIssuer.token(access) + "\"}";
        });
        return asked.get("redirect_uri") + "?code=the-code&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_person_signs_in_with_the_provider_and_chooses_a_tenant() {
        var begun = visitor.get("signIn/test?to=/console/bills");
        assertThat(begun.status()).isEqualTo(303);
        assertThat(begun.header("Location")).startsWith(TestIssuer.TRUSTED.issuer() + "/authorize?");
        var back = authorized(
                begun.header("Location"),
                claims -> claims.subject("ada")
                        .claim("tenant", List.of(Store.TENANT, ClosedServerProfile.OTHER_TENANT))
                        .claim("roles", List.of("operator")));
        var done = visitor.get(back);
        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(done.header("Location")).isEqualTo("/console/bills");
        assertThat(visitor.get("bills?number=SIGN-IN-1").text()).contains("ada", "1 in all");
        var form = visitor.filled(
                "payments/do/takePayment", "account.id", "A", "amount.value", "9.99", "amount.unit", "USD");
        assertThat(visitor.fill("bills", "tenant", ClosedServerProfile.OTHER_TENANT, "to", "/console/bills")
                        .status())
                .isEqualTo(303);
        assertThat(visitor.get("bills").text()).contains("0 in all").doesNotContain("SIGN-IN-1");
        assertThat(visitor.get("bills/SIGN-IN-1").status()).isEqualTo(404);
        var misdirected = visitor.post(form.action(), form.fields().toArray(String[]::new));
        assertThat(misdirected.status()).as("a form of the tenant before").isEqualTo(403);
        assertThat(visitor.fill("bills", "tenant", "NOT-MINE", "to", "/console/bills")
                        .status())
                .isEqualTo(303);
        assertThat(visitor.get("bills?number=SIGN-IN-1").text()).contains("1 in all");
    }

    @Test
    void a_sign_in_that_was_not_begun_here_or_is_not_for_here_is_refused() {
        var begun = visitor.get("signIn/test");
        var back = authorized(begun.header("Location"), claims -> claims.claim("roles", List.of("operator")));
        assertThat(new ConsoleVisitor().get(back).status()).isEqualTo(403);
        assertThat(visitor.get(back.replace("the-code", "another-code")).status())
                .isEqualTo(403);
        assertThat(visitor.get(back + "x").status()).isEqualTo(403);
        assertThat(visitor.get("signIn/test/callback?error=access_denied&state=x")
                        .status())
                .isEqualTo(403);
        assertThat(visitor.get("signIn/unknown").status()).isEqualTo(404);

        begun = visitor.get("signIn/test");
        back = authorized(begun.header("Location"), claims -> claims.claim("roles", List.of("nothing")));
        assertThat(visitor.get(back).status()).isEqualTo(403);
        begun = visitor.get("signIn/test");
        back = authorized(begun.header("Location"), claims -> claims.claim("tenant", "NOT-SERVED"));
        assertThat(visitor.get(back).status()).isEqualTo(403);
    }

    @Test
    void the_apis_take_no_session_and_no_token_of_several_tenants() {
        var token = TestIssuer.token(
                claims -> claims.claim("tenant", List.of(Store.TENANT, ClosedServerProfile.OTHER_TENANT)));
        assertThat(Api.get("customerBill", "Authorization", "Bearer " + token).status())
                .isEqualTo(403);
        assertThat(Api.get("customerBill", "Authorization", "Session x").status())
                .isEqualTo(401);
    }

    @Test
    void a_customer_sees_the_own_bills_alone_and_disputes_a_line() {
        Documents.load("""
                {"@type":"CustomerBill","id":"MY-1","billNo":"MY-1","state":"sent","billDate":"2026-06-08T23:30:00Z","billingAccount":{"id":"MY-A"},
                 "amountDue":{"unit":"EUR","value":12.00},"remainingAmount":{"unit":"EUR","value":12.00},"taxIncludedAmount":{"unit":"EUR","value":12.00},
                 "taxExcludedAmount":{"unit":"EUR","value":12.00}}""", """
                {"@type":"AppliedCustomerBillingRate","id":"MY-1-R","isBilled":true,"bill":{"id":"MY-1"},"billingAccount":{"id":"MY-A"},"type":"usageCharge",
                 "name":"Roaming","date":"2026-05-20T10:00:00Z","taxExcludedAmount":{"unit":"EUR","value":5.00},"taxIncludedAmount":{"unit":"EUR","value":5.00}}""", """
                {"@type":"AppliedCustomerBillingRate","id":"MY-1-S","isBilled":true,"bill":{"id":"MY-1"},"billingAccount":{"id":"MY-A"},"type":"usageCharge",
                 "name":"Data","date":"2026-05-20T10:00:00Z","taxExcludedAmount":{"unit":"EUR","value":7.00},"taxIncludedAmount":{"unit":"EUR","value":7.00}}""");
        var begun = visitor.get("signIn/test");
        var back = authorized(
                begun.header("Location"),
                claims -> claims.claim("roles", List.of("reader")).claim("billing_accounts", List.of("MY-A")));
        assertThat(visitor.get(back).header("Location")).isEqualTo("/console/my");
        for (var path : List.of("", "bills", "bills/MY-1", "accounts/MY-A", "bills/MY-1/do/holdBill")) {
            assertThat(visitor.get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(visitor.get("my").text())
                .contains("MY-1", "1 in all", "€12.00")
                .doesNotContain("SIGN-IN-1");
        assertThat(visitor.get("my/SIGN-IN-1").status()).isEqualTo(404);
        assertThat(visitor.get("my/SIGN-IN-1/do/disputeLine").status()).isEqualTo(200);
        assertThat(visitor.fill("my/SIGN-IN-1/do/disputeLine", "rate", "x", "reason", "other")
                        .status())
                .isEqualTo(422);
        for (var part : List.of("", "/explanation", "/lines", "/disputes", "/file/MY-1", "/file/bill.pdf")) {
            assertThat(visitor.get("my/MY-1" + part).status()).as(part).isEqualTo(200);
        }
        assertThat(visitor.get("my/MY-1/lines").text()).contains("Roaming", "/do/disputeLine?rate=MY-1-R");
        var done = visitor.fill("my/MY-1/do/disputeLine", "rate", "MY-1-R", "reason", "usageNotRecognized");
        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(visitor.get(done.header("Location")).text()).contains("Your dispute is open.", "€5.00");
        var again = visitor.fill("my/MY-1/do/disputeLine", "rate", "MY-1-R", "reason", "usageNotRecognized");
        assertThat(again.status()).isEqualTo(422);
    }

    @Test
    void customers_of_a_tenant_without_self_care_see_nothing() {
        var begun = visitor.get("signIn/test");
        var back = authorized(
                begun.header("Location"),
                claims -> claims.claim("roles", List.of("reader"))
                        .claim("tenant", ClosedServerProfile.OTHER_TENANT)
                        .claim("billing_accounts", List.of("MY-A")));
        assertThat(visitor.get(back).status()).isEqualTo(303);
        assertThat(visitor.get("my").status()).isEqualTo(403);
        assertThat(visitor.get("bills").status()).isEqualTo(403);
    }
}
