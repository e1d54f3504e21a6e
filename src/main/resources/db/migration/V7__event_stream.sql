-- Events in one order, for readers that keep a place in it. The identity of an event is drawn before its transaction is
-- committed, so that a lower one may appear after a higher one was read; its position is drawn when it is given out, by one
-- transaction at a time, of events that are committed. An event without one was not given out yet.

create sequence event_position;

alter table event add column position bigint;

update event e
set position = given.position
from (
    select ordered.seq, nextval('event_position') as position
    from (select seq from event where dispatched order by seq) as ordered) as given
where e.seq = given.seq;

alter table event drop column dispatched;

create index event_to_dispatch on event (seq) where position is null;
create unique index event_by_position on event (position);

-- How far each topic of Kafka has come. It holds no tenant's data: a position is a place among the events of all.
create table event_stream (
    topic     text collate "C" not null primary key,
    position  bigint not null
);

grant usage on sequence event_position to billwright_worker;
grant select, insert, update, delete on event_stream to billwright_worker;
