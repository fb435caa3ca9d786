"""The base Word document: styles, page, protective marking and "Page X of Y".

`icpc.docx` beside this module is what `build` writes; after a change here run `python
-m report_templates.base_document`. The package is written part by part, not mended
from another template, so that it holds nothing nobody asked for. Body text is 12 pt,
tables and captions 11 pt, header and footer 10 pt.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

BASE_DOCUMENT = Path(__file__).with_name("icpc.docx")
MARKING = "OFFICIAL-SENSITIVE"
FONT = "Arial"
LANGUAGE = "en-GB"
DARK = "12436D"
"""Headings and header rows: 10.2 to 1 on white, the first colour of the charts."""
RULE = "BFBFBF"
TINT = "EAF0F6"

_TWIPS_A_POINT = 20
_TWIPS_A_MM = 1440 / 25.4
_PAGE = (11906, 16838)
_MARGIN = round(25 * _TWIPS_A_MM)
_EDGE = round(12.5 * _TWIPS_A_MM)
_WRITTEN = (1980, 1, 1, 0, 0, 0)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats-officedocument"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph style; lengths in points, indents in millimetres.

    Attributes:
        name: as Word stores it; Word's own styles have lower-case names there.
        own: it is ours, not one of Word's.
        following: name of the style of the next paragraph, when another.
        line: line spacing, 1 for single.
        list_id: the list of `_NUMBERING` whose mark its paragraphs bear.
        frame: borders and shading, as XML.
        outline: heading level, from 1.
    """

    name: str
    own: bool = False
    following: str = ""
    size: int = 12
    bold: bool = False
    colour: str = ""
    before: int = 0
    after: int = 6
    line: float = 1.15
    left: float = 0
    right: float = 0
    hanging: float = 0
    align: str = ""
    keep_with_next: bool = False
    list_id: int = 0
    frame: str = ""
    outline: int = 0


def _edge(side: str, eighths: int, colour: str, space: int = 0) -> str:
    return (
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" '
        f'w:color="{colour}"/>'
    )


def _heading(level: int, size: int, before: int) -> ParagraphStyle:
    return ParagraphStyle(
        f"heading {level}",
        following="Normal",
        size=size,
        bold=True,
        colour=DARK,
        before=before,
        line=1,
        keep_with_next=True,
        outline=level,
    )


def _contents(level: int) -> ParagraphStyle:
    return ParagraphStyle(
        f"toc {level}", after=1, line=1, left=6 * (level - 1), keep_with_next=True
    )


def _list(name: str, list_id: int, *, own: bool, left: float) -> ParagraphStyle:
    return ParagraphStyle(
        name, own=own, after=3, left=left, hanging=left, list_id=list_id
    )


_KEY_FRAME = (
    f"<w:pBdr>{_edge('top', 4, TINT, 4)}{_edge('left', 36, DARK, 8)}"
    f"{_edge('bottom', 4, TINT, 4)}</w:pBdr>"
    f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
)
_QUOTATION_FRAME = f"<w:pBdr>{_edge('left', 18, RULE, 8)}</w:pBdr>"
_COMMENTARY_FRAME = f"<w:pBdr>{_edge('left', 18, '801650', 8)}</w:pBdr>"
_COVER_FRAME = f"<w:pBdr>{_edge('bottom', 24, DARK, 8)}</w:pBdr>"

STYLES: tuple[ParagraphStyle, ...] = (
    ParagraphStyle("Normal"),
    _heading(1, 18, 24),
    _heading(2, 16, 18),
    _heading(3, 14, 14),
    _heading(4, 12, 12),
    ParagraphStyle(
        "Title",
        following="Subtitle",
        size=26,
        bold=True,
        colour=DARK,
        after=8,
        line=1,
        frame=_COVER_FRAME,
    ),
    ParagraphStyle("Subtitle", following="Normal", size=16, after=10, line=1),
    ParagraphStyle(
        "caption",
        size=11,
        bold=True,
        colour=DARK,
        before=12,
        after=4,
        line=1,
        keep_with_next=True,
    ),
    _list("List Bullet", 1, own=False, left=6),
    _list("List Number", 2, own=False, left=8),
    ParagraphStyle(
        "TOC Heading",
        following="Normal",
        size=18,
        bold=True,
        colour=DARK,
        before=18,
        line=1,
        keep_with_next=True,
    ),
    _contents(1),
    _contents(2),
    _contents(3),
    ParagraphStyle("header", size=10, after=0, line=1, align="center"),
    ParagraphStyle("footer", size=10, after=0, line=1, align="center"),
    ParagraphStyle(
        "Protective Marking",
        own=True,
        size=10,
        bold=True,
        after=0,
        line=1,
        align="center",
    ),
    ParagraphStyle("Table Text", own=True, size=11, after=0, line=1),
    ParagraphStyle("Table Number", own=True, size=11, after=0, line=1, align="right"),
    ParagraphStyle(
        "Table Bullet",
        own=True,
        size=11,
        after=0,
        line=1,
        left=4,
        hanging=4,
        list_id=4,
    ),
    ParagraphStyle("Note", own=True, before=4, after=8, line=1),
    ParagraphStyle("Picture", own=True, after=0, line=1),
    ParagraphStyle(
        "Quotation", own=True, before=4, left=10, right=10, frame=_QUOTATION_FRAME
    ),
    ParagraphStyle(
        "Quotation Bullet",
        own=True,
        after=4,
        left=16,
        right=10,
        hanging=6,
        list_id=3,
        frame=_QUOTATION_FRAME,
    ),
    ParagraphStyle(
        "Key fact",
        own=True,
        size=14,
        colour=DARK,
        before=8,
        after=8,
        left=4,
        line=1,
        frame=_KEY_FRAME,
    ),
    ParagraphStyle("Commentary", own=True, before=4, left=6, frame=_COMMENTARY_FRAME),
    ParagraphStyle("Cover Detail", own=True, size=12, after=2, line=1),
)

