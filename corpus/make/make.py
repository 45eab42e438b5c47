#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the sample archive: corpus/documents, manifest.tsv, codes.tsv and trend.tsv.

Only needed to write the archive anew after a change of the bank; the documents are committed.
Needs python3, libreoffice-writer-nogui, groff, poppler-utils, imagemagick, mupdf-tools, qpdf, tar.

    bank/*.txt      the sentence bank.  "@ SECTION TOPIC ERA" opens a card (a paragraph); a line is
                    "CODES | sentence", a code is a theme with + - ~ 0 behind it, "none" no theme.  ERA: a up
                    to 2013, b 2014 to 2017, c from 2018, x all.  {C} is the council, #61 a number near 61.
                    pools.txt holds the planted themes.
    documents.txt   one line a document: kind, council, dates, grades, what is planted
    news.txt        the news articles, whole
    layout.py       how blocks become PDF, DOCX, HTML, Markdown and text
    writer.py       the councils, the bank that hands out sentences, the writer of one document
    kinds.py        what each kind of document is made of
    spec.py         readers of the data files
"""
import collections, gzip, hashlib, io, os, re, shutil, subprocess, sys, tarfile, tempfile, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import kinds, layout                                                    # noqa: E402
from spec import read_bank, read_needs, read_news, read_specs, GRADES   # noqa: E402

CORPUS = os.path.dirname(HERE)
OUT = os.path.join(CORPUS, 'documents')
EPOCH = 1767225600                      # one fixed time for every archive member
PLANTED = ('caseloads', 'domestic-abuse')
OPTIONAL = ('summary', 'children-summary', 'case-study', 'lscb')        # a run may leave these out
MANIFEST = ('path kind local_authority inspection_start_date inspection_end_date publication_date '
            'overall_effectiveness_grade impact_of_leaders_grade help_and_protection_grade '
            'in_care_grade care_leavers_grade adoption_grade lscb_grade inspection_theme '
            'outcome_grade inspector_name status').split()


def run(*args, **kw):
    subprocess.run(args, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **kw)


def render(spec, doc, work):
    """The bytes of one document, by its extension; LibreOffice jobs are left in work for later."""
    name = spec.member.replace('/', '__')
    ext = name.rsplit('.', 1)[-1]
    if ext == 'md':
        return layout.markdown(doc).encode()
    if ext == 'txt':
        return layout.plain(doc).encode()
    if ext == 'gz':
        return gzip.compress(layout.plain(doc).encode(), mtime=0)
    if ext == 'html':
        return layout.html(doc).encode()
    if ext == 'docx' and 'tracked' in spec.opts:
        return layout.docx(doc)
    if ext == 'pdf' and 'groff' in spec.opts:
        roff = os.path.join(work, name + '.ms')
        with open(roff, 'w') as f:
            f.write(layout.groff(doc))
        pdf = subprocess.run(['groff', '-k', '-t', '-ms', '-Tpdf', roff], check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if pdf.stderr:
            sys.exit(f'{name}: {pdf.stderr.decode()}')
        return pdf.stdout
    with open(os.path.join(work, name.rsplit('.', 1)[0] + '.fodt'), 'w') as f:
        f.write(layout.fodt(doc))
    return None


def settle(data):
    """The same bytes on every run: fixed dates and identifiers in a PDF, fixed member times in a DOCX."""
    if data.startswith(b'%PDF'):
        data = re.sub(rb"D:\d{14}(Z|[+-]\d\d)", lambda m: b'D:20260101000000' + m[1], data)
        return re.sub(rb'(?<=[</])[0-9A-F]{32}(?=[>\s])', b'0' * 32, data)
    if not data.startswith(b'PK'):
        return data
    buf = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buf, 'w') as new:
        for name in old.namelist():
            part = re.sub(rb'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', b'2026-01-01T00:00:00Z', old.read(name)) \
                if name.startswith('docProps') else old.read(name)
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buf.getvalue()


def convert(work, ext, names):
    """LibreOffice once for all documents of one format."""
    if names:
        run('soffice', f'-env:UserInstallation=file://{work}/profile', '--headless',
            '--convert-to', ext, '--outdir', work, *names, env=dict(os.environ, SOURCE_DATE_EPOCH=str(EPOCH)))


def broken(work, whole):
    """The three documents broken on purpose and the scanned one, from whole ones."""
    made = {}
    pdf = whole['kingsferry/monitoring-visit-2016-11.pdf']
    made['broken/kingsferry-letter-download-interrupted.pdf'] = pdf[:len(pdf) * 55 // 100]
    made['broken/aldershaw-report-not-found.pdf'] = layout.error_page().encode()
    src, dst = os.path.join(work, 'plain.pdf'), os.path.join(work, 'locked.pdf')
    with open(src, 'wb') as f:
        f.write(whole['kingsferry/ilacs-2024-06-14.pdf'])
    run('qpdf', '--static-id', '--static-aes-iv', '--encrypt', 'quill', 'quill-owner', '128', '--use-aes=y', '--', src, dst)
    made['broken/kingsferry-report-locked.pdf'] = open(dst, 'rb').read()
    with open(src, 'wb') as f:
        f.write(whole['archive-2009-2013.tar.gz!quillhithe-unannounced-2010.pdf'])
    run('pdftoppm', '-r', '75', '-gray', '-l', '1', '-jpeg', '-jpegopt', 'quality=60', src, os.path.join(work, 'scan'))
    jpg = next(n for n in sorted(os.listdir(work)) if n.startswith('scan'))
    made['broken/quillhithe-letter-scanned.pdf'] = layout.image_pdf(open(os.path.join(work, jpg), 'rb').read())
    return made


def pack(path, members):
    """A .tar.gz or .zip with fixed owners and times, members in name order."""
    buf = io.BytesIO()
    if path.endswith('.zip'):
        with zipfile.ZipFile(buf, 'w') as z:
            for name, data in sorted(members.items()):
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                z.writestr(info, data)
        return buf.getvalue()
    with tarfile.open(fileobj=buf, mode='w', format=tarfile.USTAR_FORMAT) as t:
        for name, data in sorted(members.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), EPOCH, 0o644
            t.addfile(info, io.BytesIO(data))
    return gzip.compress(buf.getvalue(), mtime=0)


def write(path, data):
    path = os.path.join(OUT, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data)


def tsv(name, head, rows):
    with open(os.path.join(CORPUS, name), 'w') as f:
        for row in [head] + rows:
            assert len(row) == len(head) and not any('\t' in c or '\n' in c for c in row), row
            f.write('\t'.join(row) + '\n')


def shown(path):
    return 'documents/' + path.replace('!', '/')


def trend(specs, codes):
    """Per year: documents, those with a caseloads concern, domestic-abuse sentences by polarity."""
    years = collections.OrderedDict()
    for s in specs:
        y = years.setdefault(s.published[:4], dict(docs=0, cl=0, da=collections.Counter()))
        y['docs'] += 1
        assert not any(t in PLANTED and sec in OPTIONAL for t, _, _, sec in codes[s.path]), s.path
        y['cl'] += any(t == 'caseloads' and p == '-' for t, p, _, _ in codes[s.path])
        y['da'].update(p for t, p, _, _ in codes[s.path] if t == 'domestic-abuse')
    rows = []
    for year in sorted(years):
        y = years[year]
        d = y['da']
        rows.append([year, str(y['docs']), str(y['cl']), f"{y['cl'] / y['docs']:.3f}",
                     str(d['+']), str(d['-']), str(d['~']), str(d['0']),
                     f"{(d['+'] - d['-']) / max(1, d['+'] + d['-']):+.3f}"])
    return rows


def main():
    specs = read_specs(os.path.join(HERE, 'documents.txt'))
    bank = kinds.Bank(read_bank(os.path.join(HERE, 'bank')), read_needs(os.path.join(HERE, 'bank', 'needs.txt')))
    news = read_news(os.path.join(HERE, 'news.txt'))
    whole, codes, jobs = {}, {}, collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        for s in specs:
            doc = kinds.build(s, bank, news)
            codes[s.path] = doc.codes()
            data = render(s, doc, work)
            if data is None:
                jobs[s.member.rsplit('.', 1)[-1]].append(s)
            else:
                whole[s.path] = settle(data)
        for ext, todo in jobs.items():
            stems = [os.path.join(work, s.member.replace('/', '__').rsplit('.', 1)[0]) for s in todo]
            convert(work, ext, [p + '.fodt' for p in stems])
            for s, p in zip(todo, stems):
                whole[s.path] = settle(open(f'{p}.{ext}', 'rb').read())
        wrecks = broken(work, whole)
    shutil.rmtree(OUT, ignore_errors=True)
    archives = collections.defaultdict(dict)
    for path, data in whole.items():
        if '!' in path:
            archive, member = path.split('!')
            archives[archive][member] = data
        else:
            write(path, data)
    for path, members in archives.items():
        write(path, pack(path, members))
    for path, data in wrecks.items():
        write(path, data)
    rows = []
    for s in specs:
        g = s.grades
        rows.append([shown(s.path), s.kind, kinds.COUNCILS[s.council].short, s.start, s.end, s.published]
                    + [GRADES.get(g.get(k, ''), '') for k in 'olhcvab'] + [kinds.theme_of(s), g.get('s', ''), s.leads, 'ok'])
    rows += [[shown(p), '', '', '', '', ''] + [''] * 10 + [kinds.WRECKS[os.path.basename(p)]] for p in wrecks]
    tsv('manifest.tsv', MANIFEST, sorted(rows))
    tsv('codes.tsv', ['path', 'theme', 'polarity', 'sentence', 'section'],
        [[shown(s.path), t, p, text, sec] for s in sorted(specs, key=lambda s: shown(s.path)) for t, p, text, sec in codes[s.path]])
    table = trend(specs, codes)
    tsv('trend.tsv', 'year documents caseloads_concern_documents caseloads_concern_share domestic_abuse_strength '
        'domestic_abuse_concern domestic_abuse_mixed domestic_abuse_neutral domestic_abuse_net'.split(), table)
    for r in table:
        print('  '.join(r))
    every = [c for cs in codes.values() for c in cs]
    print(len(specs), 'documents,', len({c[2] for c in every if c[0] != '-none-'}), 'distinct finding sentences,',
          len({c[0] for c in every} - {'-none-'}), 'themes,', len(bank.unused()), 'cards never used')


if __name__ == '__main__':
    main()
