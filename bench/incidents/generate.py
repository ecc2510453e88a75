#!/usr/bin/env python3
"""Writes a stream of invented reports of invented incidents, with the truth beside them.

    generate.py FOLDER [--incidents 500] [--reports 5000] [--seed 11] [--from 2019-01-01] [--days 1300] [--towns N]
                       [--parts 1] [--order random|told]

--days   over how many days the incidents are spread, from the day of --from on
--towns  in how many towns; all there are where it is not given
--parts  into how many files the reports go: reports.jsonl, or reports-000.jsonl and so on
--order  told: as a desk gets them, by time of publication; those without one stay anywhere

FOLDER/reports.jsonl  {"id", "title", "text", "published", "outlet"} a line, in a random order
FOLDER/truth.tsv      report, incident: one line for each incident that a report tells of

Towns are those of lexicon/places.*.tsv; what happens in them is made up. What makes it hard, as it is in a desk's feed:
    round-ups     a report that tells of three to five incidents of its day, a paragraph each
    follow-ups    two to five days later: a victim dies, a toll is corrected
    near-twins    the same act in the same town three to eight days later, or in the next town on the same day
    recurrences   the same site struck again months later
    anniversaries a report of a year later that tells the old incident and nothing new
    undated       a report whose page bears no time, some with a date in their words and some without
"""
import csv, datetime as dt, glob, json, os, random, sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
MONTHS = 'كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول'.split('|')
DAYS = 'الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد'.split('|')
# act: noun with article, verb phrases "hit", does it wound by fire
ACTS = {
    'airstrike': (['غارة جوية', 'قصف جوي', 'غارات جوية'], ['استهدفت طائرات حربية {site}', 'قصفت طائرات حربية {site}', 'شنت طائرات حربية غارات على {site}']),
    'shelling': (['قصف مدفعي', 'قصف صاروخي', 'قذائف مدفعية'], ['تعرض {site} لقصف مدفعي', 'سقطت قذائف على {site}', 'قصفت المدفعية {site}']),
    'bombing': (['انفجار سيارة مفخخة', 'تفجير سيارة مفخخة', 'انفجار عبوة ناسفة'], ['انفجرت سيارة مفخخة قرب {site}', 'استهدف تفجير بسيارة مفخخة {site}', 'هز انفجار {site}']),
    'attack': (['هجوم مسلح', 'هجوم شنه مسلحون', 'اعتداء مسلح'], ['هاجم مسلحون {site}', 'شن مسلحون هجوماً على {site}', 'استهدف مسلحون {site} بالأسلحة الرشاشة']),
    'drone_strike': (['هجوم بطائرة مسيرة', 'قصف بطائرة مسيرة', 'ضربة بطائرة مسيرة'], ['استهدفت طائرة مسيرة {site}', 'قصفت طائرة مسيرة {site}', 'ضربت مسيرة {site}']),
    'clash': (['اشتباكات', 'مواجهات مسلحة', 'اشتباكات عنيفة'], ['اندلعت اشتباكات قرب {site}', 'دارت مواجهات عنيفة في محيط {site}', 'وقعت اشتباكات عند {site}']),
}
SITES = ['السوق الشعبي', 'مدرسة للبنات', 'المشفى العام', 'حاجز أمني', 'مركز الشرطة', 'مخيم للنازحين', 'محطة للوقود', 'حافلة ركاب', 'مسجداً في الحي القديم', 'منازل سكنية', 'مقراً عسكرياً', 'قاعة أفراح', 'مخبزاً', 'جسراً رئيسياً']
VICTIMS = ['مدنيين', 'أشخاص', 'عناصر من الشرطة', 'أطفال', 'عمال', 'مقاتلين', 'جنود', 'نازحين']
SPEAKERS = ['مصدر طبي', 'مصدر أمني', 'مصدر محلي', 'شهود عيان', 'ناشطون', 'الدفاع المدني', 'مدير المشفى', 'مسؤول محلي', 'المجلس المحلي', 'المرصد الأهلي للتوثيق']
SAID = ['قال', 'أكد', 'أفاد', 'ذكر', 'أعلن']
OUTLETS = ['وكالة سدرة', 'شبكة المدار الإخبارية', 'موقع الجسر نت', 'صحيفة الضحى', 'قناة الساحة', 'تلفزيون الأفق', 'إذاعة صوت الوادي', 'منصة خبر الآن', 'مركز الضفاف الإعلامي', 'صحيفة البيدر', 'موقع نبض السهل', 'وكالة المرسى للأنباء', 'شبكة الميدان', 'صحيفة الرابية']
COLOUR = [
    'وهرعت سيارات الإسعاف إلى المكان.', 'وما زالت فرق الإنقاذ تبحث تحت الأنقاض.', 'وأغلقت السلطات الطرق المؤدية إلى المنطقة.', 'ولم تعلن أي جهة مسؤوليتها حتى الآن.',
    'وسادت حالة من الذعر بين السكان.', 'وناشد المشفى الأهالي التبرع بالدم.', 'وانقطعت الكهرباء عن أحياء عدة.', 'وتداول ناشطون صوراً للدمار.', 'وطالب الأهالي بحماية المدنيين.', 'وأدانت منظمات حقوقية ما جرى.']


