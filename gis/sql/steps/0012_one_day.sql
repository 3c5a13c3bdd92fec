-- A plan of one day: it starts and ends on it.
--
-- in:    landplan.plan, whose period had two days at least
-- out:   the same, its period one day or more

alter table landplan.plan drop constraint plan_period_check;
alter table landplan.plan add constraint plan_period_check check (starts_on <= ends_on);
