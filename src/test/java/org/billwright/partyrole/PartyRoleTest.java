package org.billwright.partyrole;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The roles as an ODA canvas reads them (TMF669 v4, TMF630 part 1). */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PartyRoleTest {
    private static final String ROLES = Api.server() + "/tmf-api/partyRoleManagement/v4/partyRole";

    @Test
    void every_role_is_a_party_role() {
        var list = Api.get(ROLES);

        assertThat(list.status()).as(list.text()).isEqualTo(200);
        assertThat(list.ids()).containsExactly("admin", "approver", "channel", "operator", "reader");
        assertThat(list.header("X-Total-Count")).isEqualTo("5");
    }

    @Test
    void a_role_has_its_name_what_it_may_do_and_its_types() {
        var role = Api.get(ROLES + "/approver");

        assertThat(role.status()).isEqualTo(200);
        assertThat(role.json()).isEqualTo(Api.json("""
                {'id':'approver','href':'%s/approver','name':'approver','description':'Reads and changes bills, and approves them.',
                 '@type':'PartyRole','@baseType':'PartyRole'}""".formatted(ROLES)));
        assertThat(Api.get(ROLES + "/approver", "If-None-Match", role.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void a_page_says_where_it_is_in_the_list() {
        var page = Api.get(ROLES + "?offset=1&limit=2&fields=name");

        assertThat(page.status()).isEqualTo(206);
        assertThat(page.header("X-Total-Count")).isEqualTo("5");
        assertThat(page.header("X-Result-Count")).isEqualTo("2");
        assertThat(page.header("Content-Range")).isEqualTo("items 1-2/5");
        assertThat(page.json()).isEqualTo(Api.json("""
                [{'id':'approver','href':'%1$s/approver','name':'approver'},{'id':'channel','href':'%1$s/channel','name':'channel'}]\
                """.formatted(ROLES)));
    }

    @Test
    void roles_are_found_by_their_attributes() {
        assertThat(Api.get(ROLES + "?name=admin,reader").ids()).containsExactly("admin", "reader");
        assertThat(Api.get(ROLES + "?description.regex=%5EReads&sort=-name").ids())
                .containsExactly("reader", "operator", "approver");
        assertThat(Api.get(ROLES + "?salary=1").status()).isEqualTo(400);
    }

    @Test
    void there_is_no_other_role_and_no_way_to_add_one() {
        assertThat(Api.get(ROLES + "/janitor").status()).isEqualTo(404);
        assertThat(Api.post(ROLES, "{\"name\":\"janitor\"}").status()).isEqualTo(405);
    }
}