def towns():
    """(town, governorate, its id) of which the name is one place's alone."""
    rows, count = [], {}
    for path in sorted(glob.glob(os.path.join(ROOT, 'lexicon', 'places*.tsv'))):
        for r in csv.DictReader(open(path, encoding='utf-8'), delimiter='\t', quoting=csv.QUOTE_NONE):
            rows.append(r)
            for f in r['forms'].split('|'):
                count[f] = count.get(f, 0) + 1
    by_id = {r['id']: r for r in rows}
    out = []
    for r in rows:
        name = r['forms'].split('|')[0]
        if r['type'] not in ('city', 'town') or 'ambiguous' in (r['feats'] or '') or count[name] > 1 or len(name) < 4:
            continue
        up = by_id.get(r['within'])
        while up and up['type'] not in ('governorate', 'state', 'province'):
            up = by_id.get(up['within'])
        if up and up['id'][:2] in ('sy', 'iq', 'ye', 'sd', 'ly'):
            out.append((name, up['forms'].split('|')[0], up['id']))
    return out


def number(rnd, n, unit):
    if n == 1:
        return {'killed': 'شخص واحد', 'wounded': 'شخص آخر'}[unit]
    return str(n) if rnd.random() < .8 else str(n).translate(str.maketrans('0123456789', '٠١٢٣٤٥٦٧٨٩'))


def when(rnd, inc, told):
    d = inc['date']
    days = (told - d).days
    day = DAYS[d.weekday()]
    options = [f'يوم {day}', f'مساء {day}', f'فجر {day}'] if days < 6 else []
    if days == 0:
        options.append('اليوم')
    if days == 1:
        options.append('أمس')
    options.append(f'في {d.day} {MONTHS[d.month - 1]}' + (f' {d.year}' if days > 200 or rnd.random() < .3 else ''))
    return rnd.choice(options)


def toll(rnd, inc, told):
    """What is known by then: it grows over the first two days, and tellers differ a little."""
    late = min(2, (told - inc['date']).days)
    dead = max(1, inc['dead'] - (2 - late) * inc['slow'] + rnd.choice((0, 0, 0, 0, 1, -1)))
    hurt = max(2, inc['hurt'] - (2 - late) * inc['slow'] * 2 + rnd.choice((0, 0, 0, 2, -1, 4)))
    return dead, hurt


def lead(rnd, inc, told, dated=True):
    noun, hits = ACTS[inc['act']]
    dead, hurt = toll(rnd, inc, told)
    w = ' ' + when(rnd, inc, told) if dated else ''
    where = rnd.choice([f"في مدينة {inc['town']}", f"في {inc['town']}", f"في بلدة {inc['town']} ب{inc['region']}", f"في {inc['town']} التابعة ل{inc['region']}"])
    n, h = number(rnd, dead, 'killed'), number(rnd, hurt, 'wounded')
    who, said = rnd.choice(SPEAKERS), rnd.choice(SAID)
    return rnd.choice([
        f"قتل {n} {inc['victims']} وأصيب {h} آخرون في {rnd.choice(noun)} {where}{w}، بحسب ما {said} {who}.",
        f"{said} {who} إن {n} {inc['victims']} قتلوا وأصيب {h} بجروح في {rnd.choice(noun)} {where}{w}.",
        f"{rnd.choice(hits).format(site=inc['site'])} {where}{w}، ما أدى إلى مقتل {n} {inc['victims']} وإصابة {h} آخرين، وفق {who}.",
        f"أسفر {rnd.choice(noun)} {where}{w} عن مقتل {n} {inc['victims']} وجرح {h} آخرين."])


