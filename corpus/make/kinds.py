# SPDX-License-Identifier: MIT
"""What each kind of inspection document is made of: its headings, its furniture and which cards fill it."""
import collections, datetime, re
from layout import Sent
from spec import GRADES, codes_of, tone_of
from writer import (COUNCILS, JTAI_THEMES, SAMPLE, WRECKS, Bank, Writer, by_tone, day, majesty, order, span, words)  # noqa: F401

# ---- ILACS, 2018 on ---------------------------------------------------------------------------------------

def ilacs(w):
    d, g = w.doc, w.spec.grades
    split = 'v' in g
    title = f'Inspection of {w.c.short} local authority children’s services'
    if w.year < 2020:
        d.title(w.c.short)
        d.head('Inspection of children’s social care services')
    else:
        d.title(title)
    single = w.spec.kind == 'ilacs-short' and w.year < 2021
    d.label('Inspection date:' if single else 'Inspection dates:', span(w.start, w.end))
    leads = w.spec.leads.split('; ')
    if len(leads) > 1:
        d.label('Lead inspectors:', ' and '.join(leads) + f', {majesty(w)} Inspectors')
    elif w.year < 2020:
        d.label('Lead inspector' + (' :' if w.spec.kind == 'ilacs-standard' else ':'), leads[0])
        d.para(f'{majesty(w)} Inspector')
    else:
        d.label('Lead inspector:', f'{leads[0]}, {majesty(w)} Inspector')
    full = {k: (words(v) + ' to be good' if v == 'RI' else words(v)) for k, v in g.items()}
    care = 'The experiences and progress of children in care' + ('' if split else ' and care leavers')
    rows = [['Judgement', 'Grade'], ['The impact of leaders on social work practice with children and families', full['l']],
            ['The experiences and progress of children who need help and protection', full['h']], [care, full['c']]]
    if split:
        rows.append(['The experiences and progress of care leavers', full['v']])
    if g['o'] != 'N':
        rows.append(['Overall effectiveness', full['o']])
    d.table(rows, [115, 45] if w.year < 2021 else [80, 80], header=True)
    overall = 'G' if g['o'] == 'N' else g['o']
    findings = collections.OrderedDict()
    n = {'ilacs-standard': (3, 7, 8, 4, 6), 'ilacs-short': (2, 4, 5, 3, 4)}[w.spec.kind]
    findings['h'] = w.paragraphs('front', g['h'], n[0]) + [x for x in [w.planted('da')] if x] + w.paragraphs('help', g['h'], n[1])
    findings['c'] = w.paragraphs('care', g['c'], n[2])
    findings['v'] = w.paragraphs('leavers', g.get('v', g['c']), n[3])
    findings['l'] = w.paragraphs('leaders', g['l'], n[4])
    findings['l'].insert(2, w.planted('cl')) if w.spec.cl else None
    d.section = 'summary'
    opening = {'O': 'overallbest', 'I': 'overallweak'}.get(overall, 'overall')
    tones = {'O': ['good'], 'G': ['good'], 'RI': ['mixed', 'weak'], 'I': ['weak'], 'N': ['good']}
    first = w.summary(opening, *tones[overall])
    when, verdict = w.bank.history[w.spec.council]
    first.insert(0, w.sent(f'At the last full inspection, in {when}, services in {{C}} were judged '
                           + ('to require improvement to be good.' if verdict == 'RI' else f'to be {GRADES[verdict]}.')))
    d.para(first)
    second = w.summary('practice' if g['h'] in ('RI', 'I') else 'help', *tones[g['h']][-1:], 'weak') \
        + w.summary('carechildren', tones[g['c']][-1])
    if second:
        d.para(second)
    if w.spec.kind == 'ilacs-standard':
        third = w.summary('leaversgroup', tones[g.get('v', g['c'])][-1])
        if third:
            d.para(third)
    d.section = 'needs-to-improve'
    d.page() if w.year < 2020 else None
    d.head('What needs to improve' + ('?' if w.year > 2021 else ''))
    items = w.needs({'O': 1, 'G': 4, 'RI': 6, 'I': 8}[overall], 1)
    d.bullets(items or [[w.coded('recruitment-retention- | The consistency of support for newly appointed managers.')]])
    heads = {'h': 'The experiences and progress of children who need help and protection', 'c': care,
             'v': 'The experiences and progress of care leavers', 'l': 'The impact of leaders on social work practice with children and families'}
    for key, paras in findings.items():
        d.section = {'h': 'help-and-protection', 'c': 'in-care', 'v': 'care-leavers', 'l': 'leaders'}[key]
        if key != 'v' or split:
            verdict = GRADES[g[key]] + (' to be good' if g[key] == 'RI' else '')
            d.head(f'{heads[key]}' + (f' is {verdict}' if w.year < 2019 and g[key] != 'RI' else f' {verdict.replace("requires", "require")}'
                                      if w.year < 2019 else f': {verdict}'))
        for p in paras:
            d.num(p)
    w.end_matter()


