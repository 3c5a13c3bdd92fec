-- What an event says of its contract: number, supervision number, price, who answers for it.
--
-- in:    the schema as of 0006
-- out:   four columns of landplan.land_event, as gis/database/tables.py describes it; events that are
--        there say nothing. Views show them as their last columns: what stands on the views stays,
--        and who may read them.
-- units: price_10k_cny ten thousand yuan (万元)

alter table landplan.land_event
    add column contract_no text default '' not null,
    add column supervision_no text default '' not null,
    add column price_10k_cny double precision,
    add column responsible_unit text default '' not null,
    add constraint land_event_price_check check (price_10k_cny >= 0);
