-- The measures of the balance in their order; the same stand in projects/model.py.
--
-- in:    nothing
-- out:   function measures

create or replace function landplan.measures() returns table (measure text, place integer)
language sql immutable parallel safe
begin atomic
    select m.measure, m.place
    from (values
        ('storage', 1), ('supply', 2), ('supply_industry', 3),
        ('supply_housing_services', 4), ('reserve', 5)
    ) m (measure, place);
end;

comment on function landplan.measures is '对账的各指标及其次序';
