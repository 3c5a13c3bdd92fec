"""What the database says of its columns: comments, from the catalogue of columns."""

from typing import Final

from psycopg.sql import Literal

from gis.database.scripts import SqlFile
from projects.package.columns import SHARED, TABLES

_TEMPLATE: Final = """
do $$
declare
    one record;
begin
    for one in
        select a.attrelid::regclass as relation, a.attname, c.told
        from (values
            {rows}
        ) c (relation, attname, told)
        join pg_attribute a
          on a.attrelid = to_regclass('landplan.' || c.relation) and a.attname = c.attname
    loop
        execute format('comment on column %s.%I is %L', one.relation, one.attname, one.told);
    end loop;
end
$$;
"""


def column_comments() -> SqlFile:
    """Return the script that comments the columns of tables and views, Chinese first.

    What the catalogue has and a table or view has not is passed over.
    """
    told: dict[tuple[str, str], str] = {}
    for table in TABLES.values():
        for relation in filter(None, (table.in_database, table.view)):
            for column in (*SHARED, *table.columns, *table.kept, *table.computed):
                told |= {(relation, name): text for name, text in column.comments().items()}
    rows = ",\n            ".join(
        f"({', '.join(Literal(text).as_string() for text in (*place, comment))})"
        for place, comment in told.items()
    )
    return SqlFile("column_comments", _TEMPLATE.format(rows=rows))
