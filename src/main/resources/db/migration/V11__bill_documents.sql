-- Documents of bills as they were made elsewhere. The bill lists each of them in billDocument; it takes them with it when it goes.
create table bill_document_content (
    tenant     text collate "C" not null,
    bill_id    text collate "C" not null,
    id         text collate "C" not null,
    name       text not null,
    mime_type  text not null,
    sha256     text collate "C" not null,
    bytes      bytea not null,
    revision   bigint not null default 1,
    primary key (tenant, bill_id, id),
    constraint document_bill_exists foreign key (tenant, bill_id) references customer_bill (tenant, id) on delete cascade
);

-- What is in a PDF is compressed already.
alter table bill_document_content alter column bytes set storage external;

call protect_tenants('bill_document_content');
