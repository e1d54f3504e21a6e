-- CSV mappings that imports over HTTP name. An import keeps the text that it began with in its options.
create table csv_mapping (
    tenant      text collate "C" not null,
    id          text collate "C" not null,
    mapping     text not null,
    updated_at  timestamptz not null,
    primary key (tenant, id),
    constraint csv_mapping_is_short check (length(mapping) <= 100000)
);

alter table csv_mapping alter column tenant set (n_distinct = 2);
call enable_tenant_isolation('csv_mapping');
