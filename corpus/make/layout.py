# SPDX-License-Identifier: MIT
"""Blocks of a document and their rendering as FODT (for PDF and DOCX), groff, HTML, Markdown, text and raw DOCX.

The layouts carry the traps of real reports on purpose: running footers, page breaks inside sentences, private-use
bullets, footnotes, wrapped grade cells, hyphenation (groff), automatic paragraph numbers (DOCX), tracked changes.
"""
import io, re, textwrap, zipfile
from xml.sax.saxutils import escape

NS = ' '.join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for p, u in
              [('office', 'office'), ('style', 'style'), ('text', 'text'), ('table', 'table'),
               ('meta', 'meta')]) + \
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"' \
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"' \
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def curl(text):
    """Straight quotes to curly ones, as word processors set them."""
    text = re.sub(r"(^|[\s(\[“])'", r'\1‘', text)
    text = text.replace("'", '’')
    text = re.sub(r'(^|[\s(\[])"', r'\1“', text)
    return text.replace('"', '”')


class Sent:
    def __init__(self, text, codes=None, note=''):
        self.text, self.codes, self.note, self.section = text, codes, note, ''


class Doc:
    """A list of blocks; sentences with codes (a list, maybe empty) are findings, with None they are not."""

    def __init__(self, running=(), header=False, bullet='\uf06e', straight=False):
        self.blocks, self.section, self.n = [], '', 0
        self.running, self.header, self.bullet, self.straight = running, header, bullet, straight
        self.shown_title, self.chrome = '', {}

    def fix(self, text):
        if not self.straight:
            return curl(text)
        return text.translate(str.maketrans('‘’“”', '\'\'""'))

    def take(self, sents):
        out = []
        for s in sents if isinstance(sents, (list, tuple)) else [sents]:
            s = Sent(s) if isinstance(s, str) else Sent(s.text, s.codes, s.note)
            s.text, s.note, s.section = self.fix(s.text), self.fix(s.note), self.section
            out.append(s)
        return out

    def add(self, kind, *args):
        self.blocks.append((kind,) + args)

    def title(self, text):
        self.shown_title = self.fix(text)
        self.add('title', self.shown_title)

    def head(self, text, level=1):
        self.add('head', level, self.fix(text))

    def label(self, key, value):
        self.add('label', self.fix(key), self.fix(value))

    def para(self, sents):
        self.add('para', self.take(sents))

    def num(self, sents):
        self.n += 1
        self.add('num', self.n, self.take(sents))

    def bullets(self, items):
        self.add('bullets', [self.take(i) for i in items])

    def numbers(self, items):
        for i, item in enumerate(items, 1):
            self.add('num', i, self.take(item))

    def table(self, rows, widths, header=False):
        self.add('table', [[self.take(c) for c in r] for r in rows], widths, header)

    def lines(self, items):
        self.add('lines', [self.fix(i) for i in items])

    def small(self, text):
        self.add('small', self.take(text))

    def quote(self, sents):
        self.add('para', self.take(sents))

    def page(self):
        self.add('page')

    def sentences(self):
        for b in self.blocks:
            if b[0] in ('para', 'num', 'small'):
                yield from b[-1]
            elif b[0] == 'bullets':
                for item in b[1]:
                    yield from item
            elif b[0] == 'table':
                for row in b[1]:
                    for cell in row:
                        yield from cell

    def codes(self):
        """(theme, polarity, sentence, section) of every finding sentence, -none- for one without a theme."""
        out = []
        for s in self.sentences():
            if s.codes is not None:
                out += [(t, p, s.text, s.section) for t, p in s.codes] or [('-none-', '', s.text, s.section)]
        return out


def join(sents):
    return ' '.join(s.text for s in sents)


# ---- FODT, for LibreOffice ------------------------------------------------------------------------------

def fodt_inline(sents):
    out = []
    for i, s in enumerate(sents):
        t = escape(s.text)
        if s.note:
            t += (f'<text:note text:note-class="footnote"><text:note-citation/><text:note-body>'
                  f'<text:p text:style-name="Footnote">{escape(s.note)}</text:p></text:note-body></text:note>')
        out.append(t)
    return ' '.join(out)