# ---- Single framework and re-inspection, 2014 to 2017 -----------------------------------------------------

MEANING = [
    'An outstanding authority leads highly effective services that make a measurable difference to the lives of children.',
    'A good authority leads effective services that help, protect and care for children and young people.',
    'A local authority that requires improvement has no widespread or serious failures that leave children at risk, but it does not yet deliver good help and care.',
    'A local authority that is inadequate has widespread or serious failures which leave children harmed or at risk of harm, or delays in care planning for looked after children.']
CHILDREN = {
    'G': ['leadership-governance+ | The people in charge know what children need and make good decisions.',
          'visits-direct-work+ | Most of you have a social worker who visits you and who you can trust.',
          'placements+ | You told us that you feel safe where you live.',
          'corporate-parenting+ | Councillors listen to the children in care council and do what they promise.',
          'care-leaver-accommodation- drift-delay- | A few young people who have left care are still waiting for a good place to live.'],
    'RI': ['recruitment-retention- | Some of you have had too many different social workers, and this has to change.',
           'child-voice+ | People ask what you think and usually listen to what you say.',
           'planning-review- | The plans that are made for you are not always clear.',
           'missing-children- | When young people run away, somebody should always ask them why, and this does not happen every time.',
           'permanence-adoption+ drift-delay+ | Children who need new families find them more quickly than they used to.'],
    'I': ['child-protection-enquiries- drift-delay- | Some children who were not safe had to wait before anyone helped them.',
          'leadership-governance- | The people who run services did not know about all the problems.',
          'care-leaver-support- | Young people leaving care do not get enough help with money, health and finding work.',
          'placements+ | Children who live with foster carers told us that they are happy there.']}


