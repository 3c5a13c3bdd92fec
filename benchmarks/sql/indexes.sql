-- Indexes and statistics of the peers' tables, after their rows are in.

alter table peer.parcel add primary key (parcel_id);
create index on peer.parcel using gist (outline);
alter table peer.event add primary key (event_id);
create index on peer.event (corrects) where corrects is not null;
create index on peer.event (parcel_id) include (kind, day, land_group, event_id);
vacuum analyze peer.zone, peer.parcel, peer.event;
