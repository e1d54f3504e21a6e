package org.billwright.issuer;

import static org.billwright.issuer.IssuerMembers.elements;
import static org.billwright.issuer.IssuerMembers.optional;
import static org.billwright.issuer.IssuerMembers.requireNames;
import static org.billwright.issuer.IssuerMembers.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Who sends the bills of a tenant. Names are those of TMF632 Organization where it has them.
 *
 * @param taxIds its tax identification numbers
 * @param texts the texts on bills, by language; the first is the default
 * @param doc the whole document
 */
public record Issuer(
        String legalName,
        Optional<String> tradingName,
        PostalAddress postalAddress,
        List<TaxIdentification> taxIds,
        List<BankAccount> bankAccounts,
        Optional<IssuerLogo> logo,
        List<BillText> texts,
        BillDesign design,
        String doc) {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "issuer";

    private static final List<String> MEMBERS = List.of(
            "@type",
            "legalName",
            "tradingName",
            "postalAddress",
            "organizationIdentification",
            "bankAccount",
            "logo",
            "text",
            BillDesign.NAME);
    private static final List<String> ADDRESS =
            List.of("street1", "street2", "city", "stateOrProvince", "postCode", "country");
    private static final int MAX_FOOTER_CHARACTERS = 2_000;

    /**
     * The texts on bills in a language.
     *
     * @param language a language tag (BCP 47)
     */
    public record BillText(String language, Optional<String> footer, Optional<String> paymentInstruction) {}

    /** Reads a document. What is invalid or unknown is a {@link Problem.InvalidBody}. */
    public static Issuer of(ObjectNode issuer) {
        requireNames(issuer, "", MEMBERS);
        ProblemException.unless(
                !issuer.has("@type") || issuer.path("@type").asText().equals("Issuer"), "@type", "must be Issuer");
        var legalName = required(issuer, "", "legalName");
        return new Issuer(
                legalName,
                optional(issuer, "", "tradingName"),
                address(legalName, issuer.path("postalAddress")),
                elements(issuer, "organizationIdentification", Issuer::taxIdentification),
                elements(issuer, "bankAccount", Issuer::bankAccount),
                issuer.has("logo") ? Optional.of(IssuerLogo.of(issuer.path("logo"))) : Optional.empty(),
                texts(issuer),
                BillDesign.of(issuer),
                DocumentSize.require(Json.write(issuer)));
    }

    private static PostalAddress address(String name, JsonNode address) {
        ProblemException.unless(!address.isMissingNode(), "postalAddress", "is required");
        requireNames(address, "postalAddress", ADDRESS);
        ADDRESS.forEach(line -> optional(address, "postalAddress", line));
        required(address, "postalAddress", "city");
        required(address, "postalAddress", "country");
        return PostalAddress.of(Optional.of(name), address);
    }

    private static TaxIdentification taxIdentification(JsonNode given, String path) {
        requireNames(given, path, List.of("identificationType", "identificationId", "issuingAuthority"));
        optional(given, path, "issuingAuthority");
        return new TaxIdentification(
                required(given, path, "identificationType"), required(given, path, "identificationId"));
    }

    private static BankAccount bankAccount(JsonNode given, String path) {
        requireNames(given, path, List.of("iban", "bic", "bankName", "holder"));
        return BankAccount.of(
                path,
                required(given, path, "iban"),
                optional(given, path, "bic"),
                optional(given, path, "bankName"),
                optional(given, path, "holder"));
    }

    private static List<BillText> texts(ObjectNode issuer) {
        var texts = elements(issuer, "text", Issuer::text);
        ProblemException.unless(
                texts.stream().map(BillText::language).distinct().count() == texts.size(),
                "text",
                "has a language twice");
        return texts;
    }

    private static BillText text(JsonNode given, String path) {
        requireNames(given, path, List.of("language", "footer", "paymentInstruction"));
        return new BillText(
                language(required(given, path, "language"), path),
                optional(given, path, "footer", MAX_FOOTER_CHARACTERS),
                optional(given, path, "paymentInstruction", MAX_FOOTER_CHARACTERS));
    }

    private static String language(String tag, String path) {
        try {
            return new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
        } catch (IllformedLocaleException e) {
            ProblemException.unless(false, path + ".language", "must be a language tag (BCP 47), such as es-PR");
            throw e;
        }
    }

    /** The texts in this language, or else in the default language. */
    public Optional<BillText> text(String language) {
        return texts.stream()
                .filter(text -> text.language().equalsIgnoreCase(language))
                .findFirst()
                .or(() -> texts.stream().findFirst());
    }
}