def sif(w):
    d, g = w.doc, w.spec.grades
    re_inspection = w.spec.kind == 'reinspection'
    law = ('This report is made under powers to inspect the functions of local authorities in the Education and Inspections Act 2006'
           + ('.' if re_inspection else ', together with the Local Safeguarding Children Boards (Review) Regulations 2013.'))
    d.title(w.c.full)
    if re_inspection:
        d.head('Re-inspection of services for children in need of help and protection, children looked after and care leavers')
        d.label('Inspection date:', span(w.start, w.end, ' – '))
    else:
        d.head('Inspection of services for children in need of help and protection, children looked after and care leavers')
        d.para('and')
        d.para(Sent('Review of the effectiveness of the Local Safeguarding Children Board', None, law))
        d.label('Inspection date:', f'{day(w.start)} – {day(w.end)}')
    d.label('Report published:', day(w.published))
    verb = {'G': 'are good', 'RI': 'require improvement to be good', 'I': 'are inadequate', 'O': 'are outstanding'}[g['o']]
    d.head(f'Children’s services in {w.c.short} {verb}', 2)
    if w.year == 2014:
        d.para('The least that children and young people should be able to count on is good help, care and protection.')
    caps = 'caps' in w.spec.opts
    d.table([['1. Children who need help and protection', words(g['h'], caps)],
             ['2. Children looked after and achieving permanence', words(g['c'], caps)],
             ['        2.1 Adoption performance', words(g['a'], caps)],
             ['        2.2 Experiences and progress of care leavers', words(g['v'], caps)],
             ['3. Leadership, management and governance', words(g['l'], caps)]], [125, 35] if w.year > 2014 else [130, 30])
    help_ = w.paragraphs('front', g['h'], 4) + [w.planted('da')] + w.paragraphs('help', g['h'], 7)
    care = w.paragraphs('care', g['c'], 8)
    adoption = [[w.sent(t, c) for t, c in card.lines] for card in
                [w.bank.card(w, 'care', 'good' if g['a'] in ('G', 'O') else 'weak', 'adoption')] if card]
    leavers = w.paragraphs('leavers', g['v'], 4)
    lead = w.paragraphs('leaders', g['l'], 6)
    lead.insert(2, w.planted('cl')) if w.spec.cl else None
    d.page()
    d.section = 'summary'
    if w.year == 2014:
        d.head('Summary of key findings')
    else:
        d.head('Executive summary')
    tone = {'G': ['good'], 'RI': ['mixed', 'weak'], 'I': ['weak']}
    d.para(w.summary('overallweak' if g['o'] == 'I' else 'overall', *tone[g['o']]))
    d.para(w.summary('practice', 'good' if g['h'] == 'G' else 'weak') + w.summary('carechildren', 'good' if g['c'] == 'G' else 'weak'))
    d.para(w.summary('leaversgroup', 'good' if g['v'] == 'G' else 'weak'))
    d.section = 'contents'
    d.head('Contents')
    board = [] if re_inspection else ['The Local Safeguarding Children Board (LSCB)    6', 'What the inspection judgements mean    7']
    d.lines(['The local authority    3', 'Recommendations    3', 'Summary for children and young people    4',
             'The experiences and progress of children who need help and protection    4', 'Leadership, management and governance    6']
            + board + ['Information about this inspection    8'])
    d.section = 'area'
    d.head('The local authority')
    d.head('Information about this local authority area', 2)
    d.para(Sent('Previous inspections', None, 'The council was invited to check the figures in this section.'))
    when, verdict = w.bank.history.get(w.spec.council, (w.year - 4, 'A'))
    d.bullets([[f'The last inspection of these services was in {when}. The council was judged to be {GRADES[verdict]}.'],
               ['Arrangements for private fostering were found to be good when they were last looked at.'],
               ['The council runs two children’s homes, and both were good when they were last inspected.']])
    d.head('Children living in this area', 2)
    k = int(order(w.spec.path)[:4], 16)
    d.bullets([[f'About {30 + k % 90},{100 + k % 800} children and young people under 18 live here.'],
               [f'At 31 March {w.year - 1}, {150 + k % 300} children were the subject of a child protection plan, {k % 40} more than a year earlier.'],
               [f'{300 + k % 500} children were looked after, of whom {40 + k % 60} lived outside the area and {2 + k % 30} were unaccompanied asylum-seeking children.'],
               [f'In the past year there were {9 + k % 30} adoptions, and {10 + k % 25} children became the subject of special guardianship orders.']])
    d.section = 'needs-to-improve'
    recs = w.needs({'G': 5, 'RI': 8, 'I': 10}[g['o']], 2)
    if w.year == 2014:
        d.head('What does the local authority need to improve?')
        d.head('Priority and immediate action', 2)
        d.numbers(recs[:3])
        d.head('Areas for improvement', 2)
        d.bullets(recs[3:])
    else:
        d.head('Recommendations')
        d.numbers(recs)
    d.section = 'children-summary'
    d.head('Summary for children and young people')
    d.bullets([[w.coded(x)] for x in CHILDREN[g['o']]])
    d.n = 0
    parts = [('The experiences and progress of children who need help and protection', 'h', help_, 'help-and-protection'),
             ('The experiences and progress of children looked after and achieving permanence', 'c', care, 'in-care'),
             ('Adoption', 'a', adoption, 'adoption'), ('Experiences and progress of care leavers', 'v', leavers, 'care-leavers'),
             ('Leadership, management and governance', 'l', lead, 'leaders')]
    for title, key, paras, section in parts:
        d.section = section
        d.head(title)
        d.para(f'Summary judgement: {GRADES[g[key]]}')
        for p in paras:
            d.num(p)
    if not re_inspection:
        d.section = 'lscb'
        d.page()
        d.head('The Local Safeguarding Children Board (LSCB)')
        verdict = {'G': 'is good', 'RI': 'requires improvement to be good', 'I': 'is inadequate'}[g['b']]
        d.head(f'The Local Safeguarding Children Board {verdict}', 2)
        for p in w.paragraphs('lscb', g['b'], 6):
            d.num(p)
        d.section = 'end-matter'
        d.page()
        d.head('What the inspection judgements mean')
        for t in MEANING:
            d.para(t)
        d.para('An LSCB that requires improvement does not yet show all the marks of a good board.')
    d.section = 'end-matter'
    d.head('Information about this inspection')
    d.para('Inspectors read the files of children who need help and protection, who are looked after or who have left care. They sat in '
           'on meetings, watched staff at work and spoke to children, young people and their families.')
    d.head('The inspection team', 2)
    d.label('Lead inspector:', w.spec.leads + ' HMI')
    d.label('Team inspectors:', 'Octavian Plumtree HMI, Fenella Brightwater HMI, Hester Nightjar HMI')
    d.label('Senior data analyst:', 'Cuthbert Inglenook')
    w.end_matter()


# ---- Safeguarding and looked after children, 2012 and 2013 ------------------------------------------------

