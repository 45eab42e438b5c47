# SPDX-License-Identifier: MIT
"""Councils, the bank that hands out sentences, and the writer of one document."""
import collections, datetime, hashlib, re
from layout import Doc, Sent
from spec import GRADES, codes_of, tone_of

Council = collections.namedtuple('Council', 'short full director address partners')
COUNCILS = {
    'thornmere': Council('Thornmere', 'Thornmere City Council', 'Lucasta Fernhill',
                         ['Lantern House', 'Weir Street', 'Thornmere', 'ZZ1 4TM'],
                         ['Lucasta Fernhill, Director of Children’s Services, Thornmere City Council',
                          'Ambrose Tidewell, Chief Nurse, Thornmere and Fens health commissioners',
                          'Rowena Quickthorn, Detective Superintendent, Fenland Police',
                          'Isolde Marchbanks, Head of Service, Thornmere Youth Justice',
                          'Gideon Oakapple, Independent Chair, Thornmere safeguarding arrangements']),
    'aldershaw': Council('Aldershaw', 'Aldershaw Metropolitan Borough Council', 'Araminta Goodfellow',
                         ['Civic Hall', 'Loomgate', 'Aldershaw', 'ZZ7 2AW'],
                         ['Araminta Goodfellow, Director of Children’s Services, Aldershaw Metropolitan Borough Council',
                          'Dr Cornelius Pike, Accountable Officer, Aldershaw health commissioners',
                          'Beatrix Hollin, Assistant Chief Constable, Westmoor Police',
                          'Silas Wetherby, Independent Chair, Aldershaw safeguarding arrangements']),
    'eastmarch': Council('Eastmarch', 'Eastmarch County Council', 'Leopold Sandringham-Oakes',
                         ['Shire Hall', 'Old Causeway', 'Eastmarch', 'ZZ3 9EM'],
                         ['Leopold Sandringham-Oakes, Executive Director for Children, Eastmarch County Council',
                          'Hermia Dovecote, Chief Executive, Eastmarch health commissioners',
                          'Marcus Fenwright, Chief Constable, Eastmarch Constabulary',
                          'Philippa Rooksdale, Chair, Eastmarch Local Safeguarding Children Board']),
    'quillhithe': Council('Quillhithe', 'London Borough of Quillhithe', 'Cosima Threlfall',
                          ['Town Hall', 'Wharf Road', 'London', 'ZZ11 5QH'],
                          ['Cosima Threlfall, Director of Children’s Services, London Borough of Quillhithe',
                           'Dr Ptolemy Asante-Bell, Clinical Lead, Quillhithe health commissioners',
                           'Jocasta Merrin, Borough Commander, River Police Area',
                           'Ravi Copperfield, Chair, Quillhithe Local Safeguarding Children Board']),
    'kingsferry': Council('Kingsferry and Holm', 'Kingsferry and Holm Borough Council', 'Hadrian Wellbeloved',
                          ['Ferry Buildings', 'Salt Quay', 'Kingsferry', 'ZZ5 8KH'],
                          ['Hadrian Wellbeloved, Director of Children’s Services, Kingsferry and Holm Borough Council']),
    'carrow': Council('Vale of Carrow', 'Vale of Carrow Council', 'Eglantine Proudfoot',
                      ['Carrow Court', 'Mill Lane', 'Carrow', 'ZZ8 1VC'],
                      ['Eglantine Proudfoot, Director of Children and Learning, Vale of Carrow Council',
                       'Dr Ferdinand Gale, Chief Medical Officer, Carrow and Downs Integrated Care Board',
                       'Thalia Winterbourne, Deputy Chief Constable, Downland Police',
                       'Jasper Nightingale, Independent Scrutineer, Vale of Carrow Safeguarding Children Partnership'])}
WRECKS = {'kingsferry-letter-download-interrupted.pdf': 'failed', 'aldershaw-report-not-found.pdf': 'failed',
          'kingsferry-report-locked.pdf': 'failed', 'quillhithe-letter-scanned.pdf': 'no-text'}
JTAI_THEMES = {'cse': 'child sexual exploitation', 'da': 'domestic abuse', 'mh': 'mental health',
               'initial': 'initial need and risk', 'violence': 'serious youth violence'}
