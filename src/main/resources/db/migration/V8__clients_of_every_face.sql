-- Clients are no longer the channel face's alone: one may have roles in a tenant.

alter table channel_client rename to client;
alter table channel_client_secret rename to client_secret;
alter table channel_client_scope rename to client_scope;
alter table client
    add column tenant text collate "C",
    add column roles text[] collate "C" not null default '{}',
    add constraint client_has_roles_in_a_tenant check ((tenant is null) = (roles = '{}')),
    add constraint client_roles_are_known check (roles <@ array['reader', 'channel', 'operator', 'approver', 'admin']);
