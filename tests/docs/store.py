#!/usr/bin/env python3
"""docs/store.md names every table and column of the store, and no other; its queries run on a store with reports.

    store.py PROGRAM FOLDER-OF-REPORTS
"""
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

page = (pathlib.Path(__file__).parents[2] / "docs/store.md").read_text()
bad = []
with tempfile.TemporaryDirectory() as folder:
    file = f"{folder}/store.db"
    subprocess.run([sys.argv[1], "add", "--quiet", "--db", file, sys.argv[2]], check=True, stdout=subprocess.DEVNULL)
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    tables = [t for (t,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
              if not re.fullmatch(r"found_(data|idx|content|docsize|config)", t)]
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.S | re.M))
    for table in tables:
        columns = {c for (c,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", sections.get(table, ""), re.M))))
        for column in sorted(columns ^ told):
            bad.append(f"table {table}: column {column} is {'not told' if column in columns else 'no column'}")
    bad += [f"there is no table {t}" for t in sections if t not in tables]
    queries = re.findall(r"^```sql\n(.*?)^```", page, re.S | re.M)
    for query in queries:
        try:
            db.execute(query).fetchall()
        except sqlite3.Error as e:
            bad.append(f"{e}: {query}")
    db.close()
for line in bad:
    print("docs/store.md:", line)
if not tables or len(queries) < 5:
    print("docs/store.md: nothing was looked at")
    bad.append("")
print(f"docs/store.md: {len(tables)} tables, {len(queries)} queries")
sys.exit(1 if bad else 0)
