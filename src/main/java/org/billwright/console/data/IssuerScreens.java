package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;

/** The page of the issuer of bills. */
public final class IssuerScreens implements Screen {
    private static final String PAGE = "issuer";
    private static final String BANK = "bankAccount.0.";
    private static final String TEXT = "text.0.";

    private static final List<FormField> FIELDS = fields();

    private static final FormAction SET = FormAction.post(
                    "setIssuer", (request, id) -> operator(PAGE), FIELDS, (done, id) -> "/console/" + PAGE)
            .by(HttpMethod.PUT);

    private static final FormAction CHANGE =
            FormAction.put("changeIssuer", (request, id) -> operator(PAGE), FIELDS, (done, id) -> "/console/" + PAGE);

    private static List<FormField> fields() {
        var fields = new ArrayList<FormField>();
        fields.add(FormField.required("legalName", "issuer.legalName", FieldType.TEXT));
        fields.add(FormField.optional("tradingName", "issuer.tradingName", FieldType.TEXT));
        fields.add(FormField.optional("postalAddress.street1", "account.street", FieldType.TEXT));
        fields.add(FormField.optional("postalAddress.street2", "issuer.street2", FieldType.TEXT));
        fields.add(FormField.optional("postalAddress.postCode", "issuer.postCode", FieldType.TEXT));
        fields.add(FormField.required("postalAddress.city", "account.city", FieldType.TEXT));
        fields.add(FormField.optional("postalAddress.stateOrProvince", "issuer.state", FieldType.TEXT));
        fields.add(FormField.required("postalAddress.country", "issuer.country", FieldType.TEXT));
        for (int i = 0; i < 2; i++) {
            var path = "organizationIdentification." + i + ".";
            fields.add(FormField.optional(path + "identificationType", "issuer.taxIdType", FieldType.TEXT));
            fields.add(FormField.optional(path + "identificationId", "issuer.taxId", FieldType.TEXT));
        }
        fields.add(FormField.optional(BANK + "iban", "issuer.iban", FieldType.TEXT));
        fields.add(FormField.optional(BANK + "bic", "issuer.bic", FieldType.TEXT));
        fields.add(FormField.optional(BANK + "bankName", "issuer.bank", FieldType.TEXT));
        fields.add(FormField.optional(BANK + "holder", "issuer.holder", FieldType.TEXT));
        fields.add(FormField.optional("billDesign.color", "issuer.color", FieldType.TEXT));
        fields.add(new FormField(
                "billDesign.paperSize", "issuer.paper", FieldType.CHOICE, false, List.of("A4", "letter")));
        fields.add(FormField.optional("billDesign.paymentUrl", "issuer.paymentUrl", FieldType.TEXT));
        fields.add(FormField.optional(TEXT + "language", "issuer.textLanguage", FieldType.TEXT));
        fields.add(FormField.optional(TEXT + "footer", "issuer.footer", FieldType.LONG_TEXT));
        fields.add(FormField.optional(TEXT + "paymentInstruction", "issuer.instruction", FieldType.LONG_TEXT));
        return List.copyOf(fields);
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.page(PAGE, IssuerScreens::show);
        routes.creation(PAGE, SET);
        routes.creation(PAGE, CHANGE);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(operator(PAGE))
                .map(issuer -> content(request, issuer))
                .recover(failure -> ConsoleRequest.isNotFound(failure)
                        ? Future.succeededFuture(none(request))
                        : Future.failedFuture(failure));
    }

    private static Content none(ConsoleRequest request) {
        return DetailView.page(
                request,
                "menu.issuer",
                "",
                "",
                SET.link(request, PAGE, "", "").stream().toList(),
                List.of(Section.ofText("", request.text("issuer.none"))));
    }

    private static Content content(ConsoleRequest request, JsonNode issuer) {
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, issuer)
                        .add("issuer.legalName", "legalName", ValueKind.TEXT)
                        .add("issuer.tradingName", "tradingName", ValueKind.TEXT)
                        .add("account.street", "postalAddress.street1", ValueKind.TEXT)
                        .add("issuer.street2", "postalAddress.street2", ValueKind.TEXT)
                        .add("issuer.postCode", "postalAddress.postCode", ValueKind.TEXT)
                        .add("account.city", "postalAddress.city", ValueKind.TEXT)
                        .add("issuer.state", "postalAddress.stateOrProvince", ValueKind.TEXT)
                        .add("issuer.country", "postalAddress.country", ValueKind.TEXT)
                        .add("issuer.color", "billDesign.color", ValueKind.TEXT)
                        .add("issuer.paper", "billDesign.paperSize", ValueKind.TEXT)
                        .add("issuer.paymentUrl", "billDesign.paymentUrl", ValueKind.TEXT)
                        .add("issuer.logo", "logo.mimeType", ValueKind.TEXT)
                        .all()));
        sections.add(Tables.section(
                request,
                "account.taxIds",
                issuer.path("organizationIdentification"),
                List.of(
                        ListColumn.of("column.type", "identificationType", ValueKind.TEXT),
                        ListColumn.of("issuer.taxId", "identificationId", ValueKind.ID))));
        sections.add(Tables.section(
                request,
                "issuer.bankAccounts",
                issuer.path("bankAccount"),
                List.of(
                        ListColumn.of("issuer.iban", "iban", ValueKind.ID),
                        ListColumn.of("issuer.bic", "bic", ValueKind.ID),
                        ListColumn.of("issuer.bank", "bankName", ValueKind.TEXT),
                        ListColumn.of("issuer.holder", "holder", ValueKind.TEXT))));
        sections.add(Tables.section(
                request,
                "issuer.texts",
                issuer.path("text"),
                List.of(
                        ListColumn.of("column.language", "language", ValueKind.TEXT),
                        ListColumn.of("issuer.footer", "footer", ValueKind.TEXT),
                        ListColumn.of("issuer.instruction", "paymentInstruction", ValueKind.TEXT))));
        return DetailView.page(
                request,
                "menu.issuer",
                issuer.path("legalName").asText(),
                "",
                CHANGE.link(request, PAGE, "", "").stream().toList(),
                sections);
    }
}
