package org.billwright.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The accounts that a payment locks, and what is read with them.
 *
 * @param currencies of those that exist, by id
 * @param isTaken whether there is a payment with its correlatorId
 */
record LockedAccounts(Map<String, String> currencies, boolean isTaken) {
    /**
     * Locks accounts in the order of their ids. From here on the transaction is in the name of the actor, and its statements look up
     * single rows: each is planned once for a connection, to read an index, however small its tables are then.
     */
    static LockedAccounts lock(
            Handle tx, String tenant, String actor, Collection<String> accounts, Optional<String> correlatorId) {
        return tx.createQuery("""
                        select account.id, account.currency, taken.id is not null as is_taken
                        from (
                            select set_config('billwright.actor', :actor, true),
                                set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)) as setting
                        left join lateral (
                            select id from account_credit where tenant = :tenant and correlator_id = :correlator limit 1) as taken on true
                        left join lateral (
                            select wanted.id, locked.currency
                            from unnest(:accounts) as wanted (id)
                            cross join lateral (
                                select currency from billing_account
                                where tenant = :tenant and id = wanted.id
                                limit 1
                                for no key update) as locked) as account on true
                        """)
                .bind("actor", actor)
                .bind("tenant", tenant)
                .bind("correlator", correlatorId)
                .bindArray("accounts", String.class, new TreeSet<>(accounts))
                .reduceRows(new LockedAccounts(new HashMap<>(), false), (found, row) -> {
                    Optional.ofNullable(row.getColumn("id", String.class))
                            .ifPresent(id -> found.currencies().put(id, row.getColumn("currency", String.class)));
                    return new LockedAccounts(found.currencies(), row.getColumn("is_taken", Boolean.class));
                });
    }
}
