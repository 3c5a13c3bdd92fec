-- What an event says of its contract: number, supervision number, price, who answers for it.
--
-- in:    the schema as of 0006
-- out:   four columns of landplan.land_event, as gis/database/tables.py describes it; events that are there
--        say nothing. Views that show more columns now are dropped: gis/sql/ makes them anew.
-- units: price_10k_cny ten thousand yuan (万元)

drop view if exists landplan.v_parcel, landplan.v_event;

alter table landplan.land_event
    add column contract_no text default '' not null,
    add column supervision_no text default '' not null,
    add column price_10k_cny double precision,
    add column responsible_unit text default '' not null,
    add constraint land_event_price_check check (price_10k_cny >= 0);
