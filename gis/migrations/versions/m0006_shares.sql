-- Shares as rows of their table: functions whose arguments or columns change are made anew.
--
-- in:    the schema as of 0005
-- out:   the same without those functions and what builds on them; gis/sql/ makes them again
-- units: none

drop function if exists
    landplan.land_series, landplan.land_counted, landplan.land_shares_known,
    landplan.stored_differences, landplan.land_conflicts, landplan.land_shares, landplan.land_taken;
