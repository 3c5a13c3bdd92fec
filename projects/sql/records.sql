-- Records of projects and indicators only grow: they are not truncated either.
--
-- in:    landplan.project_record and indicator_record; refuse_truncate of gis/sql/guards.sql
-- out:   triggers that refuse to truncate them (the steps made those that refuse a change)
-- units: none

create or replace trigger project_record_not_truncated before truncate on landplan.project_record
    for each statement execute function landplan.refuse_truncate();
create or replace trigger indicator_record_not_truncated
    before truncate on landplan.indicator_record
    for each statement execute function landplan.refuse_truncate();
