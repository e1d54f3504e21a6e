-- Sessions of people who use the console. The secret is in their browser; here is its digest.
create table console_session (
    digest      text collate "C" primary key,
    caller_id   text collate "C" not null,
    -- of a machine client, which is looked up on each request, so that its revocation ends the session
    client_id   text collate "C",
    -- the tenants, with the roles and limits that the person has there
    access      jsonb not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    constraint session_expires_after_its_begin check (expires_at > created_at)
);

create index console_session_by_expiry on console_session (expires_at);
grant select, insert, update, delete on console_session to billwright_worker;
