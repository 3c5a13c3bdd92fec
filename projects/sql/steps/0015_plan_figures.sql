-- Figures of a plan are numbers: amounts are not negative, none is NaN or infinite.
--
-- in:    the schema as of 0014
-- out:   constraints on what is written from now on; rows that are there are not looked at, so
--        that a database of any earlier state can be upgraded
-- units: _m2 square metres, _10k_cny ten thousand yuan (万元)
--
-- NaN is larger than infinity, so "less than infinity" leaves out both.

alter table landplan.target add constraint target_value_check
    check (value >= 0 and value < 'infinity') not valid;
alter table landplan.target_schedule add constraint target_schedule_value_check
    check (value >= 0 and value < 'infinity') not valid;
alter table landplan.project
    add constraint project_site_area_m2_check
        check (site_area_m2 >= 0 and site_area_m2 < 'infinity') not valid,
    add constraint project_floor_area_m2_check
        check (floor_area_m2 >= 0 and floor_area_m2 < 'infinity') not valid,
    add constraint project_investment_10k_cny_check
        check (investment_10k_cny >= 0 and investment_10k_cny < 'infinity') not valid;
alter table landplan.project_record add constraint project_record_invested_10k_cny_check
    check (invested_10k_cny >= 0 and invested_10k_cny < 'infinity') not valid;
alter table landplan.indicator
    add constraint indicator_value_check
        check (value > '-infinity' and value < 'infinity') not valid,
    add constraint indicator_value_to_check
        check (value_to > '-infinity' and value_to < 'infinity') not valid;
alter table landplan.indicator_record add constraint indicator_record_value_check
    check (value > '-infinity' and value < 'infinity') not valid;
alter table landplan.investment
    add constraint investment_project_count_check check (project_count >= 0) not valid,
    add constraint investment_total_10k_cny_check
        check (total_10k_cny >= 0 and total_10k_cny < 'infinity') not valid,
    add constraint investment_period_10k_cny_check
        check (period_10k_cny >= 0 and period_10k_cny < 'infinity') not valid;
