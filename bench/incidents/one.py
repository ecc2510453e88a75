#!/usr/bin/env python3
"""Writes the reports of one large invented incident, as the page's tests and measurements want it.

    one.py FOLDER [--reports 400] [--outlets 60] [--seed 5] [--parts 1]

--parts  into how many files the reports go, in order of publication: reports-000.jsonl and so on. Added one after the
         other they give the ledger a past.

FOLDER/reports.jsonl  {"id", "title", "text", "published", "outlet"} a line

An assault on a prison, told for three days by many outlets. A fourth of the reports are copies of an earlier one; some quote
an agency that quotes a spokesman; tolls grow; a party denies that anyone escaped and then announces that some were caught
again. All of it is made up."""
import datetime as dt, json, os, random, sys

from generate import DAYS, OUTLETS

WORDS = 'الضفة|السهل|الجبل|النهر|الميناء|القلعة|الواحة|البستان|المنارة|السفينة|الشراع|السنبلة|الزيتون|الياسمين|المرفأ|الهضبة|النبع|الغدير|المنبر|السراج|الديوان|القافلة'.split('|')
KINDS = 'وكالة|شبكة|صحيفة|موقع|قناة|إذاعة'.split('|')
AGENCIES = ['وكالة سدرة للأنباء', 'وكالة المرسى للأنباء', 'وكالة القافلة للأنباء']
SPEAKERS = ['مصدر عسكري', 'مصدر طبي', 'مصدر أمني', 'مصادر محلية', 'شهود عيان', 'المركز الإعلامي لقوات سوريا الديمقراطية', 'مصادر خاصة', 'ناشطون', 'مدير المشفى', 'الدفاع المدني', 'المتحدث باسم قوات سوريا الديمقراطية', 'مسؤول في الإدارة الذاتية']
SAID = ['قال', 'أكد', 'أفاد', 'ذكر']
COLOUR = ['وأغلقت الطرق المؤدية إلى المدينة.', 'وسمع دوي انفجارات في محيط السجن.', 'وانقطعت الكهرباء عن أحياء عدة.', 'وحلقت طائرات التحالف الدولي في سماء المدينة.', 'وفرض حظر للتجول حتى الصباح.',
          'وتداول ناشطون صوراً لأعمدة الدخان.', 'ونزحت عائلات من الأحياء القريبة.', 'وهرعت سيارات الإسعاف إلى المكان.', 'ولم يتسن التحقق من ذلك من مصدر مستقل.']
SITE = 'سجن الطبقة المركزي'
START = dt.datetime(2023, 11, 14, 19, 30)


def outlets(n):
    made = OUTLETS + [f'{kind} {word} الإخبارية' for word in WORDS for kind in KINDS]
    return list(dict.fromkeys(made))[:n]


def about(rnd, n):
    return rnd.choice([f'{n}', f'{n}', f'نحو {n}', f'أكثر من {n}', f'ما لا يقل عن {n}', f'قرابة {n}'])


def toll(rnd, hours, most):
    """Counts grow over two days, and tellers differ."""
    n = most * min(1, .35 + hours / 48)
    return max(2, round(n * rnd.choice((.8, 1, 1, 1, 1.1))))


def sentence(rnd, hours, who):
    said = rnd.choice(SAID)
    return rnd.choice([
        lambda: f'{said} {who} إن {about(rnd, toll(rnd, hours, 30))} من عناصر قوات سوريا الديمقراطية قتلوا في الهجوم على {SITE}.',
        lambda: f'{said} {who} أن {about(rnd, toll(rnd, hours, 18))} مدنيين قتلوا وأصيب {about(rnd, toll(rnd, hours, 40))} آخرون بجروح.',
        lambda: f'{said} {who} أن {about(rnd, toll(rnd, hours, 90))} من سجناء تنظيم داعش فروا من {SITE}.',
        lambda: f'{said} {who} إن {about(rnd, toll(rnd, hours, 60))} من مسلحي تنظيم داعش قتلوا خلال الاشتباكات.',
        lambda: f'{said} {who} أن {about(rnd, toll(rnd, hours, 300))} عائلة نزحت من الأحياء المحيطة بالسجن.',
        lambda: f'{said} {who} أن قواته ألقت القبض على {about(rnd, toll(rnd, hours, 45))} من السجناء الفارين.',
        lambda: f'{said} {who} إن {about(rnd, toll(rnd, hours, 12))} من حراس السجن ما زالوا محتجزين لدى المهاجمين.'])()


def report(rnd, hours, names):
    when = START + dt.timedelta(hours=hours)
    lead = f'هاجم مسلحون من تنظيم داعش {SITE} في مدينة الطبقة بريف الرقة مساء الثلاثاء 14 تشرين الثاني 2023، ما أدى إلى مقتل {about(rnd, toll(rnd, hours, 30))} من حراس السجن وإصابة {about(rnd, toll(rnd, hours, 25))} آخرين.'
    body = [lead]
    for _ in range(rnd.randint(2, 5)):
        who = rnd.choice(SPEAKERS)
        if rnd.random() < .3:
            body.append(f'ونقلت {rnd.choice(AGENCIES)} عن {who} أن {about(rnd, toll(rnd, hours, 90))} من سجناء تنظيم داعش فروا من {SITE}.')
        else:
            body.append(sentence(rnd, hours, who))
        body.append(rnd.choice(COLOUR))
    if rnd.random() < .01:
        body.append('ونفى المتحدث باسم قوات سوريا الديمقراطية فرار أي من السجناء.')
    title = rnd.choice([f'قتلى في هجوم على {SITE}', f'داعش يهاجم {SITE} في الطبقة', f'الطبقة: {toll(rnd, hours, 30)} قتيلاً في هجوم على السجن المركزي', f'اشتباكات في محيط {SITE} و{DAYS[when.weekday()]} دام في الطبقة'])
    return {'title': title, 'text': '\n'.join(body), 'published': when.isoformat(), 'outlet': rnd.choice(names)}


def main(argv):
    folder = argv[1]
    opt = dict(zip(argv[2::2], argv[3::2]))
    rnd = random.Random(int(opt.get('--seed', 5)))
    n, parts = int(opt.get('--reports', 400)), int(opt.get('--parts', 1))
    names = outlets(int(opt.get('--outlets', 60)))
    reports = []
    for hours in sorted(rnd.triangular(1, 72, 12) for _ in range(n)):
        if reports and rnd.random() < .25:
            of = rnd.choice(reports[-60:])
            r = dict(of, outlet=rnd.choice(names), published=(START + dt.timedelta(hours=hours)).isoformat())
            if rnd.random() < .5:
                r['text'] = r['text'].rsplit('\n', 1)[0]
        else:
            r = report(rnd, hours, names)
        r['published'] = r['published'][:16] + ':00'
        reports.append({'id': f'o{len(reports):04}', **r})
    os.makedirs(folder, exist_ok=True)
    for k in range(parts):
        name = 'reports.jsonl' if parts == 1 else f'reports-{k:03}.jsonl'
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
            for r in reports[n * k // parts:n * (k + 1) // parts]:
                f.write(json.dumps(r, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv)
