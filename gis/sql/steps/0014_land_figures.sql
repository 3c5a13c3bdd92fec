-- Figures of the land are numbers that land can have: none is negative, none NaN or infinite.
--
-- in:    the schema as of 0013
-- out:   constraints on what is written from now on; rows that are there are not looked at, so
--        that a database of any earlier state can be upgraded
-- units: _ha hectares, _m2 square metres, _10k_cny ten thousand yuan (万元)
--
-- NaN is larger than infinity, so "less than infinity" leaves out both.

alter table landplan.zone add constraint zone_declared_ha_check
    check (declared_ha > 0 and declared_ha < 'infinity') not valid;
alter table landplan.place
    drop constraint place_measured_m2_check,
    add constraint place_measured_m2_check
        check (measured_m2 > 0 and measured_m2 < 'infinity') not valid;
alter table landplan.parcel add constraint parcel_declared_ha_check
    check (declared_ha > 0 and declared_ha < 'infinity') not valid;
alter table landplan.land_event
    drop constraint land_event_price_check,
    add constraint land_event_declared_ha_check check (
        (declared_ha > 0 or kind = 'reversal' and declared_ha = 0) and declared_ha < 'infinity'
    ) not valid,
    add constraint land_event_price_check
        check (price_10k_cny >= 0 and price_10k_cny < 'infinity') not valid;
