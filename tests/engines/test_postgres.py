"""PostgreSQL, as a third witness, computes the same tables and answers the same reports as DuckDB, to the last unit."""

from __future__ import annotations

from carehomes.settings import read_settings
from carehomes.snapshots.base import lent_in_lots
from carehomes.snapshots.database import Database
from carehomes.snapshots.publish import current_number, fill, snapshot_path
from carehomes.store import Store
from tests.engines.asked import OF_BEDS, OF_VIEWS, SOME, asked, in_order, is_ordered, plain, put_view, reports, tables_of, values_of
from tests.engines.conftest import ALL
from tests.engines.postgres import Postgres


def test_postgres_computes_the_same_tables_and_answers_the_same_reports(copied: Store, postgres: Postgres) -> None:
    path = snapshot_path(copied, current_number(copied))
    postgres.empty()
    fill(postgres, copied, [], copied.journal.entries(), read_settings(), facts=lent_in_lots(postgres, {}))
    database = Database(path, read_only=True)
    try:
        with database.work() as work:
            for name, columns in tables_of(path).items():
                listed = ", ".join(f'"{column}"' for column, _ in columns)
                theirs = postgres.rows(f'select {listed} from "{name}"')
                assert in_order(theirs) == in_order(work.rows(f'select {listed} from "{name}"')), name
            values = values_of(work)
            for name in reports() if ALL else SOME:
                text, given = asked(name, values)
                ours, theirs = work.rows(text, given), postgres.rows(text, given)
                if is_ordered(text):
                    assert [tuple(map(plain, row)) for row in theirs] == [tuple(map(plain, row)) for row in ours], name
                assert in_order(theirs) == in_order(ours), name
            for beds in (False, True) if ALL else (False,):
                made = put_view(work, values, beds=beds)
                assert put_view(postgres, values, beds=beds) == made
                for name in made:
                    columns = ", ".join(f'"{row[0]}"' for row in work.rows(f'describe "{name}"'))
                    text = f'select {columns} from "{name}"'
                    assert in_order(postgres.rows(text)) == in_order(work.rows(text)), (name, beds)
                for name in OF_BEDS if beds else OF_VIEWS:
                    text, given = asked(name, values)
                    assert in_order(postgres.rows(text, given)) == in_order(work.rows(text, given)), (name, beds)
    finally:
        database.close()
