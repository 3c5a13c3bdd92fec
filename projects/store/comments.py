"""What the database says of its tables and columns: comments, in Chinese first.

Those of a plan package stand in the catalogue of columns, all others in `comments.csv`: a table has
no column there, and the relation `*` is any that says nothing else of a column of that name. Views
and functions are told of where they are made, in `sql/`.
"""

import csv
from importlib.resources import files
from typing import Final

from psycopg.sql import Literal

from gis.database.scripts import SqlFile
from projects.package.columns import SHARED, TABLES

ANY: Final = "*"

_TEMPLATE: Final = """
do $$
declare
    one record;
begin
    for one in
        with told (relation, attname, comment) as (values
            {rows}
        )
        select distinct on (c.oid, coalesce(a.attname, ''))
               c.oid::regclass as relation, a.attname, t.comment
        from pg_class c
        cross join told t
        left join pg_attribute a
          on a.attrelid = c.oid and a.attname = t.attname and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = to_regnamespace('landplan')
          and (c.relname = t.relation or t.relation = '{any}' and c.relkind = 'r')
          and (a.attname is not null or t.attname = '')
        order by c.oid, coalesce(a.attname, ''), t.relation = '{any}'
    loop
        if one.attname is null then
            execute format('comment on table %s is %L', one.relation, one.comment);
        else
            execute format(
                'comment on column %s.%I is %L', one.relation, one.attname, one.comment
            );
        end if;
    end loop;
end
$$;
"""


def comments() -> SqlFile:
    """Return the script that comments tables, and the columns of tables and views.

    What is told of and a table or view has not is passed over.
    """
    told: dict[tuple[str, str], str] = {}
    for table in TABLES.values():
        for relation in filter(None, (table.in_database, table.view)):
            for column in (*SHARED, *table.columns, *table.kept, *table.computed):
                told |= {(relation, name): text for name, text in column.comments().items()}
    source = files("projects.store").joinpath("comments.csv")
    for row in csv.DictReader(source.read_text("utf-8").splitlines()):
        told.setdefault((row["relation"], row["column"]), row["zh"])
    rows = ",\n            ".join(
        f"({', '.join(Literal(text).as_string() for text in (*place, comment))})"
        for place, comment in told.items()
    )
    return SqlFile("comments", _TEMPLATE.format(rows=rows, any=ANY))