def fodt_p(style, inner):
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def fodt_table(n, rows, widths, header):
    out = [f'<table:table table:name="T{n}" table:style-name="Tab">']
    out += [f'<table:table-column table:style-name="W{w}"/>' for w in widths]
    for i, row in enumerate(rows):
        out.append('<table:table-row>')
        for cell in row:
            style = 'Strong' if header and i == 0 else 'Cell'
            paras = [fodt_p(style, fodt_inline([s])) for s in cell] or [fodt_p(style, '')]
            out.append('<table:table-cell table:style-name="Box">' + ''.join(paras) + '</table:table-cell>')
        out.append('</table:table-row>')
    return ''.join(out) + '</table:table>' + fodt_p('Cell', '')


def fodt_body(doc):
    tables, fresh = 0, False
    for b in doc.blocks:
        kind = b[0]
        brk = 'Break' if fresh else ''
        fresh = False
        if kind == 'title':
            yield fodt_p('Title', escape(b[1]))
        elif kind == 'head':
            yield f'<text:h text:style-name="H{b[1]}{brk}" text:outline-level="{b[1]}">{escape(b[2])}</text:h>'
        elif kind == 'label':
            yield fodt_p('Body' + brk, f'<text:span text:style-name="B">{escape(b[1])}</text:span> {escape(b[2])}')
        elif kind == 'para':
            yield fodt_p('Body' + brk, fodt_inline(b[1]))
        elif kind == 'small':
            yield fodt_p('Small' + brk, fodt_inline(b[1]))
        elif kind == 'lines':
            yield fodt_p('Body' + brk, '<text:line-break/>'.join(escape(x) for x in b[1]))
        elif kind == 'num':
            yield (f'<text:list text:style-name="Num"><text:list-item text:start-value="{b[1]}">'
                   + fodt_p('Item', fodt_inline(b[2])) + '</text:list-item></text:list>')
        elif kind == 'bullets':
            yield '<text:list text:style-name="Bul">' + ''.join(
                '<text:list-item>' + fodt_p('Item', fodt_inline(i)) + '</text:list-item>' for i in b[1]) + '</text:list>'
        elif kind == 'table':
            tables += 1
            yield fodt_table(tables, *b[1:])
        elif kind == 'page':
            fresh = True


def fodt(doc):
    number = '<text:page-number text:select-page="current"/>'
    run = '<text:line-break/>'.join(escape(x) for x in doc.running)
    strip = fodt_p('Run', f'{run}<text:tab/>{number}') if doc.running else fodt_p('RunBare', number)
    where = 'header' if doc.header else 'footer'

    def para(name, parent='', props='', text=''):
        p = f' style:parent-style-name="{parent}"' if parent else ''
        return (f'<style:style style:name="{name}" style:family="paragraph"{p}>'
                f'<style:paragraph-properties {props}/><style:text-properties {text}/></style:style>')
    plain = 'style:font-name="Sans" fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="false"'
    brk = 'fo:break-before="page"'
    styles = ''.join([
        para('Base', props='fo:widows="1" fo:orphans="1"', text=plain),
        para('Body', 'Base', 'fo:margin-bottom="0.28cm"'), para('BodyBreak', 'Body', brk + ' fo:margin-bottom="0.28cm"'),
        para('Item', 'Base', 'fo:margin-bottom="0.22cm"'), para('Cell', 'Base'), para('Strong', 'Base', text='fo:font-weight="bold"'),
        para('Title', 'Base', 'fo:margin-bottom="0.4cm"', 'fo:font-size="20pt"'),
        para('H1', 'Base', 'fo:margin-top="0.3cm" fo:margin-bottom="0.25cm" fo:keep-with-next="always"', 'fo:font-size="13pt" fo:font-weight="bold"'),
        para('H1Break', 'H1', brk), para('H2', 'H1', text='fo:font-size="11.5pt"'), para('H2Break', 'H2', brk),
        para('Small', 'Base', 'fo:margin-bottom="0.2cm"', 'fo:font-size="9pt"'), para('SmallBreak', 'Small', brk),
        para('Footnote', 'Base', text='fo:font-size="8pt"'), para('RunBare', 'Base', 'fo:text-align="end"')])
    run_style = ('<style:style style:name="Run" style:family="paragraph" style:parent-style-name="Base"><style:paragraph-properties '
                 'fo:border-top="0.5pt solid #000000" fo:padding-top="0.1cm"><style:tab-stops><style:tab-stop style:position="16cm" style:type="right"/>'
                 '</style:tab-stops></style:paragraph-properties><style:text-properties fo:font-size="8pt"/></style:style>')
    widths = ''.join(f'<style:style style:name="W{w}" style:family="table-column"><style:table-column-properties '
                     f'style:column-width="{w / 10}cm"/></style:style>' for w in range(20, 161, 5))
    auto = (widths + '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
            '<style:style style:name="Tab" style:family="table"><style:table-properties style:width="16cm" table:align="left"/></style:style>'
            '<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" '
            'fo:border="0.5pt solid #000000"/></style:style>'
            '<text:list-style style:name="Bul"><text:list-level-style-bullet text:level="1" text:bullet-char="' + doc.bullet + '">'
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
            'text:label-followed-by="listtab" text:list-tab-stop-position="1cm" fo:text-indent="-0.6cm" fo:margin-left="1cm"/>'
            '</style:list-level-properties><style:text-properties style:font-name="'
            + ('Symbols' if '\ue000' <= doc.bullet <= '\uf8ff' else 'Deja') + '"/></text:list-level-style-bullet></text:list-style>'
            '<text:list-style style:name="Num"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">'
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
            'text:label-followed-by="listtab" text:list-tab-stop-position="1cm" fo:text-indent="-1cm" fo:margin-left="1cm"/>'
            '</style:list-level-properties></text:list-level-style-number></text:list-style>'
            '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
            'fo:margin-top="2.2cm" fo:margin-bottom="1.6cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>'
            '<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.5cm"/></style:header-style>'
            '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>')
    faces = ''.join(f'<style:font-face style:name="{n}" svg:font-family="&apos;{f}&apos;"{x}/>' for n, f, x in
                    [('Sans', 'Liberation Sans', ''), ('Deja', 'DejaVu Sans', ''), ('Symbols', 'Wingdings', ' style:font-charset="x-symbol"')])
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NS} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            f'<office:meta><dc:title>{escape(doc.shown_title)} (sample)</dc:title></office:meta>'
            f'<office:font-face-decls>{faces}</office:font-face-decls><office:styles>{styles}{run_style}</office:styles>'
            f'<office:automatic-styles>{auto}</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
            f'style:page-layout-name="A4"><style:{where}>{strip}</style:{where}></style:master-page></office:master-styles>'
            f'<office:body><office:text>{"".join(fodt_body(doc))}</office:text></office:body></office:document>\n')


