package org.billwright.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** All SQL statements on billing accounts. */
public final class AccountStore {
    /** Loads many accounts at once. */
    public static final StagingTable<Account> STAGING = new StagingTable<>(
            "billing_account",
            StagingTable.BY_LOADED,
            List.of(
                    StagedColumn.text("id", Account::id),
                    StagedColumn.text("state", Account::state),
                    StagedColumn.text("currency", Account::currency),
                    StagedColumn.text("time_zone", account -> account.timeZone().getId()),
                    StagedColumn.texts("party_ids", Account::partyIds),
                    StagedColumn.optionalText("cycle_specification_id", Account::cycleSpecificationId),
                    StagedColumn.flag(
                            "collection_held",
                            account -> account.collectionHold().isPresent()),
                    StagedColumn.time(
                            "collection_hold_end",
                            account -> account.collectionHold().flatMap(AccountHold::until)),
                    StagedColumn.document(Account::doc)));

    private static final int FETCHED_ROWS = 1_000;

    private AccountStore() {}

    /** An account that is locked by the transaction. */
    public record LockedAccount(long revision, ObjectNode document) {}

    /** Reads and locks an account, so that it is billed by one transaction at a time. */
    public static Optional<Account> lock(Handle tx, String tenant, String id) {
        return lockDocument(tx, tenant, id).map(locked -> Account.stored(locked.document()));
    }

    /** Reads and locks accounts, in the order of their ids. Those that do not exist are missing. */
    public static List<Account> lockAll(Handle tx, String tenant, Collection<String> ids) {
        return all(tx, tenant, ids, "for no key update");
    }

    /** Reads accounts, in the order of their ids. Those that do not exist are missing. */
    public static List<Account> all(Handle tx, String tenant, Collection<String> ids) {
        return all(tx, tenant, ids, "");
    }

    private static List<Account> all(Handle tx, String tenant, Collection<String> ids, String lock) {
        return tx.createQuery("""
                        select account.doc
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select doc::text as doc
                            from billing_account
                            where tenant = :tenant and id = wanted.id
                            limit 1
                            %s) as account
                        """.formatted(lock))
                .bind("tenant", tenant)
                .bindArray("ids", String.class, new TreeSet<>(ids))
                .mapTo(String.class)
                .map(doc -> Account.stored(Json.stored(doc)))
                .list();
    }

    /** The same with its revision, to change it. */
    public static Optional<LockedAccount> lockDocument(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select revision, doc::text as doc
                        from billing_account
                        where tenant = :tenant and id = :id
                        for no key update
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> new LockedAccount(row.getLong("revision"), Json.stored(row.getString("doc"))))
                .findOne();
    }

    /** Adds an account; false where its id exists. */
    static boolean insert(Handle tx, String tenant, Account account) {
        return bound(tx.createUpdate("""
                                insert into billing_account (
                                    tenant, id, state, currency, time_zone, party_ids, cycle_specification_id, collection_held,
                                    collection_hold_end, doc)
                                values (
                                    :tenant, :id, :state, :currency, :timeZone, :partyIds, :cycleSpecificationId, :collectionHeld,
                                    :collectionHoldEnd, :doc::json)
                                on conflict (tenant, id) do nothing
                                """), tenant, account).execute() > 0;
    }

    /** Replaces a locked account, and returns its new revision. */
    static long replace(Handle tx, String tenant, Account account) {
        return bound(tx.createQuery("""
                                update billing_account
                                set state = :state, currency = :currency, time_zone = :timeZone, party_ids = :partyIds,
                                    cycle_specification_id = :cycleSpecificationId, collection_held = :collectionHeld,
                                    collection_hold_end = :collectionHoldEnd, doc = :doc::json, revision = revision + 1
                                where tenant = :tenant and id = :id
                                returning revision
                                """), tenant, account).mapTo(Long.class).one();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, String tenant, Account account) {
        return statement
                .bind("tenant", tenant)
                .bind("id", account.id())
                .bind("state", account.state())
                .bind("currency", account.currency())
                .bind("timeZone", account.timeZone().getId())
                .bindArray("partyIds", String.class, account.partyIds())
                .bind("cycleSpecificationId", account.cycleSpecificationId())
                .bind("collectionHeld", account.collectionHold().isPresent())
                .bind("collectionHoldEnd", account.collectionHold().flatMap(AccountHold::until))
                .bind("doc", account.doc());
    }

    /** Whether the account has a bill. */
    static boolean hasBills(Handle tx, String tenant, String id) {
        return exists(tx, tenant, id, "customer_bill where tenant = :tenant and billing_account_id = :id");
    }

    /** Whether the account has a rate that is not on a bill yet. */
    public static boolean hasUnbilledRates(Handle tx, String tenant, String id) {
        return exists(
                tx,
                tenant,
                id,
                "applied_customer_billing_rate where tenant = :tenant and billing_account_id = :id and bill_id is null");
    }

    private static boolean exists(Handle tx, String tenant, String id, String rows) {
        return tx.createQuery("select exists (select from " + rows + ")")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** The document of an account. */
    public static Optional<String> document(Handle tx, String tenant, String id) {
        return tx.createQuery("select doc::text from billing_account where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** The accounts of a tenant in the order of their ids, read while the stream is used. What is empty does not restrict them. */
    public static Stream<Account> all(
            Handle tx,
            String tenant,
            Optional<String> state,
            Optional<String> cycleSpecification,
            Optional<String> party) {
        return tx
                .createQuery("""
                        select doc::text
                        from billing_account
                        where tenant = :tenant
                            and (:state::text is null or state = :state)
                            and (:cycle::text is null or cycle_specification_id = :cycle)
                            and (:party::text is null or id in (
                                select resource_id
                                from related_party
                                where tenant = :tenant and resource = 'billingAccount' and party_id = :party))
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("state", state)
                .bind("cycle", cycleSpecification)
                .bind("party", party)
                .setFetchSize(FETCHED_ROWS)
                .mapTo(String.class)
                .stream()
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
