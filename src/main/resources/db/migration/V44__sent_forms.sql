-- Forms of the console that were sent: each counts once, however often a browser, a proxy or a person sends it. What they led to is kept for
-- the ones that are sent again.
create table console_form (
    id       text collate "C" primary key,
    sent_at  timestamptz not null,
    href     text
);

create index console_form_by_time on console_form (sent_at);
grant select, insert, update, delete on console_form to billwright_worker;