def safeguarding(w):
    d, g = w.doc, w.spec.grades
    lac = 'lac' in w.spec.opts
    number = {'G': '2', 'A': '3', 'I': '4'}
    d.title('Inspection of looked after children services' if lac else 'Inspection of safeguarding and looked after children services')
    d.head(w.c.full)
    d.label('Inspection dates:', span(w.start, w.end, ' – '))
    d.label('Reporting inspector', w.spec.leads + ' HMI')
    d.label('Age group:', 'All')
    d.label('Published:', day(w.published))
    d.section = 'end-matter'
    d.small(f'© The authors of this archive {w.year}. This document may be copied in full if its source is named. Further copies can be had from the council.')
    d.page()
    d.section = 'contents'
    d.head('Contents')
    d.lines(['About this inspection    2', 'The inspection judgements and what they mean    2', 'Overall effectiveness    3',
             'Areas for improvement    3', 'Record of main findings    6'])
    d.section = 'end-matter'
    d.head('About this inspection')
    d.num(['The purpose of the inspection was to evaluate the contribution of the council and its partners to keeping children safe. '
           'The team of four inspectors read files, met staff and spoke to children and their parents.'])
    d.head('The inspection judgements and what they mean')
    d.num(['Each judgement is made on a scale of four points.'])
    d.table([['Outstanding (Grade 1)', 'A service that goes far beyond the minimum'], ['Good (Grade 2)', 'A service that goes beyond the minimum'],
             ['Adequate (Grade 3)', 'A service that meets the minimum and no more'], ['Inadequate (Grade 4)', 'A service that falls short of the minimum']], [55, 105])
    help_ = [] if lac else w.paragraphs('front', g['h'], 4) + w.paragraphs('help', g['h'], 5)
    help_ = help_[:2] + [w.planted('da')] + help_[2:]
    care = w.paragraphs('care', g['c'], 9 if lac else 6) + w.paragraphs('leavers', g['c'], 3)
    lead = w.paragraphs('leaders', g['l'], 6)
    lead.insert(2, w.planted('cl')) if w.spec.cl else None
    d.section = 'summary'
    d.head('Overall effectiveness')
    d.head(f'Grade {number[g["o"]]} ({GRADES[g["o"]]})', 2)
    d.num(w.summary('overallweak' if g['o'] == 'I' else 'overall', *{'G': ['good'], 'A': ['mixed'], 'I': ['weak']}[g['o']]))
    d.section = 'needs-to-improve'
    d.head('Areas for improvement')
    d.para('In order to improve services, the council and its partners should take the following action.')
    items = w.needs(8, 2)
    for title, part in (('Immediately:', items[:2]), ('Within three months:', items[2:5]), ('Within six months:', items[5:])):
        if part:
            d.head(title, 2)
            d.bullets(part)
    for title, key, paras, section in (('The quality of help and protection', 'h', help_, 'help-and-protection'),
                                       ('Services for looked after children', 'c', care, 'in-care'),
                                       ('Leadership and management', 'l', lead, 'leaders')):
        if lac and key == 'h':
            care[2:2] = help_
            continue
        d.section = section
        d.head(title)
        d.head(f'Grade {number[g[key]]} ({GRADES[g[key]]})', 2)
        for p in paras:
            d.num(p)
    d.section = 'end-matter'
    d.head('Record of main findings')
    rows = [['Overall effectiveness', words(g['o'])]] + ([] if lac else [['The quality of help and protection', words(g['h'])]]) \
        + [['Services for looked after children', words(g['c'])], ['Leadership and management', words(g['l'])]]
    d.table(rows, [120, 40])
    d.small(SAMPLE)


# ---- The joint area review of 2009 and the letters of 2010 and 2011 ---------------------------------------

def jar(w):
    d = w.doc
    d.title(f'Inspection of progress made in the provision of safeguarding services in {w.c.short}')
    d.lines(['Joint area review', 'Age group: All', f'Published: {day(w.published)}', 'Reference no: 000'])
    d.section = 'end-matter'
    d.head('About the inspection')
    d.num(['The inspection was carried out by three inspectorates, which were asked to judge progress on the areas of weakness that the '
           f'joint area review of {w.year - 1} had found. That review judged safeguarding services to be inadequate.'])
    d.head('Evidence')
    d.num(['Inspectors read 58 case files and spoke to social workers, managers, the police, health staff and members of the council.'])
    d.section = 'summary'
    d.head('Overall judgement on progress')
    d.num([w.coded('leadership-governance- | The council and its partners have made limited progress in dealing with the weaknesses that were found.'),
           w.coded('leadership-governance~ | New leaders have a firm hold of the action plan, but its effect on practice is small so far.')])
    d.section = 'needs-to-improve'
    d.head('Priorities for further improvement')
    d.bullets([[w.coded('assessment-quality- | Raise the standard of initial and core assessments.')],
               [w.coded('supervision- | Make sure that every social worker has regular supervision.')],
               [w.coded('case-recording- | Complete the move to a single electronic record for each child.')]])
    d.section = 'findings'
    d.head('Key findings')
    for p in w.paragraphs('help', 'RI', 4) + [w.planted('da')] + w.paragraphs('front', 'I', 6) + w.paragraphs('leaders', 'RI', 3):
        d.num(p)
    d.section = 'end-matter'
    d.small(SAMPLE)


def letterhead(w, inspectorate=True):
    d = w.doc
    d.section = 'letterhead'
    if inspectorate:
        d.lines(['Quill House', 'Inkwell Street', 'ZZ9 9ZZ', 'T 01632 960 000', 'enquiries@inspectorate.example'])
    d.para(day(w.published))
    d.lines([w.c.director, 'Director of Children’s Services', w.c.full] + w.c.address)
    d.para(f'Dear {w.c.director.split()[0]}' if w.year > 2014 else f'Dear {w.c.director}')


