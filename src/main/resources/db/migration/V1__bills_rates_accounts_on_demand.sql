-- Every key starts with the tenant. A document is kept whole, in the v5 shape, as json: its text comes back as it went
-- in, decimals with their own digits, and reading it costs no conversion. Beside it stand the columns that are
-- filtered, sorted or decided on. Text compares by code point (collate "C"), the same on every machine.

create table billing_account (
    tenant      text collate "C" not null,
    id          text collate "C" not null,
    state       text collate "C" not null default 'active',
    currency    text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    time_zone   text collate "C" not null,
    party_ids   text[] collate "C" not null default '{}',
    revision    bigint not null default 1,
    doc         json not null,
    primary key (tenant, id),
    constraint account_document_agrees check (doc ->> 'id' = id)
);

create index billing_account_by_party on billing_account using gin (party_ids);

create table customer_bill (
    tenant                text collate "C" not null,
    id                    text collate "C" not null,
    bill_no               text collate "C",
    state                 text collate "C" not null,
    held_from             text collate "C",
    billing_account_id    text collate "C",
    financial_account_id  text collate "C",
    bill_cycle_id         text collate "C",
    party_ids             text[] collate "C" not null default '{}',
    category              text collate "C",
    run_type              text collate "C",
    bill_date             timestamptz not null,
    period_start          timestamptz,
    period_end            timestamptz,
    payment_due_date      timestamptz,
    currency              text collate "C" check (currency ~ '^[A-Z]{3}$'),
    tax_excluded          numeric,
    tax_included          numeric,
    amount_due            numeric,
    remaining             numeric,
    last_update           timestamptz,
    revision              bigint not null default 1,
    doc                   json not null,
    primary key (tenant, id),
    constraint bill_number_is_unique unique (tenant, bill_no),
    constraint bill_state_is_known check (state in ('new', 'onHold', 'validated', 'sent', 'partiallyPaid', 'settled')),
    constraint bill_on_hold_knows_from_where check (
        (state = 'onHold') = (held_from is not null)
        and held_from in ('new', 'validated', 'sent', 'partiallyPaid')),
    constraint bill_has_an_account check (billing_account_id is not null or financial_account_id is not null),
    constraint bill_remaining_is_not_negative check (remaining >= 0),
    constraint bill_state_agrees_with_remaining check (
        case state
            when 'settled' then remaining = 0
            when 'partiallyPaid' then remaining > 0 and remaining < amount_due
            else true
        end),
    constraint bill_document_agrees check (doc ->> 'id' = id and doc ->> 'state' = state)
);

-- One bill an account, cycle and period.
create unique index bill_period_is_billed_once
    on customer_bill (tenant, billing_account_id, bill_cycle_id, period_start) nulls not distinct
    where run_type = 'onCycle' and category = 'normal' and period_start is not null;

-- What people ask, in the order they are shown: any time, an account's, those in a state; a party's are few.
create index customer_bill_by_date on customer_bill (tenant, bill_date, id);
create index customer_bill_by_account on customer_bill (tenant, billing_account_id, bill_date, id);
create index customer_bill_by_state on customer_bill (tenant, state, bill_date, id);
create index customer_bill_by_party on customer_bill using gin (party_ids);

create table applied_customer_billing_rate (
    tenant              text collate "C" not null,
    id                  text collate "C" not null,
    bill_id             text collate "C",
    is_billed           boolean not null generated always as (bill_id is not null) stored,
    billing_account_id  text collate "C",
    type                text collate "C",
    product_id          text collate "C",
    date                timestamptz,
    currency            text collate "C" check (currency ~ '^[A-Z]{3}$'),
    tax_excluded        numeric,
    tax_included        numeric,
    revision            bigint not null default 1,
    doc                 json not null,
    primary key (tenant, id),
    constraint rate_bill_exists foreign key (tenant, bill_id) references customer_bill (tenant, id),
    constraint rate_unbilled_has_an_account check (bill_id is not null or billing_account_id is not null),
    constraint rate_document_agrees check (
        doc ->> 'id' = id
        and doc #>> '{bill,id}' is not distinct from bill_id
        and doc ->> 'isBilled' = case when bill_id is null then 'false' else 'true' end)
);