def second(rnd, inc, told):
    noun, hits = ACTS[inc['act']]
    more = [rnd.choice(hits).format(site=inc['site']).replace('{site}', inc['site']) + '، ' + rnd.choice(['ما أوقع أضراراً كبيرة.', 'واندلع حريق في المكان.', 'فتضررت أبنية مجاورة.'])]
    if rnd.random() < .5:
        more.append(f"{rnd.choice(SAID)} {rnd.choice(SPEAKERS)} أن بين القتلى {rnd.choice(['امرأة وطفلين', 'ثلاثة أطفال', 'مسعفاً', 'أربعة من عائلة واحدة'])}.")
    if inc['agent'] and rnd.random() < .6:
        more.append(f"واتهم {rnd.choice(SPEAKERS)} {inc['agent']} بالوقوف وراء الهجوم.")
    more += rnd.sample(COLOUR, rnd.randint(1, 3))
    rnd.shuffle(more)
    return ' '.join(more)


def title(rnd, inc, told):
    dead, hurt = toll(rnd, inc, told)
    noun = rnd.choice(ACTS[inc['act']][0])
    return rnd.choice([f"مقتل {dead} {inc['victims']} في {noun} في {inc['town']}", f"{noun} في {inc['town']} يوقع قتلى وجرحى", f"{inc['town']}: {dead} قتلى و{hurt} جريحاً في {noun}", f"{noun} يستهدف {inc['site']} في {inc['town']}"])


