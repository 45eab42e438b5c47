# SPDX-License-Identifier: MIT
"""Readers of the data files of the sample archive (formats: head of make.py and of each file)."""
import collections, glob, os, re

GRADES = {'O': 'outstanding', 'G': 'good', 'RI': 'requires improvement', 'A': 'adequate',
          'I': 'inadequate', 'N': 'no overall grade'}
POLARITY = '+-~0'
Spec = collections.namedtuple('Spec', 'path member kind council start end published leads grades da cl opts')
Card = collections.namedtuple('Card', 'id section topic eras tone lines')


def codes_of(text):
    """'front-door+ drift-delay-' -> [('front-door', '+'), ...]; 'none' -> []."""
    out = []
    for word in text.split():
        if word == 'none':
            continue
        assert word[-1] in POLARITY, word
        out.append((word[:-1], word[-1]))
    return out


def lines(path):
    with open(path) as f:
        for line in f:
            if not line.startswith('#'):
                yield line.rstrip('\n')


def fields(line, n):
    got = [c.strip() for c in line.split('|')]
    return got + [''] * (n - len(got))


def read_specs(path):
    specs = []
    for line in lines(path):
        if not line.strip():
            continue
        c = fields(line, 11)
        c = ['' if x == '-' and i not in (8, 9) else x for i, x in enumerate(c)]
        grades = dict(g.split('=') for g in c[7].split())
        opts = {}
        for o in re.split(r'\s+(?=\w+(?:=|\s|$))', c[10]) if 'previous' not in c[10] else [c[10]]:
            if o:
                k, _, v = o.partition('=')
                opts[k] = v
        specs.append(Spec(c[0], c[0].split('!')[-1], *c[1:7], grades, c[8], c[9], opts))
    return specs


def tone_of(codes):
    kinds = {p for _, p in codes}
    return 'good' if kinds <= {'+', '0'} else 'weak' if kinds <= {'-', '0'} else 'mixed'


def read_bank(folder):
    cards = []
    for path in sorted(glob.glob(os.path.join(folder, '*.txt'))):
        if os.path.basename(path) == 'needs.txt':
            continue
        head, body = None, []

        def close():
            if head:
                section, topic, eras = head if len(head) == 3 else (head[0], '', head[1])
                tone = tone_of([c for _, cs in body for c in cs])
                cards.append(Card(f'{os.path.basename(path)}:{len(cards)}', section, topic,
                                  'abc' if eras == 'x' else eras, tone, list(body)))
        for line in list(lines(path)) + ['@']:
            if line.startswith('@'):
                close()
                head, body = line[1:].split(), []
            elif line.strip():
                codes, text = line.split(' | ', 1)
                body.append((text.strip(), codes_of(codes)))
    return cards


def read_needs(path):
    """TOPIC -> {1: (codes, noun phrase or ''), 2: (codes, recommendation or '')}."""
    needs = {}
    for line in lines(path):
        if line.strip():
            head, noun, rec = fields(line, 3)
            topic, codes = head.split(' ', 1)
            first, _, second = codes.partition('/')
            needs[topic] = {1: (codes_of(first), noun), 2: (codes_of(second or first), rec)}
    return needs


def read_news(path):
    """PATH -> dict(title, byline, caption, paragraphs of (mark, text))."""
    news, cur = {}, None
    for line in lines(path):
        if line.startswith('= '):
            cur = news[line[2:]] = dict(T='', B='', C='', paras=[[]])
        elif line[:2] in ('T ', 'B ', 'C '):
            cur[line[0]] = line[2:]
        elif not line.strip():
            if cur and cur['paras'][-1]:
                cur['paras'].append([])
        else:
            mark, text = line.split(' | ', 1)
            cur['paras'][-1].append((mark, text))
    return news
