package org.billwright.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.billwright.account.Account;
import org.billwright.issuer.Issuer;
import org.billwright.json.JsonValues;

/** The seller and the receiver of a bill, by the roles of its parties: the first one may be the seller. */
record StatementParties(JsonNode bill, Optional<Account> account, Optional<Issuer> issuer) {
    private static final Set<String> SELLERS = Set.of("seller", "issuer", "supplier", "provider", "serviceprovider");
    private static final List<String> RECEIVERS = List.of("billreceiver", "payer", "customer", "buyer");

    /** The issuer of the tenant, or else the party with the role of a seller. */
    StatementParty seller() {
        return issuer.map(of -> new StatementParty(
                        Optional.empty(),
                        of.legalName(),
                        of.tradingName(),
                        Optional.of(of.postalAddress()),
                        of.taxIds()))
                .orElseGet(() -> party(withRole(SELLERS::contains), "", Optional.empty()));
    }

    /** The party who gets the bill, at the address of the account at the time of the bill. */
    StatementParty receiver(OffsetDateTime billDate) {
        var party = RECEIVERS.stream()
                .flatMap(role -> withRole(role::equals).stream())
                .findFirst()
                .or(() -> withRole(role -> !SELLERS.contains(role)));
        var name = account.flatMap(Account::name)
                .or(() -> JsonValues.text(bill, "billingAccount", "name"))
                .or(() -> JsonValues.text(bill, "billingAccount", "id"))
                .orElse("");
        return party(party, name, Optional.of(billDate));
    }

    private StatementParty party(Optional<JsonNode> party, String otherwise, Optional<OffsetDateTime> billDate) {
        var name = party.flatMap(of -> JsonValues.text(of, "partyOrPartyRole", "name")
                        .or(() -> JsonValues.text(of, "partyOrPartyRole", "id").filter(id -> otherwise.isEmpty())))
                .orElse(otherwise);
        return new StatementParty(
                party.flatMap(of -> JsonValues.text(of, "partyOrPartyRole", "id")),
                name,
                Optional.empty(),
                billDate.flatMap(at -> account.flatMap(of -> of.postalAddress(at)))
                        .map(address -> address.named(name)),
                billDate.flatMap(at -> account).map(Account::taxIds).orElse(List.of()));
    }

    private Optional<JsonNode> withRole(Predicate<String> role) {
        return bill.path("relatedParty")
                .valueStream()
                .filter(party -> role.test(JsonValues.text(party, "role")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .replace("_", "")))
                .findFirst();
    }
}
