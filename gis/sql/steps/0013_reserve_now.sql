-- What is in reserve now is counted by an index alone.
--
-- in:    landplan.parcel_history as of 0009
-- out:   an index of the spans of storage by their last day, with all that v_reserve asks of them
--        where it tells no figures

create index parcel_history_reserve_idx on landplan.parcel_history (
    (coalesce(until_on, 'infinity'::date)), place_id
) include (plan_id, from_on, until_on) where reserve_ha is not null;
