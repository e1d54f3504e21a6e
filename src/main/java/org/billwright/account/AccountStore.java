package org.billwright.account;

import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** Every statement about billing accounts. */
public final class AccountStore {
    private AccountStore() {}

    /** Adds or replaces an account by its id; an equal one is left as it is. Tells whether anything changed. */
    public static boolean replace(Handle tx, String tenant, Account account) {
        return tx.createUpdate("""
                                insert into billing_account (tenant, id, state, currency, time_zone, party_ids, doc)
                                values (:tenant, :id, :state, :currency, :zone, :parties, :doc::json)
                                on conflict (tenant, id) do update
                                set (state, currency, time_zone, party_ids, doc, revision) =
                                    (excluded.state, excluded.currency, excluded.time_zone, excluded.party_ids,
                                     excluded.doc, billing_account.revision + 1)
                                where billing_account.doc::text <> excluded.doc::text
                                """)
                        .bind("tenant", tenant)
                        .bind("id", account.id())
                        .bind("state", account.state())
                        .bind("currency", account.currency())
                        .bind("zone", account.timeZone().getId())
                        .bindArray("parties", String.class, account.partyIds())
                        .bind("doc", account.doc())
                        .execute()
                > 0;
    }

    /** Reads an account and keeps other billing of it waiting until the transaction ends. */
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
                .map(doc -> Account.of(Json.stored(doc)));
    }

    /** The ids of a party's accounts, in order. */
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
