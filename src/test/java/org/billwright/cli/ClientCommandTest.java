package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.billwright.api.Store;
import org.billwright.machineclient.MachineClientStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands client and business, on a database of their own. */
class ClientCommandTest {
    private static final String NAME = "client_commands";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    private static int secretsOf(String id) {
        return Store.asOwner(NAME)
                .withHandle(tx -> tx.createQuery("select count(*) from client_secret where client_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void a_client_is_added_rotated_and_revoked() {
        var added =
                run(new ClientCommand(), "add", "some-app", "--business", "PR", "--business", "jm:listCustomerBill");
        assertThat(added.exitCode()).isZero();
        assertThat(added.out()).matches("[A-Za-z0-9_-]{43}\\R");
        var client = Optional.ofNullable(COMMANDS.database()
                        .withoutTenant(MachineClientStore::all)
                        .get("some-app"))
                .orElseThrow();
        assertThat(client.isAllowed("retrieveCustomerBill", "PR")).isTrue();
        assertThat(client.isAllowed("listCustomerBill", "JM")).isTrue();
        assertThat(client.isAllowed("retrieveCustomerBill", "JM")).isFalse();

        var again = run(new ClientCommand(), "add", "some-app", "--business", "PR");
        assertThat(again.exitCode()).isOne();
        assertThat(again.err()).contains("is or was a client");

        for (int i = 0; i < 3; i++) {
            var rotated = run(new ClientCommand(), "rotate", "some-app", "--overlap", "PT1H");
            assertThat(rotated.out()).matches("[A-Za-z0-9_-]{43}\\R").isNotEqualTo(added.out());
            assertThat(secretsOf("some-app")).isEqualTo(2);
        }
        assertThat(run(new ClientCommand(), "list").out()).contains("some-app  50/s");

        assertThat(run(new ClientCommand(), "revoke", "some-app").exitCode()).isZero();
        assertThat(secretsOf("some-app")).isZero();
        assertThat(run(new ClientCommand(), "revoke", "some-app").exitCode()).isOne();
        assertThat(run(new ClientCommand(), "rotate", "some-app").exitCode()).isOne();
        assertThat(run(new ClientCommand(), "list").out()).doesNotContain("some-app");
    }

    @Test
    void impossible_values_are_invalid_usage() {
        assertThat(run(new ClientCommand(), "add", "four", "--business", "PR").err())
                .contains("a client's id has 5 to 200 characters");
        var nonsense = run(new ClientCommand(), "add", "other-app", "--role", "nonsense");
        assertThat(nonsense.exitCode()).isEqualTo(2);
        assertThat(nonsense.err())
                .contains("there is no role 'nonsense'; roles are ", "reader", "admin")
                .hasLineCount(2);
        assertThat(run(new ClientCommand(), "add", "other-app", "--business", "PRI")
                        .err())
                .contains("'PRI' is not a country code");
        assertThat(run(new ClientCommand(), "add", "other-app", "--business", "PR:payBill")
                        .err())
                .contains("there is no operation 'payBill'");
        assertThat(run(new ClientCommand(), "add", "other-app", "--business", "PR", "--requests-per-second", "0")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void businesses_are_set_listed_and_removed(@TempDir Path folder) throws IOException {
        var file = folder.resolve("businesses.json");
        Files.writeString(file, """
                [{"id":"pa","timeZone":"America/Panama","currency":"USD","channel":[{"id":"APP"}]}]""");
        assertThat(run(new BusinessCommand(), "set", file.toString()).out()).isEqualToIgnoringNewLines("PA");
        assertThat(run(new BusinessCommand(), "list").out())
                .contains("{\"id\":\"PA\",\"tenant\":\"PA\"")
                .contains("\"windowMonths\":3");

        Files.writeString(file, """
                [{"id":"PA","timeZone":"America/Panama","currency":"USD","channel":[{"id":"APP"}],"widnowMonths":6}]""");
        var refused = run(new BusinessCommand(), "set", file.toString());
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("'widnowMonths' is not an attribute of a business");

        assertThat(run(new BusinessCommand(), "remove", "PA").exitCode()).isZero();
        assertThat(run(new BusinessCommand(), "remove", "PA").exitCode()).isOne();
    }
}