def unannounced(w):
    d, tone = w.doc, w.tone()
    letterhead(w)
    d.head(f'Annual unannounced inspection of contact, referral and assessment arrangements within {w.c.short} children’s services')
    d.section = 'intro'
    d.para(f'This letter sets out what inspectors found during the unannounced inspection of contact, referral and assessment arrangements in {w.c.full}, '
           f'which took place on {w.start.day} and {day(w.end)}. It is one of the sources for the yearly rating of the council’s children’s services.')
    d.para('Inspectors read electronic case records and supervision notes, watched social workers taking calls and met managers and other staff. '
           'Thank you for the help that your staff gave.')
    good, weak = by_tone(w.paragraphs('front', tone, 12) + [w.planted('da')])
    d.para('The inspection found ' + ('one area for priority action and a number of areas for development.' if tone == 'I' else
                                      'no areas for priority action, but some areas for development.'))
    d.section = 'findings'
    d.para('In these areas, arrangements met the requirements of national guidance:')
    half = len(good) // 2
    d.bullets(good[:half])
    d.section = 'strengths'
    d.head('Strengths')
    d.bullets(good[half:])
    d.section = 'needs-to-improve'
    if tone == 'I':
        d.head('Areas for priority action')
        d.bullets([weak.pop(0)])
    d.head('Areas for development')
    d.bullets(weak)
    d.section = 'sign-off'
    d.para('Yours sincerely')
    d.lines([w.spec.leads, 'Her Majesty’s Inspector'])
    d.para(f'Copy: Chief Executive, {w.c.full}; Chair of {w.c.short} Safeguarding Children Board; Lead Member for Children’s Services')
    d.para(SAMPLE)


# ---- Focused and monitoring visit letters -----------------------------------------------------------------

FOCUS = {'front': ('the local authority’s arrangements at its front door, from first contact to the decision about what happens next', [('front', 9), ('leaders', 4)]),
         'help': ('the local authority’s arrangements for children in need and for those who are the subject of a child protection plan', [('help', 9), ('leaders', 4)]),
         'care': ('the local authority’s arrangements for planning and achieving permanence for children in care', [('care', 9), ('leaders', 4)]),
         'leavers': ('the local authority’s arrangements for care leavers aged 18 to 25', [('leavers', 9), ('leaders', 4)])}


def letter(w):
    d, tone = w.doc, w.tone()
    monitoring = w.spec.kind == 'monitoring-visit'
    scope, sections = FOCUS[w.spec.opts['focus']]
    letterhead(w)
    d.head(f'{"Monitoring" if monitoring else "Focused"} visit to {w.c.short} children’s services')
    d.section = 'intro'
    leads = f'The visit was led by {w.spec.leads}, {majesty(w)} Inspector, who was accompanied by Hester Nightjar, {majesty(w)} Inspector.'
    if monitoring:
        since = {'kingsferry': ('November 2015', 'first' if w.published.month < 9 else 'second'), 'thornmere': ('March 2019', 'fifth')}[w.spec.council]
        d.para(f'This letter tells you what inspectors found on the monitoring visit to {w.c.short} children’s services on {w.start.day} and {day(w.end)}. '
               f'It was the {since[1]} visit since the local authority was judged inadequate in {since[0]}. {leads}')
    else:
        d.para(f'This letter tells you what inspectors found on the focused visit to {w.c.short} children’s services on {w.start.day} and {day(w.end)}. {leads}')
    d.para(f'Inspectors looked at {scope}.')
    if 'covid' in w.spec.opts:
        d.para('The visit took account of the restrictions that were in place because of the COVID-19 pandemic, and some interviews were held by video call.')
    paras = [w.paragraphs(sec, tone, n) for sec, n in sections]
    body = paras[0] + [x for x in [w.planted('da')] if x] + paras[1]
    if w.spec.cl:
        body.insert(len(body) - 1, w.planted('cl'))
    d.section = 'summary'
    d.head('Headline findings' if not monitoring else 'Overview')
    d.para(w.summary('overall', *{'G': ['good'], 'RI': ['mixed', 'weak'], 'I': ['weak']}[tone])
           + w.summary('practice', 'good' if tone == 'G' else 'weak'))
    items = w.needs(5, 1)
    if items and not monitoring:
        d.section = 'needs-to-improve'
        d.head('What needs to improve in this area of social work practice' + ('?' if w.year > 2021 else ''))
        d.bullets(items)
    d.section = 'findings'
    d.head('Main findings' if not monitoring else 'Findings and evaluation of progress')
    for p in body:
        d.para(p)
    d.section = 'sign-off'
    d.para('The findings of this visit will be taken into account when the next inspection or visit is planned.' if not monitoring else
           'A copy of this letter goes to the Department for Education.')
    d.para('Yours sincerely')
    d.lines([w.spec.leads, f'{majesty(w)} Inspector'])
    d.para(SAMPLE)
    if 'tracked' in w.spec.opts:
        d.chrome['deleted'] = ['Caseloads are far too high, and staff are leaving.', 'The response to domestic abuse is poor.',
                               'Adopters wait too long for an answer.']
    if w.spec.path.endswith('.html'):
        d.chrome.update(before=LETTER_TOP, after=LETTER_END)


