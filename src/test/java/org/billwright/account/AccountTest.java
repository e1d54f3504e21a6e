package org.billwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.billwright.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What billing reads of an account. */
class AccountTest {
    private static ObjectNode json(String more) {
        var text = "{'id':'A','currency':'USD'" + (more.isEmpty() ? "" : ",") + more + "}";
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Account account(String more) {
        return Account.of(json(more));
    }

    private static OffsetDateTime at(String time) {
        return OffsetDateTime.parse(time);
    }

    @Test
    void an_account_with_nothing_else_has_the_defaults() {
        var account = account("");
        assertThat(account.state()).isEqualTo("active");
        assertThat(account.paymentTermDays()).isEqualTo(14);
        assertThat(account.balanceTreatment()).isEqualTo("openItem");
        assertThat(account.cycleSpecificationId()).isEmpty();
        assertThat(account.taxExemptions()).isEmpty();
        assertThat(account.taxPolicy()).isEmpty();
        assertThat(account.hold()).isEmpty();
        assertThat(account.reasonNotBillable(at("2026-06-01T00:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'state':'asleep'                                              | state must be one of pending, active, suspended, inactive, closed
            'state':7                                                     | state must be one of
            'paymentTermDays':14.5                                        | a whole number
            'paymentTermDays':366                                         | 0 to 365 days
            'paymentTermDays':99999999999                                 | out of range
            'taxPolicy':'none'                                            | taxPolicy must be one of computed, asRated
            'balanceTreatment':'open'                                     | balanceTreatment must be one of openItem, balanceForward
            'billStructure':{'cycleSpecification':{}}                     | billStructure.cycleSpecification.id is required
            'billStructure':{'cycleSpecification':{'id':'a'},'billCycleSpecification':{'id':'b'}} | give one of them
            'taxExemption':{}                                             | taxExemption must be an array
            'taxExemption':[{'certificateNumber':' '}]                    | taxExemption[0].certificateNumber must be a text
            'taxExemption':[{'id':'1'},{}]                                | taxExemption[1].certificateNumber is required
            'taxExemption':[{'id':'1','taxCategory':''}]                  | taxExemption[0].taxCategory must be a text
            'taxExemption':[{'id':'1','jurisdictionName':5}]              | taxExemption[0].jurisdictionName must be a text
            'taxExemption':[{'id':'1','validFor':{'endDateTime':'soon'}}] | taxExemption[0].validFor.endDateTime must be a date-time
            'taxExemption':[{'id':'1','validFor':{'startDateTime':'2026-02-01T00:00:00Z','endDateTime':'2026-01-01T00:00:00Z'}}] | ends before it begins
            'hold':{}                                                     | hold.reason is required
            'hold':{'reason':'x','until':'2026-13-01T00:00:00Z'}          | hold.until must be a date-time
            """)
    void what_is_invalid_is_rejected_with_its_path(String more, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> account(more)).withMessageContaining(reason);
        assertThat(Account.stored(json(more)).reasonNotBillable(at("2026-06-01T00:00:00Z")))
                .as("the database of an earlier version")
                .hasValueSatisfying(text -> assertThat(text).contains("invalid", reason, "correct it"));
    }

    @ParameterizedTest
    @CsvSource({
        "active,",
        "Active,",
        "ACTIVE,",
        "pending,is pending",
        "Suspended,is suspended",
        "inactive,is inactive",
        "closed,is closed"
    })
    void only_an_active_account_is_billed(String state, String reason) {
        assertThat(account("'state':'" + state + "'").reasonNotBillable(at("2026-06-01T00:00:00Z")))
                .isEqualTo(Optional.ofNullable(reason).map(why -> "billing account 'A' " + why));
    }

    @Test
    void a_hold_ends_at_its_end() {
        var account = account("'hold':{'reason':'dispute','until':'2026-07-01T00:00:00Z'}");
        assertThat(account.isHeldAt(at("2026-06-30T23:59:59Z"))).isTrue();
        assertThat(account.isHeldAt(at("2026-07-01T00:00:00Z"))).isFalse();
        assertThat(account.reasonNotBillable(at("2026-06-30T23:59:59Z")))
                .hasValue("billing account 'A' is on hold until 2026-07-01T00:00:00.000Z: dispute");
        assertThat(account("'hold':{'reason':'dispute'}").reasonNotBillable(at("2999-01-01T00:00:00Z")))
                .hasValue("billing account 'A' is on hold: dispute");
    }

    @Test
    void both_versions_name_the_cycle_specification() {
        var v4 = account("'billStructure':{'billCycleSpecification':{'id':'monthly-5'}}");
        var v5 = account("'billStructure':{'cycleSpecification':{'id':'monthly-5'}}");
        assertThat(v4.cycleSpecificationId()).hasValue("monthly-5");
        assertThat(v4.doc()).isEqualTo(v5.doc());
    }

    @ParameterizedTest
    @CsvSource({
        "IVU, PR, 2026-01-01T00:00:00Z, true",
        "IVU, PR, 2025-12-31T23:59:59Z, false",
        "IVU, PR, 2026-12-31T23:59:59Z, true",
        "IVU, PR, 2027-01-01T00:00:00Z, false",
        "MUNI, PR, 2026-06-01T00:00:00Z, false",
        "ivu, PR, 2026-06-01T00:00:00Z, false",
        "IVU, VI, 2026-06-01T00:00:00Z, false",
        "IVU, , 2026-06-01T00:00:00Z, false",
    })
    void an_exemption_applies_to_its_tax_where_and_when_it_is_valid(
            String category, String jurisdiction, String time, boolean applies) {
        var exemption = account("""
                        'taxExemption':[{'certificateNumber':'C-1','taxCategory':'IVU','jurisdictionName':'PR','reason':'school',
                        'validFor':{'startDateTime':'2026-01-01T00:00:00Z','endDateTime':'2027-01-01T00:00:00Z'}}]""").taxExemptions().getFirst();
        assertThat(exemption.certificate()).isEqualTo("C-1");
        assertThat(exemption.appliesTo(category, Optional.ofNullable(jurisdiction), at(time)))
                .isEqualTo(applies);
    }

    @Test
    void an_exemption_without_a_category_and_a_jurisdiction_applies_to_all() {
        var exemption = account("'taxExemption':[{'id':'E'}]").taxExemptions().getFirst();
        assertThat(exemption.appliesTo("any", Optional.of("anywhere"), at("2026-06-01T00:00:00Z")))
                .isTrue();
        assertThat(exemption.appliesTo("any", Optional.empty(), at("2026-06-01T00:00:00Z")))
                .isTrue();
    }

    @Test
    void the_address_is_that_of_the_billing_contact() {
        var account = account("""
                'contact':[
                 {'contactType':'technical','contactName':'Ted','contactMedium':[{'city':'Caguas'}]},
                 {'contactType':'Billing','contactName':'Acme, accounts payable','contactMedium':[
                  {'mediumType':'email','characteristic':{'emailAddress':'x@example.com'}},
                  {'city':'Old','validFor':{'endDateTime':'2026-01-01T00:00:00Z'}},
                  {'characteristic':{'street1':'Calle Luna 1','city':'San Juan','stateOrProvince':'PR','postCode':'00901','country':'Puerto Rico'}}]}]""");
        assertThat(account.postalAddress(at("2026-06-01T00:00:00Z")))
                .hasValueSatisfying(address -> assertThat(address.lines())
                        .containsExactly("Acme, accounts payable", "Calle Luna 1", "San Juan PR 00901", "Puerto Rico"));
        assertThat(account.postalAddress(at("2025-06-01T00:00:00Z")))
                .hasValueSatisfying(
                        address -> assertThat(address.lines()).containsExactly("Acme, accounts payable", "Old"));
        assertThat(account("").postalAddress(at("2026-06-01T00:00:00Z"))).isEmpty();
    }
}