# ---- groff -ms ------------------------------------------------------------------------------------------

def roff(text):
    text = text.replace('\\', '\\e').replace('’', '\\[cq]').replace('‘', '\\[oq]').replace('“', '\\[lq]').replace('”', '\\[rq]')
    return ('\\&' + text) if text[:1] in ".'" else text


def roff_sents(sents):
    out = []
    for s in sents:
        out.append(roff(s.text) + ('\\**' if s.note else ''))
        if s.note:
            out += ['.FS', roff(s.note), '.FE']
    return '\n'.join(out)


def groff(doc):
    run = roff(', '.join(doc.running))
    out = ['.nr PS 11', '.nr VS 14', '.nr LL 15.5c', '.nr PO 2.7c', '.nr HM 2.5c', '.nr FM 2.5c', '.nr PD 0.7v', '.fam H',
           '.ds FAM H', '.ds CH', '.ds RH', f'.ds {"LH" if doc.header else "LF"} "{run}', f'.ds {"LF" if doc.header else "LH"}', '.ds CF', '.ds RF "\\\\n%', '.nr GROWPS 1', '.ad l']
    for b in doc.blocks:
        kind = b[0]
        if kind == 'title':
            out += ['.LP', '.ps 20', '.vs 24', roff(b[1]), '.br', '.ps 11', '.vs 14']
        elif kind == 'head':
            out += ['.SH', roff(b[2])]
        elif kind == 'label':
            out += ['.LP', '\\fB' + roff(b[1]) + '\\fP ' + roff(b[2])]
        elif kind in ('para', 'small'):
            out += ['.LP', roff_sents(b[1])]
        elif kind == 'lines':
            out += ['.LP'] + sum(([roff(x), '.br'] for x in b[1]), [])
        elif kind == 'num':
            out += [f'.IP {b[1]}. 5', roff_sents(b[2])]
        elif kind == 'bullets':
            out += sum((['.IP \\(bu 3', roff_sents(i)] for i in b[1]), [])
        elif kind == 'table':
            rows, widths = b[1], b[2]
            out += ['.TS', 'allbox;', ' '.join(f'lw({w / 12:.1f}c)' for w in widths) + '.']
            out += ['\t'.join('T{\n' + roff_sents(c) + '\nT}' for c in row) for row in rows]
            out += ['.TE']
        elif kind == 'page':
            out += ['.bp']
    return '\n'.join(out) + '\n'