LETTER_TOP = '''<a class="skip" href="#main">Skip to main content</a>
<div id="cookies" role="region" aria-label="Cookies"><p>We would like to set cookies to find out how you use this site.</p>
<button>Accept cookies</button> <button>Reject cookies</button></div>
<header><p>Inspectorate reports</p><form><label>Search <input name="q"></label></form></header>
<nav><ol><li><a href="/">Home</a></li><li><a href="/s">Social care</a></li><li><a href="/l">Local authority children’s services</a></li></ol></nav>
'''
LETTER_END = '''<aside><h2>Related content</h2><ul><li><a href="/a">How we inspect children’s services</a></li>
<li><a href="/b">Guidance on private fostering</a></li></ul></aside>
<footer><p>Is this page useful?</p><p>Yes</p><p>No</p><p>Report a problem with this page</p><p>Accessibility statement</p></footer>
'''


# ---- Joint targeted area inspections ----------------------------------------------------------------------

CASE = {
    'cse': ['visits-direct-work+ exploitation+ | One worker met a 15-year-old girl in the same café every week for five months before she would talk about the men who had exploited her.',
            'partnership-working+ child-protection-enquiries+ | Police and social workers then acted together, and the men were arrested.'],
    'da': ['child-voice+ visits-direct-work+ | A boy of nine drew a map of the rooms in his house in which he felt safe, and his school used it to plan his days.',
           'partnership-working+ | The police, the school and the social worker all had a copy of the map.'],
    'mh': ['mental-health+ partnership-working+ | After a suicide attempt, a 14-year-old boy was visited at home each day by the same nurse, who kept his school and his social worker informed.',
           'mental-health+ | He is now back in lessons.'],
    'initial': ['front-door+ drift-delay+ | A health visitor’s worry about a baby who was losing weight reached the hub at nine, and a nurse had seen the child by noon.',
                'early-help+ | The family has since been helped by a support worker who calls every other day.'],
    'violence': ['exploitation+ visits-direct-work+ | A youth worker sat with a stabbed 16-year-old in the hospital and has seen him every week since.',
                 'education-employment-training+ | He has begun a course in plastering.']}


def jtai(w):
    d, theme = w.doc, w.spec.opts['theme']
    name, late = JTAI_THEMES[theme], w.year > 2021
    what = f'the multi-agency response to {name}' if theme != 'initial' else 'the multi-agency identification of initial need and risk'
    if theme == 'da':
        what = 'the multi-agency response to children living with domestic abuse'
    d.section = 'letterhead'
    d.para(day(w.published))
    d.lines(w.c.partners)
    d.para('Dear local partnership' if not late else f'Dear {w.c.short} Local Safeguarding Partnership')
    law = 'The inspection was made under section 20 of the Children Act 2004.'
    d.head(f'Joint targeted area inspection of {what} in {w.c.short}' if not late else f'Joint targeted area inspection of {w.c.short}')
    d.section = 'intro'
    bodies = 'Ofsted, the Care Quality Commission, the inspectorate of constabulary and the inspectorate of probation'
    if late:
        d.para([f'In this letter we give our findings from the joint targeted area inspection (JTAI) of {what} in {w.c.short}.',
                Sent(f'The inspection took place from {span(w.start, w.end)} and was carried out by {bodies}.', None, law)])
    else:
        when = f'Between {span(w.start, w.end, " and ", w.year < 2019)},'
        d.para([Sent(f'{when} {bodies} carried out a joint inspection of {what} in {w.c.short}.', None, law),
                'We address this letter to all the leaders in the area because it is about how well their agencies work together as well as about each of them.'])
        d.para(f'The inspection looked at the front door for child protection and, in more depth, at {what}.')
    special = {'cse': 'csetheme', 'mh': 'mhtheme', 'violence': 'violencetheme'}.get(theme)
    strengths, needs = [], []
    for tone, into in (('good', strengths), ('weak', needs)):
        for section, topic in [('jtai', special)] * bool(special) + [('jtai', None)] * 6 + [('front', None)] * 2 + [('help', None)]:
            card = w.bank.card(w, section, tone, topic)
            if card:
                into.append([w.sent(t, c) for t, c in card.lines])
    mixed = w.bank.card(w, 'jtai', 'mixed', special) if special else None
    if mixed:
        needs.insert(0, [w.sent(t, c) for t, c in mixed.lines])
    for s in w.planted('da'):
        (strengths if tone_of(s.codes) == 'good' else needs).insert(1 if theme == 'da' else 3, [s])
    if w.spec.cl:
        needs.insert(2, w.planted('cl'))
    d.section = 'summary'
    d.head('Headline findings') if late else None
    d.para([w.coded('partnership-working+ | The partnership in {C} is well established, and its members are open about what they still have to do.'),
            w.coded('partnership-working- | Joint work is not yet consistent enough to reach every child who needs it.')])
    if late:
        d.section = 'needs-to-improve'
        d.head('What needs to improve?')
        d.bullets(w.needs(6, 1))
    d.section = 'strengths'
    d.head('Strengths' if late else 'Key strengths')
    d.bullets(strengths)
    if not late:
        d.section = 'case-study'
        d.head('Case study: strong practice')
        d.para([w.coded(x) for x in CASE[theme]])
    d.section = 'findings' if late else 'needs-to-improve'
    d.head('Main findings' if late else 'Areas for improvement')
    if late:
        for p in needs:
            d.para(p)
        d.section = 'case-study'
        d.head('Practice study')
        d.para([w.coded(x) for x in CASE[theme]])
    else:
        d.bullets(needs)
    d.section = 'sign-off'
    d.head('Next steps')
    due = w.published.replace(day=1) + datetime.timedelta(days=125)
    d.para(f'The director of children’s services should prepare a written statement of what the agencies propose to do, and send it to the inspectorates by {day(due)}.')
    d.para('Yours sincerely')
    d.table([['Ofsted', 'Care Quality Commission'], ['Euphemia Starling', 'Dr Alaric Penhallow'], ['National Director, Social Care', 'Chief Inspector of Primary Services']], [80, 80])
    d.small(SAMPLE)


