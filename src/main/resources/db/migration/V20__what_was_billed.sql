-- What was billed stays billed, during imports too. A bill that was produced here is changed by nobody but for its state and
-- payments, and a rate leaves no bill: otherwise it would be billed a second time.

alter table customer_bill add column produced boolean not null default false;

update customer_bill bill set produced = true
from customer_bill_on_demand request
where request.tenant = bill.tenant and request.bill_id = bill.id;

create index customer_bill_produced on customer_bill (tenant, id) where produced;

create or replace function customer_bill_guard() returns trigger language plpgsql as $$
begin
    if (old.produced or new.produced)
        and (new.produced, new.bill_no, new.billing_account_id, new.currency, new.bill_date, new.period_start, new.period_end,
                new.tax_excluded, new.tax_included, new.amount_due)
            is distinct from
            (old.produced, old.bill_no, old.billing_account_id, old.currency, old.bill_date, old.period_start, old.period_end,
                old.tax_excluded, old.tax_included, old.amount_due) then
        raise exception 'a bill that was produced here is not changed'
            using errcode = 'check_violation', constraint = 'bill_produced_is_immutable';
    end if;
    if current_setting('billwright.load', true) = 'on' then
        return new;
    end if;
    if new.state <> old.state and not (case
        when old.state <> 'onHold' then exists (
            select from bill_state_transition t where t.from_state = old.state and t.to_state = new.state)
        when old.held_from = 'new' then new.state in ('new', 'validated')
        when old.held_from = 'validated' then new.state = 'validated'
        else new.state in ('sent', 'partiallyPaid', 'settled')
    end) then
        raise exception 'a bill cannot change its state from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'bill_state_transition_is_allowed';
    end if;
    if new.state = 'onHold' and old.state <> 'onHold' and new.held_from <> old.state then
        raise exception 'a bill on hold keeps the state that it was in'
            using errcode = 'check_violation', constraint = 'bill_state_transition_is_allowed';
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

-- An import may move a rate between bills of the system that they came from.
create or replace function rate_guard() returns trigger language plpgsql as $$
begin
    if old.bill_id is null then
        return new;
    end if;
    if new.bill_id is null
        or (new.bill_id <> old.bill_id and current_setting('billwright.load', true) is distinct from 'on') then
        raise exception 'rate % is on bill % already', old.id, old.bill_id
            using errcode = 'check_violation', constraint = 'rate_is_billed_once';
    end if;
    if new.doc::text <> old.doc::text and exists (
        select from customer_bill
        where tenant = old.tenant and id in (old.bill_id, new.bill_id) and produced) then
        raise exception 'rate % is on bill %, which was produced here', old.id, old.bill_id
            using errcode = 'check_violation', constraint = 'bill_produced_is_immutable';
    end if;
    return new;
end
$$;