PATTERN = {'O': ['good'], 'G': ['good', 'good', 'weak', 'good', 'mixed', 'good'],
           'RI': ['weak', 'good', 'mixed', 'weak', 'good', 'weak'], 'A': ['weak', 'good', 'mixed', 'good', 'weak'],
           'I': ['weak', 'weak', 'mixed', 'weak', 'good', 'weak', 'weak']}
SEVERE = ('immediate', 'unregistered', 'homeless')      # weaknesses at odds with a good grade
TONE_GRADE = {'good': 'G', 'mixed': 'RI', 'weak': 'I'}
SAMPLE = ('This is a sample document about a fictional council. It was written to try out software, no inspectorate '
          'had a part in it, and nobody named in it exists.')
END_MATTER = [
    "The Office for Standards in Education, Children's Services and Skills (Ofsted) inspects and regulates services for the care of "
    "children and young people and for learners of every age. Its work covers childcare, adoption and fostering agencies, schools, "
    "colleges, the Children and Family Court Advisory and Support Service (Cafcass), and council services for looked after children, "
    "safeguarding and child protection.",
    "To ask for this document in large print or in Braille, please write to the address below. You may reuse its text under the terms "
    "that apply to the archive of which it is a part.", SAMPLE]


def order(*parts):
    return hashlib.sha1('|'.join(parts).encode()).hexdigest()


class Bank:
    """Hands out cards: the least used first, so that in the end all have been used."""

    def __init__(self, cards, needs):
        self.cards, self.needs, self.used = cards, needs, collections.Counter()
        self.history = {}                               # council -> (year, grade) of its last graded inspection

    def unused(self):
        return [c.id for c in self.cards if not self.used[c.id] and c.section[:2] not in ('da', 'cl')]

    def card(self, w, section, tone, topic=None, mild=False):
        fit = [c for c in self.cards if c.section == section and w.era in c.eras and c.tone == tone
               and c.id not in w.cards and (c.topic == topic if topic else not c.topic.endswith('theme'))
               and not (mild and tone != 'good' and c.topic in SEVERE)
               and w.topics.get(c.topic, (None, None)) in [(None, None)] + [(t, tone) for t in w.sections if t != section]]
        if not fit:
            return None
        best = min(fit, key=lambda c: (self.used[c.id], order(w.spec.path, c.id)))
        self.used[best.id] += 1
        w.cards.add(best.id)
        w.topics[best.topic] = (section, tone)
        w.sections.add(section)
        if tone != 'good':
            w.weak.append(best.topic)
        return best

    def pool(self, w, name):
        fit = [(c.id + text, text, codes) for c in self.cards if c.section == name and w.era in c.eras for text, codes in c.lines
               if text not in w.cards]
        key, text, codes = min(fit, key=lambda x: (self.used[x[0]], order(w.spec.path, x[0])))
        self.used[key] += 1
        w.cards.add(text)
        return w.sent(text, codes)


