package org.billwright.machineclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Machine clients over HTTP: an administrator sees those of the tenant, and nothing that a secret is compared with. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
class MachineClientOperationsTest {
    private static final String CLIENTS = "/operations/v1/machineClient";

    @BeforeAll
    static void fill() {
        Store.asOwner().useHandle(owner -> {
            owner.execute(
                    "insert into client (id, requests_per_second, tenant, roles, created_at, revoked_at) values"
                            + " ('listed-one', 20, ?, '{reader,operator}', '2026-01-01', null),"
                            + " ('listed-revoked', 1, ?, '{admin}', '2026-01-01', '2026-01-02'),"
                            + " ('listed-other', 1, 'ELSEWHERE', '{admin}', '2026-01-01', null),"
                            + " ('listed-nowhere', 1, null, '{}', '2026-01-01', null)",
                    Store.TENANT,
                    Store.TENANT);
            owner.execute("insert into client_secret (client_id, hash, created_at, expires_at) values"
                    + " ('listed-one', 'pbkdf2-sha256$1$hash-before$x', '2026-01-01', '2026-06-20'), ('listed-one', 'pbkdf2-sha256$1$hash-now$x', '2026-06-01', null),"
                    + " ('listed-other', 'pbkdf2-sha256$1$hash-other$x', '2026-06-01', null)");
            owner.execute(
                    "insert into client_scope (client_id, business, operation) values"
                            + " ('listed-one', 'PR', 'retrieveBill'), ('listed-one', 'PR', 'listBills'), ('listed-one', 'JM', '*')");
        });
    }

    /** Other tests know the clients of their tenants. */
    @AfterAll
    static void remove() {
        Store.asOwner().useHandle(owner -> {
            owner.execute("delete from client_secret where client_id like 'listed-%'");
            owner.execute("delete from client_scope where client_id like 'listed-%'");
            owner.execute("delete from client where id like 'listed-%'");
        });
    }

    private static Api.Response get(String path, String tenant, String role) {
        var token = TestIssuer.token(claims -> claims.claim("tenant", tenant).claim("roles", List.of(role)));
        return Api.get(Api.server() + CLIENTS + path, "Authorization", "Bearer " + token);
    }

    @Test
    void a_client_has_its_roles_scopes_limit_and_the_times_of_its_secrets() {
        var client = get("/listed-one", Store.TENANT, "admin");
        assertThat(client.status()).as(client.text()).isEqualTo(200);
        assertThat(client.json()).isEqualTo(Api.json("""
                {'id': 'listed-one', 'requestsPerSecond': 20, 'role': [{'id': 'operator'}, {'id': 'reader'}],
                 'scope': [{'business': {'id': 'JM'}, 'operation': [{'id': '*'}]},
                           {'business': {'id': 'PR'}, 'operation': [{'id': 'listBills'}, {'id': 'retrieveBill'}]}],
                 'secret': [{'createdAt': '2026-06-01T00:00:00.000Z'},
                            {'createdAt': '2026-01-01T00:00:00.000Z', 'expiresAt': '2026-06-20T00:00:00.000Z'}],
                 'createdAt': '2026-01-01T00:00:00.000Z', '@type': 'MachineClient'}"""));
        assertThat(client.text()).doesNotContain("hash");
    }

    @Test
    void the_list_has_the_clients_of_the_tenant_that_were_not_revoked() {
        var listed = get("", Store.TENANT, "admin");
        assertThat(listed.ids())
                .contains("listed-one")
                .doesNotContain("listed-other", "listed-revoked", "listed-nowhere");
        assertThat(listed.text()).doesNotContain("hash-");
        assertThat(get("?scope.business.id=JM&id=listed-one", Store.TENANT, "admin")
                        .ids())
                .containsExactly("listed-one");
        assertThat(get("?role.id=admin&id=listed-one", Store.TENANT, "admin").ids())
                .isEmpty();
        assertThat(get("?secret.hash=x", Store.TENANT, "admin").status()).isEqualTo(400);
        assertThat(get("/listed-other", Store.TENANT, "admin").status()).isEqualTo(404);
        assertThat(get("/listed-revoked", Store.TENANT, "admin").status()).isEqualTo(404);
        assertThat(get("/listed-nowhere", Store.TENANT, "admin").status()).isEqualTo(404);
    }

    @Test
    void only_an_administrator_sees_them() {
        for (var role : List.of("reader", "operator", "approver", "channel")) {
            assertThat(get("", Store.TENANT, role).status()).as(role).isEqualTo(403);
            assertThat(get("/listed-one", Store.TENANT, role).status()).as(role).isEqualTo(403);
        }
    }

    @Test
    void a_new_secret_is_a_new_revision() {
        var before = get("/listed-one", Store.TENANT, "admin").header("ETag");
        Store.asOwner()
                .useHandle(owner -> owner.execute("insert into client_secret (client_id, hash, created_at, expires_at)"
                        + " values ('listed-one', 'pbkdf2-sha256$1$hash-next$x', '2026-06-02', '2026-06-03')"));
        assertThat(get("/listed-one", Store.TENANT, "admin").header("ETag"))
                .isNotEmpty()
                .isNotEqualTo(before);
        Store.asOwner().useHandle(owner -> owner.execute("delete from client_secret where hash like '%hash-next%'"));
    }
}
