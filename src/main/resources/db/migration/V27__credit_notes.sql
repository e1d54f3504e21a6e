-- Credit notes are bills of the category creditNote with negative amounts. Each says which bill it corrects, and each of its lines
-- which rate it gives back.
alter table customer_bill add column corrected_bill_id text collate "C";
create index customer_bill_corrected on customer_bill (tenant, corrected_bill_id) where corrected_bill_id is not null;

alter table applied_customer_billing_rate add column credited_rate_id text collate "C";
create index rate_credited on applied_customer_billing_rate (tenant, credited_rate_id) where credited_rate_id is not null;

-- At the end of a transaction no more of a rate is given back than it has on its bill, with and without taxes.
create function credit_is_not_exceeded() returns trigger language plpgsql as $$
declare
    billed record;
    credited record;
begin
    select tax_excluded, tax_included into billed
    from applied_customer_billing_rate where tenant = new.tenant and id = new.credited_rate_id;
    if found then
        select sum(tax_excluded) as tax_excluded, sum(tax_included) as tax_included into credited
        from applied_customer_billing_rate where tenant = new.tenant and credited_rate_id = new.credited_rate_id;
        if abs(credited.tax_excluded) > abs(billed.tax_excluded)
            or abs(credited.tax_included) > abs(billed.tax_included)
            or credited.tax_excluded * billed.tax_excluded > 0 then
            raise exception 'more of rate % is given back than it has on its bill', new.credited_rate_id
                using errcode = 'check_violation', constraint = 'credit_is_not_exceeded';
        end if;
    end if;
    return null;
end
$$;

create constraint trigger credit_is_not_exceeded after insert or update on applied_customer_billing_rate deferrable initially deferred
    for each row when (new.credited_rate_id is not null) execute function credit_is_not_exceeded();
