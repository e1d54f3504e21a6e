-- As before, under a name of its own: a payment has a constraint credit_is_not_exceeded too, and an import checks this one early, by its name.
drop trigger credit_is_not_exceeded on applied_customer_billing_rate;
drop function credit_is_not_exceeded();

create function rate_credit_is_not_exceeded() returns trigger language plpgsql as $$
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
                using errcode = 'check_violation', constraint = 'rate_credit_is_not_exceeded';
        end if;
    end if;
    return null;
end
$$;

create constraint trigger rate_credit_is_not_exceeded after insert or update on applied_customer_billing_rate
    deferrable initially deferred
    for each row when (new.credited_rate_id is not null) execute function rate_credit_is_not_exceeded();
