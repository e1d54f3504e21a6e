package org.billwright.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Base64;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The issuer over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class IssuerOperationsTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
    private static final String ADDRESS =
            "\"postalAddress\":{\"street1\":\"Ave. 1\",\"city\":\"San Juan\",\"country\":\"PR\"}";
    private static final String VALID =
            """
            {"@type":"Issuer","legalName":"Telco del Caribe, LLC",%s,
             "organizationIdentification":[{"identificationType":"EIN","identificationId":"66-0000000"}],
             "bankAccount":[{"iban":"DE89 3704 0044 0532 0130 00","bic":"COBADEFFXXX"}],
             "logo":{"mimeType":"image/png","content":"%s"},
             "text":[{"language":"es-PR","footer":"Gracias"},{"language":"en","footer":"Thank you"}]}""".formatted(ADDRESS, Base64.getEncoder().encodeToString(PNG));

    private static String url() {
        return Api.server() + "/operations/v1/issuer";
    }

    private static Api.Response put(String body, String... headers) {
        return Api.withBody("PUT", url(), body, headers);
    }

    @BeforeEach
    void none() {
        Store.asOwner().useHandle(owner -> owner.execute("delete from issuer where tenant = ?", Store.TENANT));
    }

    private static long changes() {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery("select count(*) from audit_entry where resource = 'issuer'")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void there_is_one_and_it_is_put_and_read() {
        assertThat(Api.get(url()).status()).isEqualTo(404);
        assertThat(put(VALID, "If-Match", "*").status()).isEqualTo(412);
        long before = changes();
        var created = put(VALID, "If-None-Match", "*");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(url());
        var shown = Api.get(url());
        assertThat(shown.text()).isEqualTo(created.text());
        assertThat(shown.header("ETag")).isEqualTo("\"1\"");
        assertThat(Api.get(url(), "If-None-Match", "\"1\"").status()).isEqualTo(304);

        assertThat(put(VALID, "If-None-Match", "*").status()).isEqualTo(412);
        var replaced = put(shown.text().replace("Gracias", "Hasta luego"), "If-Match", "\"1\"");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
        assertThat(changes() - before).isEqualTo(2);

        var issuer = Store.database()
                .inTransaction(Store.TENANT, tx -> IssuerStore.find(tx, Store.TENANT))
                .orElseThrow()
                .issuer();
        assertThat(issuer.text("es-PR").orElseThrow().footer()).hasValue("Hasta luego");
        assertThat(issuer.text("fr").orElseThrow().footer()).as("the default").hasValue("Hasta luego");
        assertThat(issuer.text("en").orElseThrow().footer()).hasValue("Thank you");
        assertThat(issuer.bankAccounts().getFirst().iban()).isEqualTo("DE89370400440532013000");
        assertThat(issuer.logo().orElseThrow().bytes()).isEqualTo(PNG);
        assertThat(issuer.postalAddress().lines()).containsExactly("Telco del Caribe, LLC", "Ave. 1", "San Juan", "PR");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                         | 'legalName' is required
            {"legalName":"x"}                          | 'postalAddress' is required
            {"legalName":"x","postalAddress":{"city":"x"}} | 'postalAddress.country' is required
            {"legalName":" ",A}                        | 'legalName' must be a text
            {"legalName":"x",A,"legalname":"y"}        | 'legalname' is unknown
            {"legalName":"x",A,"@type":"Account"}      | '@type' must be Issuer
            {"legalName":"x",A,"bankAccount":[{"iban":"DE88370400440532013000"}]} | 'bankAccount[0].iban' must be an IBAN
            {"legalName":"x",A,"bankAccount":[{"iban":"12"}]}                     | 'bankAccount[0].iban' must be an IBAN
            {"legalName":"x",A,"bankAccount":[{"iban":"GB82WEST12345698765432","bic":"x"}]} | 'bankAccount[0].bic' must be a BIC
            {"legalName":"x",A,"organizationIdentification":[{"identificationType":"VAT"}]} | 'organizationIdentification[0].identificationId' is required
            {"legalName":"x",A,"logo":{"mimeType":"image/svg+xml","content":""}}  | 'logo.mimeType' must be image/png or image/jpeg
            {"legalName":"x",A,"logo":{"mimeType":"image/png","content":"%"}}     | 'logo.content' must be Base64
            {"legalName":"x",A,"logo":{"mimeType":"image/png","content":"/9j/"}}  | 'logo.content' is not of the type image/png
            {"legalName":"x",A,"text":[{"language":"es_PR"}]}                     | 'text[0].language' must be a language tag
            {"legalName":"x",A,"text":[{"language":"es"},{"language":"ES"}]}      | 'text' has a language twice
            """)
    void what_is_invalid_is_rejected_with_its_path(String body, String reason) {
        var refused = put(body.replace("A,\"", ADDRESS + ",\"").replace(",A}", "," + ADDRESS + "}"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue()).startsWith(reason);
        assertThat(Api.get(url()).status()).isEqualTo(404);
    }

    @Test
    void a_logo_has_a_limited_size() {
        var content = new byte[200_000];
        System.arraycopy(PNG, 0, content, 0, PNG.length);
        var largest = Base64.getEncoder().encodeToString(content);
        var start = Base64.getEncoder().encodeToString(PNG);
        assertThat(put(VALID.replace(start, largest)).status()).isEqualTo(201);
        var tooLarge = put(VALID.replace(start, largest + "AAAA"));
        assertThat(tooLarge.text()).contains("is limited to 200000 bytes");
    }
}
