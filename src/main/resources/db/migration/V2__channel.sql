-- Who may use the channel face, and for which businesses it is served.

create table channel_client (
    id                   text collate "C" primary key check (length(id) >= 5),
    requests_per_second  int not null check (requests_per_second > 0),
    created_at           timestamptz not null,
    revoked_at           timestamptz
);

-- Salted and stretched hashes; the secrets themselves are nowhere.
create table channel_client_secret (
    client_id   text collate "C" not null references channel_client (id),
    hash        text collate "C" not null,
    created_at  timestamptz not null,
    expires_at  timestamptz,
    primary key (client_id, hash)
);

create unique index channel_client_has_one_current_secret on channel_client_secret (client_id) where expires_at is null;

create table channel_client_scope (
    client_id  text collate "C" not null references channel_client (id),
    business   text collate "C" not null check (business ~ '^[A-Z]{2}$'),
    operation  text collate "C" not null,
    primary key (client_id, business, operation)
);

create table channel_business (
    id   text collate "C" primary key check (id ~ '^[A-Z]{2}$'),
    doc  json not null,
    constraint business_document_agrees check (doc ->> 'id' = id)
);