def main(argv):
    folder = argv[1]
    opt = dict(zip(argv[2::2], argv[3::2]))
    n_inc, n_rep = int(opt.get('--incidents', 500)), int(opt.get('--reports', 5000))
    rnd = random.Random(int(opt.get('--seed', 11)))
    start = dt.date.fromisoformat(opt.get('--from', '2019-01-01'))
    days, parts = int(opt.get('--days', 1300)), int(opt.get('--parts', 1))
    places = towns()
    if '--towns' in opt:
        places = random.Random(rnd.random()).sample(places, min(len(places), int(opt['--towns'])))
    agents = [None, None, 'تنظيم داعش', 'قوات النظام', 'قوات سوريا الديمقراطية', 'جماعة الحوثي', 'قوات الدعم السريع']
    incidents = []

    def new(**fixed):
        town, region, rid = rnd.choice(places)
        dead = rnd.randint(2, 40)
        inc = dict(id=f'i{len(incidents):04}', town=town, region=region, rid=rid, act=rnd.choice(list(ACTS)), site=rnd.choice(SITES), victims=rnd.choice(VICTIMS), dead=dead, hurt=dead + rnd.randint(2, 60),
                   slow=rnd.randint(0, max(0, dead // 5)), agent=rnd.choice(agents), date=start + dt.timedelta(days=rnd.randint(0, days)))
        inc.update(fixed)
        inc['size'] = max(1, min(60, int(rnd.paretovariate(1.1) * 4)))
        incidents.append(inc)
        return inc
    while len(incidents) < n_inc:
        a = new()
        x = rnd.random()
        if x < .08:    # the same act in the same town within the week
            new(town=a['town'], region=a['region'], rid=a['rid'], act=a['act'], date=a['date'] + dt.timedelta(days=rnd.randint(3, 8)))
        elif x < .14:  # the next town on the same day
            near = [p for p in places if p[2] == a['rid'] and p[0] != a['town']]
            if near:
                t = rnd.choice(near)
                new(town=t[0], region=t[1], rid=t[2], act=a['act'], date=a['date'])
        elif x < .20:  # the same site, months later
            new(town=a['town'], region=a['region'], rid=a['rid'], act=a['act'], site=a['site'], date=a['date'] + dt.timedelta(days=rnd.randint(70, 400)))
    incidents = incidents[:n_inc]
    reports, truth = [], []

    def put(text, head, published, of):
        rid = f'r{len(reports):05}'
        stamp = published and f'{published.isoformat()}T{rnd.randint(5, 23):02}:{rnd.randint(0, 59):02}:00'
        reports.append({'id': rid, 'title': head, 'text': text, 'published': stamp, 'outlet': rnd.choice(OUTLETS)})
        truth.extend((rid, i['id']) for i in of)
    total = sum(i['size'] for i in incidents)
    by_day = {}
    for i in incidents:
        by_day.setdefault(i['date'], []).append(i)
    for inc in incidents:
        for k in range(max(1, round(inc['size'] * n_rep * .93 / total))):
            told = inc['date'] + dt.timedelta(days=rnd.choice((0, 0, 0, 0, 1, 1, 2)))
            x = rnd.random()
            if x < .06:      # follow-up
                told = inc['date'] + dt.timedelta(days=rnd.randint(3, 5))
                dead, _ = toll(rnd, inc, told)
                text = f"ارتفع إلى {dead} عدد قتلى {rnd.choice(ACTS[inc['act']][0])} في {inc['town']} {when(rnd, inc, told)}، بعد وفاة أحد الجرحى، بحسب {rnd.choice(SPEAKERS)}.\n" + second(rnd, inc, told)
                put(text, f"ارتفاع حصيلة قتلى {inc['town']} إلى {dead}", told, [inc])
            elif x < .08:    # anniversary
                told = inc['date'].replace(year=inc['date'].year + 1) if (inc['date'].month, inc['date'].day) != (2, 29) else inc['date'] + dt.timedelta(days=365)
                d = inc['date']
                text = f"يحيي أهالي {inc['town']} ذكرى مرور عام على {rnd.choice(ACTS[inc['act']][0])} الذي وقع في {d.day} {MONTHS[d.month - 1]} {d.year} وأدى إلى مقتل {inc['dead']} {inc['victims']} وإصابة {inc['hurt']} آخرين في {inc['town']} ب{inc['region']}."
                put(text, f"عام على ما جرى في {inc['town']}", told, [inc])
            elif x < .12:    # undated page
                put(lead(rnd, inc, told, dated=rnd.random() < .5) + '\n' + second(rnd, inc, told), title(rnd, inc, told), None, [inc])
            else:
                put(lead(rnd, inc, told) + '\n' + second(rnd, inc, told), title(rnd, inc, told), told, [inc])
    dates = list(by_day)
    while len(reports) < n_rep:  # round-ups of a day
        day = rnd.choice(dates)
        near = [i for k in range(0, 3) for i in by_day.get(day - dt.timedelta(days=k), [])]
        several = rnd.sample(near, min(len(near), rnd.randint(3, 5)))
        if len(several) < 2:
            day = None
            several = rnd.sample(incidents, 1)
            told = several[0]['date']
            put(lead(rnd, several[0], told) + '\n' + second(rnd, several[0], told), title(rnd, several[0], told), told, several)
            continue
        put('\n'.join(lead(rnd, i, day) for i in several), 'حصيلة أحداث اليوم', day, several)
    rnd.shuffle(reports)
    os.makedirs(folder, exist_ok=True)
    if opt.get('--order') == 'told':
        dated = iter(sorted((r for r in reports if r['published']), key=lambda r: (r['published'], r['id'])))
        reports = [next(dated) if r['published'] else r for r in reports]
    for k in range(parts):
        name = 'reports.jsonl' if parts == 1 else f'reports-{k:03}.jsonl'
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
            for r in reports[len(reports) * k // parts:len(reports) * (k + 1) // parts]:
                f.write(json.dumps(r, ensure_ascii=False) + '\n')
    with open(os.path.join(folder, 'truth.tsv'), 'w', encoding='utf-8') as f:
        for row in sorted(truth):
            f.write('\t'.join(row) + '\n')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv)
