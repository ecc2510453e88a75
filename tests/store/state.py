"""What a store of SQLite holds of incidents, told without its numbers, so that two stores can be compared; and whether it fits together."""
import hashlib
import sqlite3


def unpacked(b):
    """Numbers of a packed list (src/store/ids.h): each the difference to the one before, seven bits a byte, the lowest first."""
    out, last, value, shift = [], 0, 0, 0
    for byte in b or b'':
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            last += value
            out.append(last)
            value = shift = 0
    return out


def state(path, names=True):
    """{part: what there is of it}; names: incidents go by their names, else by what is in them."""
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    sha = {i: s.hex()[:16] for i, s in db.execute('SELECT id, sha FROM report')}
    members, incidents = {}, {}
    for i, r, part in db.execute('SELECT incident, report, part FROM member'):
        members.setdefault(i, []).append(f'{sha[r]} {part}')
    for row in db.execute('SELECT id, name, title_ar, title_en, place, place_text, lat, lon, time_from, time_to, reports, outlets, origins, '
                          'claims, contradictions, killed_low, killed_high, hint FROM incident'):
        within = sorted(members.get(row[0], []))
        incidents[row[0]] = (row[1],) + (tuple(within),) if names else (tuple(within),)
        incidents[row[0]] += row[2:]
    tags = {}
    for kind, tag, start, i in db.execute('SELECT kind, tag, time_from, incident FROM incident_tag'):
        tags.setdefault(i, []).append((kind, tag, start))
    called = {i: x[0] for i, x in incidents.items()}
    threads = {i: f'{sha[r]}.{n}' for i, r, n in db.execute('SELECT id, report, number FROM thread')}
    out = {
        'reports': sorted(sha.values()),
        'incidents': sorted((x + (tuple(sorted(tags.get(i, []))),) for i, x in incidents.items()), key=repr),
        'copies': sorted((sha[r], sha[o], share, whole, best, sha[w]) for r, o, share, whole, best, w in
                         db.execute('SELECT report, of, share, whole, best, owner FROM copy')),
        'prints': sorted((h, t, sha[r]) for h, t, r in db.execute('SELECT hash, told, report FROM print')),
        'stands': sorted(sha[r] for r, in db.execute('SELECT id FROM report WHERE stands = 1')),
        'apart': sorted((sha[r], called.get(n)) for r, n in db.execute('SELECT report, near FROM apart')),
        'threads': sorted((threads[t], town, region, wide, place, alone, home, hint, sorted(threads[x] for x in unpacked(mt)),
                           sorted(threads[x] for x in unpacked(mr)), called.get(i), judged)
                          for t, town, region, wide, place, alone, home, hint, mt, mr, i, judged in
                          db.execute('SELECT id, town, region, wide, place_in_time, alone, home, hint, meets_town, meets_region, incident, '
                                     'judged FROM thread')),
    }
    db.close()
    return out


def differences(a, b, most=3):
    """Sentences on what of a is not as in b."""
    out = []
    for part in a:
        left = [x for x in a[part] if x not in set_of(b[part])]
        right = [x for x in b[part] if x not in set_of(a[part])]
        if left or right:
            out.append(f'{part}: {len(left)} of {len(a[part])} are not in the other, {len(right)} of {len(b[part])} not in the one: '
                       f'{[str(x)[:300] for x in left[:most]]} {[str(x)[:300] for x in right[:most]]}')
    return out


class set_of:
    seen = {}

    def __new__(cls, rows):
        if cls.seen.get('rows') is not rows:
            cls.seen = {'rows': rows, 'set': {repr(x) for x in rows}}
        return Rows(cls.seen['set'])


class Rows:
    def __init__(self, s):
        self.s = s

    def __contains__(self, x):
        return repr(x) in self.s


def whole(path):
    """Sentences on what is half there."""
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    out = []

    def none(what, sql):
        rows = db.execute(sql).fetchmany(3)
        if rows:
            out.append(f'{what}: {rows}')

    check = db.execute('PRAGMA integrity_check').fetchall()
    if check != [('ok',)]:
        out.append(f'integrity_check: {check[:3]}')
    none('keys that lead nowhere', 'PRAGMA foreign_key_check')
    none('documents without reports', 'SELECT id FROM document WHERE id NOT IN (SELECT document FROM report)')
    none('objects without documents', 'SELECT id FROM raw WHERE id NOT IN (SELECT raw FROM document)')
    none('reports without an entry in the log',
         "SELECT id FROM report WHERE lower(hex(sha)) NOT IN (SELECT subject FROM log WHERE kind = 'add')")
    none('entries in the log without a report',
         "SELECT seq, subject FROM log WHERE kind = 'add' AND subject NOT IN (SELECT lower(hex(sha)) FROM report)")
    if not db.execute("SELECT 1 FROM riwaya_meta WHERE key = 'rebuild'").fetchone():  # until it has ended, a search finds less
        none('reports that cannot be searched', 'SELECT id FROM report WHERE id NOT IN (SELECT report FROM found_time)')
    none('incidents without members', 'SELECT id FROM incident WHERE id NOT IN (SELECT incident FROM member)')
    none('incidents with another number of members',
         'SELECT i.id FROM incident i WHERE i.reports <> (SELECT count(*) FROM member m WHERE m.incident = i.id)')
    none('members of no incident', 'SELECT * FROM member WHERE incident NOT IN (SELECT id FROM incident)')
    none('threads of no incident', 'SELECT id FROM thread WHERE incident IS NOT NULL AND incident NOT IN (SELECT id FROM incident)')
    none('tags of no incident', 'SELECT * FROM incident_tag WHERE incident NOT IN (SELECT id FROM incident)')
    none('threads whose report is no member',
         'SELECT t.id FROM thread t WHERE t.incident IS NOT NULL AND NOT EXISTS (SELECT 1 FROM member m WHERE m.incident = t.incident AND '
         'm.report = t.report)')
    none('members without a thread',
         'SELECT * FROM member m WHERE NOT EXISTS (SELECT 1 FROM thread t WHERE t.incident = m.incident AND t.report = m.report)')
    none('settled reports without threads',
         'SELECT id FROM report WHERE stale = 0 AND replaced_by IS NULL AND id NOT IN (SELECT report FROM thread)')
    none('reports apart from nothing', 'SELECT * FROM apart WHERE near NOT IN (SELECT id FROM incident)')
    none('prints of what does not stand', 'SELECT report FROM print WHERE report NOT IN (SELECT id FROM report WHERE stands = 1)')
    threads = dict(db.execute('SELECT id, meets_town FROM thread')), dict(db.execute('SELECT id, meets_region FROM thread'))
    for side in threads:
        lists = {i: set(unpacked(b)) for i, b in side.items()}
        lost = [(i, o) for i, others in lists.items() for o in others if i not in lists.get(o, ())]
        if lost:
            out.append(f'threads that meet one another on one side alone: {lost[:3]}')
    none('claims of no report', 'SELECT report FROM claim WHERE report NOT IN (SELECT id FROM report)')
    db.close()
    return out


def log_of(path):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    out = hashlib.sha256(repr(db.execute('SELECT seq, hash FROM log ORDER BY seq').fetchall()).encode()).hexdigest()
    db.close()
    return out
