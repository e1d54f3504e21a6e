-- Disputes: the part of a bill that its customer contests. It is not collected until the dispute is decided.
create table dispute (
    tenant          text collate "C" not null,
    id              text collate "C" not null,
    bill_id         text collate "C" not null,
    account_id      text collate "C" not null,
    currency        text collate "C" not null,
    state           text collate "C" not null,
    reason          text collate "C" not null,
    amount          numeric not null,
    granted         numeric not null default 0,
    by_rule         boolean not null default false,
    opened_at       timestamptz not null,
    correlator_id   text collate "C",
    fingerprint     bigint,
    revision        bigint not null default 1,
    doc             json not null,
    primary key (tenant, id),
    constraint dispute_state_is_known
        check (state in ('opened', 'underReview', 'granted', 'partlyGranted', 'denied', 'withdrawn')),
    constraint dispute_amounts_agree check (
        amount > 0 and granted between 0 and amount
        and (state = 'granted') = (granted = amount)
        and (state = 'partlyGranted') = (granted > 0 and granted < amount))
);

create index dispute_by_bill on dispute (tenant, bill_id, id);
create index dispute_open_by_bill on dispute (tenant, bill_id) where state in ('opened', 'underReview');
create index dispute_by_account on dispute (tenant, account_id, id);
create index dispute_by_state on dispute (tenant, state, id);
create unique index dispute_correlator_is_unique on dispute (tenant, correlator_id) where correlator_id is not null;

-- The lines that a dispute is about. A line is in one open dispute at most.
create table dispute_line (
    tenant      text collate "C" not null,
    dispute_id  text collate "C" not null,
    rate_id     text collate "C" not null,
    is_open     boolean not null,
    primary key (tenant, dispute_id, rate_id),
    constraint dispute_line_is_of_a_dispute foreign key (tenant, dispute_id) references dispute (tenant, id) on delete cascade
);

create unique index dispute_line_is_disputed_once on dispute_line (tenant, rate_id) where is_open;

-- The states and their transitions. A dispute is granted at once by the rule for small amounts alone. What was decided stays.
create function dispute_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if current_setting('billwright.erasure', true) = 'on' then
            return old;
        end if;
        raise exception 'a dispute is not deleted' using errcode = 'check_violation', constraint = 'dispute_is_kept';
    end if;
    if current_setting('billwright.load', true) = 'on' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'opened' then
            raise exception 'a dispute begins as opened'
                using errcode = 'check_violation', constraint = 'dispute_transition_is_allowed';
        end if;
        return new;
    end if;
    if not ((old.state, new.state) in (
            ('opened', 'underReview'), ('opened', 'withdrawn'),
            ('underReview', 'granted'), ('underReview', 'partlyGranted'), ('underReview', 'denied'), ('underReview', 'withdrawn'))
        or (old.state = 'opened' and new.state = 'granted' and new.by_rule)) then
        raise exception 'a dispute cannot change its state from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'dispute_transition_is_allowed';
    end if;
    if (new.bill_id, new.account_id, new.currency, new.reason, new.amount, new.opened_at, new.correlator_id, new.fingerprint)
        is distinct from
        (old.bill_id, old.account_id, old.currency, old.reason, old.amount, old.opened_at, old.correlator_id, old.fingerprint) then
        raise exception 'what is disputed is not changed' using errcode = 'check_violation', constraint = 'dispute_is_kept';
    end if;
    return new;
end
$$;

create trigger dispute_guard before insert or update or delete on dispute for each row execute function dispute_guard();

create function close_dispute_lines() returns trigger language plpgsql as $$
begin
    update dispute_line set is_open = false where tenant = new.tenant and dispute_id = new.id and is_open;
    return null;
end
$$;

create trigger close_dispute_lines after update on dispute for each row
    when (new.state not in ('opened', 'underReview')) execute function close_dispute_lines();

-- When a dispute is opened, all open ones of its bill are no more than credit notes have left of the bill.
create function dispute_fits_bill() returns trigger language plpgsql as $$
declare
    bill record;
    credited numeric;
    disputed numeric;
begin
    select currency, tax_included into bill from customer_bill where tenant = new.tenant and id = new.bill_id;
    select coalesce(-sum(tax_included), 0) into credited
    from customer_bill where tenant = new.tenant and corrected_bill_id = new.bill_id and category = 'creditNote';
    select coalesce(sum(amount), 0) into disputed
    from dispute where tenant = new.tenant and bill_id = new.bill_id and state in ('opened', 'underReview');
    if bill.currency is distinct from new.currency or bill.tax_included is null or disputed > bill.tax_included - credited then
        raise exception 'more of bill % is disputed than is left of it', new.bill_id
            using errcode = 'check_violation', constraint = 'dispute_fits_bill';
    end if;
    return null;