# ---- Markdown and text ----------------------------------------------------------------------------------

def broken_by_pages(chunks, size=2600):
    """Joins chunks; where a page would end inside one, blank lines stand in the middle of a sentence."""
    out, room = [], size
    for c in chunks:
        if len(c) > room and len(c) > 300 and room > 80 and not c.startswith(('|', '#')):
            cut = c.rfind(' ', 0, room)
            out.append(c[:cut] + '\n\n\n\n' + c[cut + 1:])
            room = size - (len(c) - cut)
        else:
            out.append(c)
            room = room - len(c) if room > len(c) else size
    return '\n\n'.join(out) + '\n'


def text_chunks(doc, md):
    for b in doc.blocks:
        kind = b[0]
        if kind == 'title':
            yield ('# ' if md else '') + b[1]
        elif kind == 'head':
            yield ('## ' + (f'**{b[2]}**' if len(b[2]) % 2 else b[2])) if md else b[2]
        elif kind == 'label':
            yield f'**{b[1]}** {b[2]}' if md else f'{b[1]} {b[2]}'
        elif kind in ('para', 'small'):
            yield join(b[1])
        elif kind == 'lines':
            yield '\n'.join(b[1])
        elif kind == 'num':
            yield f'{b[1]}. {join(b[2])}'
        elif kind == 'bullets':
            first = '■ ' if md else '- '
            yield '\n\n'.join((first if i == 0 else '- ') + join(x) for i, x in enumerate(b[1]))
        elif kind == 'table':
            yield '\n'.join('| ' + ' | '.join(join(c) for c in r) + ' |' for r in b[1])


def markdown(doc):
    return broken_by_pages(list(text_chunks(doc, True)))


def plain(doc):
    if not doc.chrome.get('wrap'):
        return broken_by_pages(list(text_chunks(doc, False)))
    out = []
    for c in text_chunks(doc, False):
        out.append('\n'.join(textwrap.fill(x, 78, break_on_hyphens=True, break_long_words=False) for x in c.split('\n')))
    return '\n\n'.join(out) + '\n'


# ---- HTML -----------------------------------------------------------------------------------------------

def html_blocks(doc):
    for b in doc.blocks:
        kind = b[0]
        if kind == 'title':
            yield f'<h1>{escape(b[1])}</h1>'
        elif kind == 'head':
            yield f'<h{b[1] + 1}>{escape(b[2])}</h{b[1] + 1}>'
        elif kind == 'label':
            yield f'<p><strong>{escape(b[1])}</strong> {escape(b[2])}</p>'
        elif kind in ('para', 'small'):
            yield f'<p>{escape(join(b[1]))}</p>'
        elif kind == 'lines':
            yield '<address>' + '<br>\n'.join(escape(x) for x in b[1]) + '</address>'
        elif kind == 'num':
            yield f'<p>{b[1]}. {escape(join(b[2]))}</p>'
        elif kind == 'bullets':
            yield '<ul>\n' + '\n'.join(f'<li>{escape(join(i))}</li>' for i in b[1]) + '\n</ul>'
        elif kind == 'table':
            yield '<table>\n' + '\n'.join('<tr>' + ''.join(f'<td>{escape(join(c))}</td>' for c in r) + '</tr>' for r in b[1]) + '\n</table>'


def html(doc):
    before, after = doc.chrome.get('before', ''), doc.chrome.get('after', '')
    body = '\n'.join(html_blocks(doc)).replace('’', '&rsquo;' if doc.chrome.get('entities') else '’')
    return (f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(doc.shown_title)}</title>\n'
            f'{doc.chrome.get("head", "")}</head>\n<body>\n{before}<main>\n<article>\n{body}\n</article>\n</main>\n{after}</body>\n</html>\n')


# ---- DOCX by hand: tracked changes, a field, an automatic list --------------------------------------------