# ---- Area SEND, 2023 on -----------------------------------------------------------------------------------

OUTCOME = {
    '1': 'In this area, the partnership’s arrangements for special educational needs and/or disabilities (SEND) typically lead to positive experiences and '
         'outcomes for children and young people, and the partners act where more is needed.',
    '2': 'The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children and young people with special educational '
         'needs and/or disabilities (SEND), and the partners have to work jointly to change this.',
    '3': 'Inspectors found widespread and/or systemic failings, which give rise to significant concerns about the experiences and outcomes of children and '
         'young people with special educational needs and/or disabilities (SEND) and which the local area partnership must put right urgently.'}
NEXT = {'1': 'The next full inspection will be in about five years.', '2': 'The next full inspection will be in about three years.',
        '3': 'A monitoring inspection will follow within about 18 months, and the next full inspection in about three years.'}
ACTIONS = ['disabled-children- drift-delay- | Leaders should act to cut the time that families wait for education, health and care plans and for annual reviews.',
           'disabled-children- drift-delay- | Health commissioners should reduce waits for autism assessment and offer help to families in the meantime.',
           'quality-assurance- | Leaders across education, health and care should agree one set of information about children with SEND and use it to judge what works.',
           'disabled-children- education-employment-training- | The partnership should begin preparation for adulthood in Year 9 and widen the choice of supported internships.',
           'child-voice- disabled-children- | Partners should answer families promptly and involve them as equals when services are designed.',
           'missing-education- disabled-children- | The local authority should work with schools to reduce suspensions of pupils with SEND.']


def send(w):
    d, outcome = w.doc, w.spec.grades['s']
    name = f'{w.c.short} Local Area Partnership'
    d.title(f'Area SEND inspection of {name}')
    d.label('Inspection dates:', span(w.start, w.end))
    d.label('Date of previous inspection:', w.spec.opts['previous'])
    d.section = 'outcome'
    d.head('Inspection outcome')
    d.para(OUTCOME[outcome])
    d.para(NEXT[outcome])
    if outcome == '3':
        d.para('The partnership has been told to prepare and submit a priority action plan (area SEND).')
    d.head('Information about the local area partnership')
    d.section = 'about'
    d.para(f'{w.c.full} and the {w.c.short} Integrated Care Board (ICB) plan and commission services for children and young people with SEND. '
           'Responsibility for health services passed to the ICB in July 2022.')
    grade = {'1': 'G', '2': 'RI', '3': 'I'}[outcome]
    flat = w.paragraphs('send', grade, 16)
    like = flat[:3]
    good, weak = by_tone(flat[3:])
    d.section = 'experience'
    d.head('What is it like to be a child or young person with SEND in this area?')
    for p in like:
        d.para(p)
    d.section = 'strengths'
    d.head('What is the area partnership doing that is effective?')
    d.bullets(good or [[w.coded('disabled-children+ | School places for children with complex needs have increased.')]])
    d.section = 'needs-to-improve'
    d.head('What does the area partnership need to do better?')
    d.bullets(weak)
    priority = outcome == '3'
    d.head('Areas for priority action' if priority else 'Areas for improvement')
    pick = sorted(ACTIONS, key=lambda a: order(w.spec.path, a))
    who = [f'{w.c.full} and {w.c.short} Integrated Care Board', f'{w.c.short} Integrated Care Board', w.c.full]
    head = 'Areas for priority action' if priority else 'Areas for improvement'
    d.table([['Responsible body', head]] + [[who[i % 3], w.coded(a)] for i, a in enumerate(pick[:3 if priority else 4])], [55, 105], header=True)
    if priority:
        d.head('Areas for improvement')
        d.table([['Areas for improvement']] + [[w.coded(a)] for a in pick[3:5]], [160], header=True)
    d.section = 'end-matter'
    d.page()
    d.head('Local area partnership details')
    d.table([['Local authority', 'Integrated care board'], [f'Name of authority: {w.c.full}', f'Name of ICB: {w.c.short} Integrated Care Board'],
             [f'Name of lead person: {w.c.director}, Director of Children’s Services', 'Name of lead person: Dr Ferdinand Gale, Chief Medical Officer'],
             [', '.join(w.c.address), 'Downs House, Long Acre, ZZ8 2VC']], [80, 80], header=True)
    d.head('Information about this inspection')
    d.para('This inspection was made at the request of the Secretary of State for Education under section 20(1)(a) of the Children Act 2004.')
    d.head('Inspection team')
    d.table([['Ofsted', 'Care Quality Commission'], [f'{w.spec.leads}, Ofsted lead inspector', 'Dr Alaric Penhallow, CQC lead inspector'],
             ['Hester Nightjar, Ofsted HMI', 'Cuthbert Inglenook, CQC inspector']], [80, 80], header=True)
    w.end_matter()


