-- Statistics of bills for imports. An automatic run during the first transaction of an import counts no bills, because none is
-- committed; until the next run all indexes cost the same, and a foreign key may read one with all bills of the tenant for each row.
create procedure analyze_bills() language plpgsql security definer set search_path from current as $$
begin
    analyze customer_bill;
end
$$;

revoke all on procedure analyze_bills() from public;
grant execute on procedure analyze_bills() to billwright_app;