class Writer:
    """One document in the making: its spec, its era and what has been said in it so far."""

    def __init__(self, spec, bank, **how):
        self.spec, self.bank, self.c = spec, bank, COUNCILS[spec.council]
        self.year = int(spec.published[:4])
        self.era = 'a' if self.year < 2014 else 'b' if self.year < 2018 else 'c'
        self.cards, self.topics, self.sections, self.weak = set(), {}, set(), []
        self.doc = Doc(**how)
        self.start, self.end, self.published = [datetime.date.fromisoformat(d) if d else None
                                                for d in (spec.start, spec.end, spec.published)]

    def fill(self, text):
        lac = 'looked after children' if self.year < 2018 else 'children in care'
        text = re.sub(r'#(\d+)', lambda m: self.number(int(m[1])), text)
        place = ('the ' if self.c.short.startswith('Vale') else '') + self.c.short
        if text.startswith('{C}'):
            text = place[0].upper() + place[1:] + text[3:]
        return text.replace('{C}', place).replace('{lac}', lac).replace('{Lac}', lac.capitalize())

    def number(self, about):
        """A figure within a quarter of the one in the bank, so that no two places report the same."""
        return str(about - about // 4 + int(order(self.spec.path, str(about))[:4], 16) % (about // 2 + 1))

    def sent(self, text, codes=None, note=''):
        return Sent(self.fill(text), codes, note)

    def coded(self, line):
        codes, text = line.split(' | ', 1)
        return self.sent(text, codes_of(codes))

    def tone(self):
        """The grade whose mix of cards an ungraded letter gets."""
        return TONE_GRADE[self.spec.grades['t']]

    def paragraphs(self, section, grade, n):
        """n cards in the mix that the grade calls for, one list of sentences each."""
        out, pattern = [], PATTERN[grade]
        shift = int(order(self.spec.path, section)[:2], 16) % len(pattern)
        for i in range(n):
            tone = pattern[(i + shift) % len(pattern)]
            if section == 'leaders' and i == 0:             # the verdict on leaders comes first and agrees with the grade
                tone = {'I': 'weak', 'RI': 'mixed', 'A': 'mixed'}.get(grade, 'good')
                card = self.bank.card(self, section, tone, 'vision')
                if card:
                    out.append([self.sent(t, c) for t, c in card.lines])
                    continue
            others = {'good': ['mixed'], 'mixed': ['weak', 'good'], 'weak': ['mixed']}[tone] if grade != 'O' else []
            card = next((c for c in (self.bank.card(self, section, t, mild=grade in ('O', 'G')) for t in [tone] + others) if c), None)
            if card:
                out.append([self.sent(t, c) for t, c in card.lines])
        merged = []
        for p in out:                                       # a single sentence joins the paragraph before it
            if merged and len(p) == 1 and len(merged[-1]) < 4:
                merged[-1] = merged[-1] + p
            else:
                merged.append(p)
        return merged

    def summary(self, topic, *tones):
        card = next((c for c in (self.bank.card(self, 'summary', t, topic) for t in tones) if c), None)
        if topic in self.weak:
            self.weak.remove(topic)
        return [self.sent(t, c) for t, c in card.lines] if card else []

    def planted(self, name):
        plan = getattr(self.spec, name)
        return [self.bank.pool(self, name + p) for p in plan]

    def needs(self, n, form):
        """Items for the list of improvements, by the weak topics of this document; form 1 noun phrase, 2 sentence."""
        out = []
        if '-' in self.spec.cl:
            self.weak.insert(min(2, len(self.weak)), 'caseloads')
        for topic in dict.fromkeys(self.weak):
            item = self.bank.needs.get(topic)
            if item and item[form][1] and len(out) < n:
                out.append([self.sent(item[form][1], item[form][0])])
        return out

    def end_matter(self):
        self.doc.section = 'end-matter'
        self.doc.page()
        for t in END_MATTER:
            self.doc.small(t)
        self.doc.lines(['Quill House', 'Inkwell Street', 'ZZ9 9ZZ', 'T: 01632 960 000', 'E: enquiries@inspectorate.example',
                        f'© The authors of this archive {self.year}'])


def day(d, year=True):
    return f'{d.day} {d:%B} {d.year}' if year else f'{d.day} {d:%B}'


def span(a, b, dash=' to ', year=True):
    if (a.month, a.year) == (b.month, b.year):
        return f'{a.day}{dash}{day(b, year)}'
    return f'{day(a, a.year != b.year)}{dash}{day(b, year)}'


def by_tone(paragraphs):
    """Paragraphs cut where praise turns to criticism: the strengths, and the rest."""
    good, weak = [], []
    for p in paragraphs:
        last, held = None, []
        for s in p:
            if not {'+', '-', '~'} & {polarity for _, polarity in s.codes}:
                held.append(s)                              # a sentence of fact goes with the one that follows
                continue
            into = good if tone_of(s.codes) == 'good' else weak
            if into is last:
                into[-1] += held + [s]
            else:
                into.append(held + [s])
            last, held = into, []
    return good, weak


def words(grade, by_caps=False):
    text = GRADES[grade]
    return text.title() if by_caps else text[0].upper() + text[1:]


def majesty(w):
    return 'Her Majesty’s' if w.published < datetime.date(2022, 9, 8) else 'His Majesty’s'
