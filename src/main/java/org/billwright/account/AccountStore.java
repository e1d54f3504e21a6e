package org.billwright.account;

import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;

/** All SQL statements on billing accounts. */
public final class AccountStore {
    /** Loads many accounts at once. */
    public static final StagingTable<Account> STAGING = new StagingTable<>(
            "billing_account",
            StagingTable.BY_DOCUMENT,
            List.of(
                    StagedColumn.text("id", Account::id),
                    StagedColumn.text("state", Account::state),
                    StagedColumn.text("currency", Account::currency),
                    StagedColumn.text("time_zone", account -> account.timeZone().getId()),
                    StagedColumn.texts("party_ids", Account::partyIds),
                    StagedColumn.document(Account::doc)));

    private AccountStore() {}

    /** Reads and locks an account, so that it is billed by one transaction at a time. */
    public static Optional<Account> lock(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select doc::text
                        from billing_account
                        where tenant = :tenant and id = :id
                        for no key update
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(doc -> Account.stored(Json.stored(doc)));
    }

    /** The ids of a party's accounts, ordered. */
    public static List<String> ofParty(Handle tx, String tenant, String partyId) {
        return tx.createQuery("""
                        select id
                        from billing_account
                        where tenant = :tenant
                            and id in (
                                select resource_id
                                from related_party
                                where tenant = :tenant and resource = 'billingAccount' and party_id = :party)
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("party", partyId)
                .mapTo(String.class)
                .list();
    }
}