create index rate_by_bill on applied_customer_billing_rate (tenant, bill_id, id);
create index rate_by_account on applied_customer_billing_rate (tenant, billing_account_id, bill_id, id);

create table customer_bill_on_demand (
    tenant              text collate "C" not null,
    id                  text collate "C" not null,
    state               text collate "C" not null,
    billing_account_id  text collate "C",
    party_id            text collate "C",
    bill_id             text collate "C",
    attempts            int not null default 0,
    retry_at            timestamptz not null default '-infinity',
    last_update         timestamptz not null,
    revision            bigint not null default 1,
    doc                 json not null,
    primary key (tenant, id),
    constraint on_demand_state_is_known check (state in ('inProgress', 'rejected', 'done', 'terminatedWithError')),
    constraint on_demand_done_has_its_bill check ((state = 'done') = (bill_id is not null)),
    constraint on_demand_makes_one_bill unique (tenant, bill_id),
    constraint on_demand_bill_exists foreign key (tenant, bill_id) references customer_bill (tenant, id),
    constraint on_demand_document_agrees check (doc ->> 'id' = id and doc ->> 'state' = state)
);

create index on_demand_waiting on customer_bill_on_demand (retry_at) where state = 'inProgress';

-- Gapless numbers: the row is locked until the bill that took the number commits.
create table bill_number_series (
    tenant   text collate "C" not null,
    series   text collate "C" not null,
    last_no  bigint not null check (last_no >= 0),
    primary key (tenant, series)
);

-- The legal moves between bill states, by PATCH or by the system. Release from hold is told by held_from.
create table bill_state_move (
    from_state  text collate "C" not null,
    to_state    text collate "C" not null,
    primary key (from_state, to_state)
);

insert into bill_state_move (from_state, to_state) values
    ('new', 'validated'), ('new', 'sent'), ('new', 'onHold'), ('new', 'settled'),
    ('validated', 'sent'), ('validated', 'onHold'), ('validated', 'settled'),
    ('sent', 'onHold'), ('sent', 'partiallyPaid'), ('sent', 'settled'),
    ('partiallyPaid', 'onHold'), ('partiallyPaid', 'settled'), ('partiallyPaid', 'sent'),
    ('settled', 'partiallyPaid'), ('settled', 'sent');

-- A load from another system of record (set local billwright.load = 'on') brings the states and corrections of that system;
-- everyone else moves by the table and never changes what a customer was sent.
create function customer_bill_guard() returns trigger language plpgsql as $$
begin
    if current_setting('billwright.load', true) = 'on' then
        return new;
    end if;
    if new.state <> old.state and not (case
        when old.state <> 'onHold' then exists (
            select from bill_state_move m where m.from_state = old.state and m.to_state = new.state)
        when old.held_from = 'new' then new.state in ('new', 'validated')
        when old.held_from = 'validated' then new.state = 'validated'
        else new.state in ('sent', 'partiallyPaid', 'settled')
    end) then
        raise exception 'a bill cannot go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'bill_state_moves';
    end if;
    if new.state = 'onHold' and old.state <> 'onHold' and new.held_from <> old.state then
        raise exception 'a bill is held from the state it was in'
            using errcode = 'check_violation', constraint = 'bill_state_moves';
    end if;
    if (old.state in ('sent', 'partiallyPaid', 'settled') or old.held_from in ('sent', 'partiallyPaid'))
        and (new.bill_no, new.billing_account_id, new.currency, new.tax_excluded, new.tax_included, new.amount_due)
            is distinct from
            (old.bill_no, old.billing_account_id, old.currency, old.tax_excluded, old.tax_included, old.amount_due) then
        raise exception 'a bill that was sent is not changed'
            using errcode = 'check_violation', constraint = 'bill_sent_is_immutable';
    end if;
    return new;
end
$$;

create trigger customer_bill_guard before update on customer_bill
    for each row execute function customer_bill_guard();

create function rate_guard() returns trigger language plpgsql as $$
begin
    if old.bill_id is not null and new.bill_id is distinct from old.bill_id
        and current_setting('billwright.load', true) is distinct from 'on' then
        raise exception 'rate % is on bill % already', old.id, old.bill_id
            using errcode = 'check_violation', constraint = 'rate_is_billed_once';
    end if;
    return new;
end
$$;

create trigger rate_guard before update on applied_customer_billing_rate
    for each row execute function rate_guard();