TABLE_STYLE = "Committee Table"
_NUMBERING: tuple[tuple[str, str, str], ...] = (
    ("List Bullet", "bullet", "\u2022"),
    ("List Number", "decimal", "%1."),
    ("Quotation Bullet", "bullet", "\u2022"),
    ("Table Bullet", "bullet", "\u2022"),
)


def build(path: Path) -> None:
    """Write the base document; the same bytes each time.

    The body is empty: whoever fills it sets title, language and marking for its reader.
    """
    content = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml"),
            ("core", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("theme", "theme/theme1.xml"),
            ("header", "header1.xml"),
            ("footer", "footer1.xml"),
            ("fontTable", "fontTable.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/theme/theme1.xml": _theme(),
        "word/header1.xml": f"<w:hdr {_W}>{_marking()}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W}>{_marking()}{_page_numbers()}</w:ftr>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in content.items():
            entry = zipfile.ZipInfo(name, _WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _XML + text)


def style_id(name: str) -> str:
    """Key under which Word keeps a style: its name, each word capital, no spaces."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _style(style: ParagraphStyle) -> str:
    default = ' w:default="1"' if style.name == "Normal" else ""
    custom = ' w:customStyle="1"' if style.own else ""
    based_on = "" if default else '<w:basedOn w:val="Normal"/>'
    following = (
        f'<w:next w:val="{style_id(style.following)}"/>' if style.following else ""
    )
    return (
        f'<w:style w:type="paragraph"{default}{custom} '
        f'w:styleId="{style_id(style.name)}"><w:name w:val="{style.name}"/>{based_on}'
        f'{following}<w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(style: ParagraphStyle) -> str:
    indent = "".join(
        f' w:{side}="{round(length * _TWIPS_A_MM)}"'
        for side, length in (
            ("left", style.left),
            ("right", style.right),
            ("hanging", style.hanging),
        )
        if length
    )
    pieces = (
        "<w:keepNext/><w:keepLines/>" if style.keep_with_next else "",
        "<w:widowControl/>",
        f'<w:numPr><w:numId w:val="{style.list_id}"/></w:numPr>'
        if style.list_id
        else "",
        style.frame,
        f'<w:spacing w:before="{style.before * _TWIPS_A_POINT}" '
        f'w:after="{style.after * _TWIPS_A_POINT}" '
        f'w:line="{round(style.line * 240)}" w:lineRule="auto"/>',
        f"<w:ind{indent}/>" if indent else "",
        f'<w:jc w:val="{style.align}"/>' if style.align else "",
        f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else "",
    )
    return "".join(pieces)


def _run(style: ParagraphStyle) -> str:
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    return f"{bold}{colour}{_size(style.size)}"


def _size(points: int) -> str:
    return f'<w:sz w:val="{2 * points}"/><w:szCs w:val="{2 * points}"/>'


def _font() -> str:
    faces = " ".join(f'w:{s}="{FONT}"' for s in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f"<w:rFonts {faces}/>"


def _styles() -> str:
    language = f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}"/>'
    return (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_font()}{_size(12)}"
        f"{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" '
        'w:defSemiHidden="1" w:defUnhideWhenUsed="1" w:defQFormat="0"/>'
        f"{''.join(_style(style) for style in STYLES)}{_other_styles()}"
        f"{_table_style()}</w:styles>"
    )


def _other_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
        "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
        '<w:uiPriority w:val="1"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink">'
        '<w:name w:val="Hyperlink"/><w:uiPriority w:val="1"/><w:rPr>'
        f'<w:color w:val="{DARK}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        "</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
    )


def _table_style() -> str:
    borders = _edge("top", 8, DARK) + _edge("bottom", 8, DARK)
    padding = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 25), ("left", 85), ("bottom", 25), ("right", 85))
    )
    return (
        '<w:style w:type="table" w:customStyle="1" '
        f'w:styleId="{style_id(TABLE_STYLE)}">'
        f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/>'
        '<w:uiPriority w:val="1"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f"</w:pPr><w:rPr>{_size(11)}</w:rPr>"
        f"<w:tblPr><w:tblBorders>{borders}{_edge('insideH', 4, RULE)}</w:tblBorders>"
        f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:pPr><w:keepNext/></w:pPr>'
        '<w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr>'
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tcPr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{DARK}"/>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
        f"<w:tcBorders>{_edge('top', 8, DARK)}</w:tcBorders></w:tcPr></w:tblStylePr>"
        "</w:style>"
    )


def _numbering() -> str:
    styles = {style.name: style for style in STYLES}
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:pStyle w:val="{style_id(name)}"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{round(styles[name].left * _TWIPS_A_MM)}" '
        f'w:hanging="{round(styles[name].hanging * _TWIPS_A_MM)}"/></w:pPr>'
        f"<w:rPr>{_font()}</w:rPr></w:lvl></w:abstractNum>"
        for number, (name, kind, mark) in enumerate(_NUMBERING, start=1)
    )
    instances = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(_NUMBERING) + 1)
    )
    return f"<w:numbering {_W}>{lists}{instances}</w:numbering>"


def _document() -> str:
    width, height = _PAGE
    return (
        f"<w:document {_W} {_R}><w:body><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" '
        f'w:left="{_MARGIN}" w:header="{_EDGE}" w:footer="{_EDGE}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def _marking() -> str:
    style = style_id("Protective Marking")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_text(MARKING)}</w:p>'


def _page_numbers() -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_text("Page ")}'
        f"{_field('PAGE')}{_text(' of ')}{_field('NUMPAGES')}</w:p>"
    )


def _field(instruction: str) -> str:
    marks = {
        kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    }
    return (
        f'{marks["begin"]}<w:r><w:instrText xml:space="preserve"> {instruction} '
        f"</w:instrText></w:r>{marks['separate']}{_text('1')}{marks['end']}"
    )


def _settings() -> str:
    microsoft = "http://schemas.microsoft.com/office/word"
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{microsoft}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    colours = "".join(
        f' w:{slot}="{value}"'
        for slot, value in (
            ("bg1", "light1"),
            ("t1", "dark1"),
            ("bg2", "light2"),
            ("t2", "dark2"),
            *((f"accent{n}", f"accent{n}") for n in range(1, 7)),
            ("hyperlink", "hyperlink"),
            ("followedHyperlink", "followedHyperlink"),
        )
    )
    return (
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="{LANGUAGE}"/>'
        f'<w:clrSchemeMapping{colours}/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def _font_table() -> str:
    return (
        f'<w:fonts {_W}><w:font w:name="{FONT}"><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _theme() -> str:
    palette = {
        "dk1": "000000",
        "lt1": "FFFFFF",
        "dk2": DARK,
        "lt2": TINT,
        "accent1": DARK,
        "accent2": "28A197",
        "accent3": "801650",
        "accent4": "F46A25",
        "accent5": "3D3D3D",
        "accent6": "A285D1",
        "hlink": DARK,
        "folHlink": "801650",
    }
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>'
        for slot, value in palette.items()
    )
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {_A} name="Committee"><a:themeElements>'
        f'<a:clrScheme name="Committee">{colours}</a:clrScheme>'
        '<a:fontScheme name="Committee">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
        '</a:fontScheme><a:fmtScheme name="Committee">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_CORE}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>The committee</dc:creator>"
        f"<dc:language>{LANGUAGE}</dc:language>"
        "<dc:title>Base document of the committee's reports</dc:title>"
        "</cp:coreProperties>"
    )


def _relationships(*targets: tuple[str, str]) -> str:
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{_OFFICE}/{kind}")}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types() -> str:
    main = f"{_TYPE}.wordprocessingml"
    kinds = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package"
        ".core-properties+xml",
        "/word/document.xml": f"{main}.document.main+xml",
        "/word/styles.xml": f"{main}.styles+xml",
        "/word/numbering.xml": f"{main}.numbering+xml",
        "/word/settings.xml": f"{main}.settings+xml",
        "/word/fontTable.xml": f"{main}.fontTable+xml",
        "/word/theme/theme1.xml": f"{_TYPE}.theme+xml",
        "/word/header1.xml": f"{main}.header+xml",
        "/word/footer1.xml": f"{main}.footer+xml",
    }
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


if __name__ == "__main__":
    build(BASE_DOCUMENT)
