-- Bill cycle specifications have the attributes of TMF666. Documents with the earlier names are rewritten; members that had the new names
-- before were not read, and are left out. All other members keep their text.
update bill_cycle_specification
set revision = revision + 1,
    doc = (
        select '{' || string_agg(
            to_json(case name
                when 'billingDay' then 'billingDateShift'
                when 'months' then 'frequency'
                when 'paymentTermDays' then 'paymentDueDateOffset'
                when 'mailingDelayDays' then 'mailingDateOffset'
                else name
            end)::text || ':' || case name
                when 'billingDay' then (value::text::numeric - 1)::int::text
                when 'months' then case value::text::numeric
                    when 1 then '"monthly"'
                    when 2 then '"everyTwoMonths"'
                    when 3 then '"quarterly"'
                    when 4 then '"everyFourMonths"'
                    when 6 then '"halfYearly"'
                    else '"yearly"'
                end
                else value::text
            end, ',' order by place) || '}'
        from json_each(doc) with ordinality as member (name, value, place)
        where name not in (
            'frequency', 'billingPeriod', 'billingDateShift', 'chargeDateOffset', 'creditDateOffset', 'mailingDateOffset',
            'paymentDueDateOffset', 'automaticPlanning'))::json
where json_typeof(doc -> 'billingDay') = 'number';

-- Since when the runs of a bill cycle are planned automatically. Periods that ended before are not planned.
create table bill_run_schedule (
    tenant            text collate "C" not null,
    specification_id  text collate "C" not null,
    since             timestamptz not null,
    primary key (tenant, specification_id)
);

call enable_tenant_isolation('bill_run_schedule');
call grant_worker_access('bill_run_schedule');