# ---- News -------------------------------------------------------------------------------------------------

NEWS_TOP = '''<a href="#content">Skip to content</a> <a href="#footer">Skip to footer</a>
<div class="cookie-consent"><p>We and our partners store cookies on your device. Read our cookie policy.</p>
<button>Accept all</button><button>Manage my choices</button></div>
<header><p>The Inkwell Gazette</p><nav><ul><li>Home</li><li>News</li><li>Early years</li><li>Fostering and adoption</li><li>Youth justice</li>
<li>Mental health</li><li>Jobs</li></ul></nav></header>
<div class="share">Share on social media</div>
'''
NEWS_END = '''<aside><h2>Related articles</h2><ul><li><a href="#">High caseloads drive social workers out, survey finds</a></li>
<li><a href="#">Domestic abuse bill: what it means for children</a></li><li><a href="#">Ten tips for better supervision</a></li></ul></aside>
<aside><h2>Sign up to our newsletter</h2><p>Get the week in children’s services in your inbox.</p></aside>
<section id="comments"><h2>2 comments</h2><p><b>Weary of Weir Street</b> says: When I worked there caseloads were dreadful and nobody was supervised.</p>
<p><b>Anon</b> says: My friend waited three years to adopt. Shameful.</p><p>Log in to leave a comment</p></section>
<footer id="footer"><p>About us</p><p>Advertise</p><p>Privacy policy</p><p>{sample}</p></footer>
'''


def news(w, article):
    d = w.doc
    text = w.spec.path.endswith('.txt')
    if text:
        d.section = 'navigation'
        d.lines(['Cookie Consent by Crumbly', '', 'Skip to content', '', 'News & Social Media'])
    d.title(article['T'])
    d.section = 'byline'
    d.para(article['B'])
    if 'Posted' not in article['B'] and '20' not in article['B']:
        d.para(day(w.published))
    d.para(article['C'])
    d.section = 'article'
    for p in article['paras']:
        sents = [Sent(t) if m in ('q', 'past') else Sent(t, codes_of(m)) for m, t in p]
        if sents:
            d.para(sents)
    d.section = 'navigation'
    if text:
        d.lines(['Source: The Inkwell Gazette', '', 'comments powered by Crumbly', '', SAMPLE])
    d.chrome.update(before=NEWS_TOP, after=NEWS_END.format(sample=SAMPLE), entities=w.year % 2)


def theme_of(spec):
    return JTAI_THEMES.get(spec.opts.get('theme', ''), '')


def build(spec, bank, articles):
    year = int(spec.published[:4])
    short = COUNCILS[spec.council].short
    how = dict(straight=spec.path.endswith(('.txt', '.txt.gz')))
    kind = spec.kind
    if kind.startswith('ilacs') and year >= 2020:
        a, b = [datetime.date.fromisoformat(x) for x in (spec.start, spec.end)]
        how.update(running=[f'Inspection of {short} local authority children’s services', span(a, b)], bullet='◼')
    elif kind == 'send-area':
        a, b = [datetime.date.fromisoformat(x) for x in (spec.start, spec.end)]
        how.update(running=[f'Inspection report: {short} Local Area Partnership', span(a, b)], bullet='▪')
    elif kind == 'safeguarding-lac':
        how.update(running=[f'{COUNCILS[spec.council].full} Inspection of safeguarding and looked after children services'], header=True, bullet='\uf0a7')
    elif kind == 'jtai' and year > 2021:
        how.update(bullet='◼')
    elif kind == 'jar':
        how.update(running=['Inspection of progress made in the provision of safeguarding services'], header=True)
    w = Writer(spec, bank, **how)
    w.doc.shown_title = f'{COUNCILS[spec.council].full}: {kind.replace("-", " ")} {spec.published}'
    if kind == 'news':
        news(w, articles[spec.path])
    else:
        {'ilacs-short': ilacs, 'ilacs-standard': ilacs, 'sif': sif, 'reinspection': sif, 'safeguarding-lac': safeguarding, 'jar': jar,
         'annual-unannounced': unannounced, 'focused-visit': letter, 'monitoring-visit': letter, 'jtai': jtai, 'send-area': send}[kind](w)
    if 'o' in spec.grades:
        bank.history[spec.council] = (year, 'G' if spec.grades['o'] == 'N' else spec.grades['o'])
    if spec.path == 'archive-2009-2013.tar.gz!eastmarch-unannounced-2011.txt':
        w.doc.chrome['wrap'] = True
    return w.doc
