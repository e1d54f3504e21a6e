-- A bill that was replaced may be restored after the one that replaces it: it was given back, and its period is free.
drop trigger bill_period_guard on customer_bill;
create trigger bill_period_guard before insert on customer_bill
    for each row when (new.produced and new.period_start < new.period_end and new.category is distinct from 'creditNote'
        and new.doc -> 'replacingBill' is null)
    execute function bill_period_guard();
