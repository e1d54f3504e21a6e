-- The span that added an event, where it was traced: its deliveries belong to the same trace. Nothing is written to the rows that exist.
alter table event add column trace text collate "C";