end
$$;

create trigger dispute_fits_bill after insert on dispute for each row
    when (current_setting('billwright.load', true) is distinct from 'on') execute function dispute_fits_bill();

call enable_tenant_isolation('dispute');
call enable_tenant_isolation('dispute_line');

-- The lock of an account against collection, from its document.
alter table billing_account
    add column collection_held boolean not null default false,
    add column collection_hold_end timestamptz;

-- The day of a time in the zone of an account. Zones of Java with an offset are not PostgreSQL's, which count them the other way; a zone
-- that PostgreSQL does not know counts as UTC, so that one account does not stop the list of all.
create function day_in_zone(at timestamptz, zone text) returns date language plpgsql stable as $$
begin
    if zone ~ '^(UTC|GMT|UT)?[+-]' then
        return (at at time zone (regexp_replace(zone, '^(UTC|GMT|UT)', ''))::interval)::date;
    end if;
    return (at at time zone case when zone in ('Z', 'UT') then 'UTC' else zone end)::date;
exception when others then
    return (at at time zone 'UTC')::date;
end
$$;

create index customer_bill_due on customer_bill (tenant, payment_due_date, id)
    where state in ('sent', 'partiallyPaid') and amount_due > 0 and (remaining is null or remaining > 0);
create index customer_bill_due_by_account on customer_bill (tenant, billing_account_id, payment_due_date, id)
    where state in ('sent', 'partiallyPaid') and amount_due > 0 and (remaining is null or remaining > 0);

-- What is to be collected: bills that were sent and are overdue in the zone of their account, without what is disputed, and without
-- accounts that are held.
create view overdue_bill with (security_invoker = true) as
select b.tenant, b.id, b.bill_no, b.state, b.billing_account_id, b.payment_due_date, b.currency, owed.open - owed.disputed as overdue,
    age.days as days_overdue, b.revision,
    json_strip_nulls(json_build_object(
        'id', b.id,
        'billNo', b.bill_no,
        'state', b.state,
        'billingAccount', case when b.billing_account_id is not null then json_build_object('id', b.billing_account_id) end,
        'financialAccount', case when b.financial_account_id is not null then json_build_object('id', b.financial_account_id) end,
        'paymentDueDate', to_char(b.payment_due_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'amountDue', json_build_object('unit', b.currency, 'value', b.amount_due),
        'remainingAmount', json_build_object('unit', b.currency, 'value', owed.open),
        'disputedAmount', json_build_object('unit', b.currency, 'value', owed.disputed + 0 * b.amount_due),
        'overdueAmount', json_build_object('unit', b.currency, 'value', owed.open - owed.disputed),
        'daysOverdue', age.days,
        'ageing', case
            when age.days <= 30 then 'days1To30' when age.days <= 60 then 'days31To60' when age.days <= 90 then 'days61To90'
            when age.days <= 120 then 'days91To120' else 'daysOver120' end)) as doc
from customer_bill b
left join lateral (
    select time_zone, collection_held, collection_hold_end
    from billing_account where tenant = b.tenant and id = b.billing_account_id limit 1) a on true
cross join lateral (
    select day_in_zone(now(), coalesce(a.time_zone, 'UTC')) - day_in_zone(b.payment_due_date, coalesce(a.time_zone, 'UTC')) as days) age
cross join lateral (
    select case when b.remaining is not null then b.remaining else b.amount_due - (
            select coalesce(sum(l.amount), 0) from allocation l where l.tenant = b.tenant and l.bill_id = b.id) end as open) unpaid
cross join lateral (
    select unpaid.open, least(unpaid.open, (
            select coalesce(sum(d.amount), 0)
            from dispute d
            where d.tenant = b.tenant and d.bill_id = b.id and d.state in ('opened', 'underReview'))) as disputed) owed
where b.state in ('sent', 'partiallyPaid') and b.amount_due > 0 and (b.remaining is null or b.remaining > 0)
    and b.payment_due_date < now() and b.currency is not null and b.category is distinct from 'trial'
    and age.days > 0 and owed.open > owed.disputed
    and not (coalesce(a.collection_held, false) and coalesce(a.collection_hold_end > now(), true));

grant select on overdue_bill to billwright_app;

-- The bills that subscribers were notified of as overdue, until they are notified that they no longer are.
create table overdue_notice (
    tenant            text collate "C" not null,
    bill_id           text collate "C" not null,
    payment_due_date  timestamptz not null,
    primary key (tenant, bill_id)
);

call enable_tenant_isolation('overdue_notice');