def docx_run(text, tag='t'):
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def docx_p(inner, style='', num=''):
    ppr = (f'<w:pStyle w:val="{style}"/>' if style else '') + (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>' if num else '')
    return f'<w:p>{f"<w:pPr>{ppr}</w:pPr>" if ppr else ""}{inner}</w:p>'


def docx_body(doc):
    who = 'w:author="Drafting desk" w:date="2018-11-20T10:00:00Z"'
    edits = doc.chrome.get('deleted', [])[:]
    for b in doc.blocks:
        kind = b[0]
        if kind == 'title':
            yield docx_p(docx_run(b[1]), 'Title')
        elif kind == 'head':
            yield docx_p(docx_run(b[2]), f'Heading{b[1]}')
        elif kind == 'label':
            yield docx_p(docx_run(f'{b[1]} {b[2]}'))
        elif kind == 'lines':
            yield docx_p('<w:r>' + '<w:br/>'.join(f'<w:t xml:space="preserve">{escape(x)}</w:t>' for x in b[1]) + '</w:r>')
        elif kind in ('para', 'small', 'num'):
            sents = b[-1]
            inner = docx_run(' '.join(s.text for s in sents[:-1]) + (' ' if sents[1:] else ''))
            if edits and sents[-1].codes:                   # the last sentence was put in for a deleted one
                inner += f'<w:del w:id="{len(edits)}" {who}>{docx_run(edits.pop(0) + " ", "delText")}</w:del>'
                inner += f'<w:ins w:id="{len(edits) + 50}" {who}>{docx_run(sents[-1].text)}</w:ins>'
            else:
                inner += docx_run(sents[-1].text)
            yield docx_p(inner)
        elif kind == 'bullets':
            for i in b[1]:
                yield docx_p(docx_run(join(i)), num='1')
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + docx_run(' PAGE \\* MERGEFORMAT ', 'instrText')
             + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + docx_run('1') + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    yield docx_p(docx_run('Page ') + field)


def docx(doc):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    names = ''.join(f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>' for i, n in
                    [('Title', 'Title'), ('Heading1', 'heading 1'), ('Heading2', 'heading 2')])
    parts = {
        '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + ''.join(f'<Override PartName="/word/{p}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{t}+xml"/>'
                  for p, t in [('document', 'document.main'), ('styles', 'styles'), ('numbering', 'numbering')]) + '</Types>',
        '_rels/.rels': f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{rel}/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/_rels/document.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + ''.join(f'<Relationship Id="rId{i}" Type="{rel}/{t}" Target="{t}.xml"/>' for i, t in [(1, 'styles'), (2, 'numbering')])
        + '</Relationships>',
        'word/styles.xml': f'<w:styles {w}>{names}</w:styles>',
        'word/numbering.xml': f'<w:numbering {w}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        'word/document.xml': f'<w:document {w}><w:body>{"".join(docx_body(doc))}</w:body></w:document>'}
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, 'w') as z:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, xml + text)
    return buf.getvalue()


# ---- The wrecks -----------------------------------------------------------------------------------------

def error_page():
    return ('<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Page not found</title></head>\n<body>\n'
            '<h1>Page not found</h1>\n<p>The report that you asked for has moved or is no longer kept here.</p>\n'
            '<p>Check the address, or search for the council by name.</p>\n<p>Error 404</p>\n</body>\n</html>\n')


def image_pdf(jpg):
    """A one-page PDF with nothing but a grey JPEG on it, as a scanner makes."""
    i, w, h, space = 2, 0, 0, b'Gray'
    while jpg[i] == 0xff:                                   # walk the JPEG segments to its frame header
        if jpg[i + 1] in (0xc0, 0xc2):
            h, w = int.from_bytes(jpg[i + 5:i + 7], 'big'), int.from_bytes(jpg[i + 7:i + 9], 'big')
            space = b'Gray' if jpg[i + 9] == 1 else b'RGB'
            break
        i += 2 + int.from_bytes(jpg[i + 2:i + 4], 'big')
    draw = b'q 595 0 0 842 0 0 cm /Im0 Do Q'
    objs = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
            b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>',
            b'<< /Length %d >>\nstream\n' % len(draw) + draw + b'\nendstream',
            b'<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /Device%s /BitsPerComponent 8 '
            b'/Filter /DCTDecode /Length %d >>\nstream\n' % (w, h, space, len(jpg)) + jpg + b'\nendstream']
    out, at = bytearray(b'%PDF-1.4\n'), []
    for n, o in enumerate(objs, 1):
        at.append(len(out))
        out += b'%d 0 obj\n' % n + o + b'\nendobj\n'
    xref = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objs) + 1) + b''.join(b'%010d 00000 n \n' % a for a in at)
    out += b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(objs) + 1, xref)
    return bytes(out)
