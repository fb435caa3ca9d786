"""What a run looks like in the end: defaults, table, paragraph, character, itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tests.report_templates.accessibility.package import (
    A,
    Element,
    Package,
    is_on,
    text_of,
    value,
    w,
)

LARGE, LARGE_BOLD = 36, 28
"""Half-points from which text is large: 18 pt, or 14 pt bold (WCAG 1.4.3)."""
_THEME_SLOTS = {
    "text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1",
    "text2": "dk2", "dark2": "dk2", "background2": "lt2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


class Looks:
    """Resolves styles of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._found: dict[tuple[str, str, str, bool], Element | None] = {}
        self.styles = {
            value(style, "styleId") or "": style
            for style in package.trees["word/styles.xml"].iter(w("style"))
        }

    @cached_property
    def defaults(self) -> Element | None:
        return self.package.trees["word/styles.xml"].find(
            f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"
        )

    @cached_property
    def normal(self) -> str:
        return next(
            key
            for key, style in self.styles.items()
            if value(style, "type") == "paragraph" and value(style, "default") == "1"
        )

    def name(self, paragraph: Element) -> str:
        """The name of a paragraph's style, in lower case."""
        style = self.styles.get(self.key(paragraph))
        named = None if style is None else value(style.find(w("name")))
        return (named or "").lower()

    def key(self, paragraph: Element) -> str:
        return value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or self.normal

    def chain(self, key: str | None) -> Iterator[Element]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while key and key in self.styles and key not in seen:
            seen.add(key)
            yield self.styles[key]
            key = value(self.styles[key].find(w("basedOn")))

    def level(self, paragraph: Element) -> int | None:
        """The heading level of a paragraph; None for other text."""
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        if own is not None:
            return int(value(own) or 9) + 1
        for style in self.chain(self.key(paragraph)):
            named = (value(style.find(w("name"))) or "").lower()
            if named.startswith("heading ") and named[8:].isdigit():
                return int(named[8:])
            outline = style.find(f"{w('pPr')}/{w('outlineLvl')}")
            if outline is not None:
                return int(value(outline) or 9) + 1
        return None

    def paragraph_property(self, paragraph: Element, name: str) -> Element | None:
        own = paragraph.find(f"{w('pPr')}/{w(name)}")
        if own is not None:
            return own
        for style in self.chain(self.key(paragraph)):
            found = style.find(f"{w('pPr')}/{w(name)}")
            if found is not None:
                return found
        return None

    def run_property(
        self, run: Element, paragraph: Element, name: str
    ) -> Element | None:
        """The property of a run that counts in the end."""
        own = run.find(w("rPr"))
        if own is not None:
            for properties in (own, *self._of_styles(value(own.find(w("rStyle"))))):
                found = properties.find(w(name))
                if found is not None:
                    return found
        place = (self.key(paragraph), name, *self._where(paragraph))
        if place not in self._found:
            self._found[place] = self._searched(paragraph, name)
        return self._found[place]

    def _where(self, paragraph: Element) -> tuple[str, bool]:
        """The table style that a paragraph stands under, and whether in a first row."""
        cell = paragraph.getparent()
        if cell is None or cell.tag != w("tc"):
            return "", False
        table = next(cell.iterancestors(w("tbl")))
        style = value(table.find(f"{w('tblPr')}/{w('tblStyle')}")) or ""
        return style, is_first_row(cell)

    def _searched(self, paragraph: Element, name: str) -> Element | None:
        for properties in self._run_properties(paragraph):
            found = properties.find(w(name))
            if found is not None:
                return found
        return None

    def _run_properties(self, paragraph: Element) -> Iterator[Element]:
        yield from self._of_styles(self.key(paragraph))
        cell = next(paragraph.iterancestors(w("tc")), None)
        if cell is not None:
            yield from self._of_table(cell)
        if self.defaults is not None:
            yield self.defaults

    def _of_styles(self, key: str | None) -> Iterator[Element]:
        for style in self.chain(key):
            properties = style.find(w("rPr"))
            if properties is not None:
                yield properties

    def _of_table(self, cell: Element) -> Iterator[Element]:
        for style in self._table_styles(cell):
            if is_first_row(cell):
                first = style.find(f"{w('tblStylePr')}[@{w('type')}='firstRow']")
                found = None if first is None else first.find(w("rPr"))
                if found is not None:
                    yield found
            properties = style.find(w("rPr"))
            if properties is not None:
                yield properties

    def _table_styles(self, cell: Element) -> Iterator[Element]:
        table = next(cell.iterancestors(w("tbl")))
        key = value(table.find(f"{w('tblPr')}/{w('tblStyle')}"))
        yield from self.chain(key)

    def half_points(self, run: Element, paragraph: Element) -> int:
        return int(value(self.run_property(run, paragraph, "sz")) or 20)

    def is_bold(self, run: Element, paragraph: Element) -> bool:
        return is_on(self.run_property(run, paragraph, "b"))

    def face(self, run: Element, paragraph: Element) -> str:
        found = self.run_property(run, paragraph, "rFonts")
        assert found is not None
        themed = value(found, "asciiTheme")
        if themed is None:
            return value(found, "ascii") or ""
        kind = "majorFont" if themed.startswith("major") else "minorFont"
        theme = self.package.trees["word/theme/theme1.xml"]
        latin = theme.find(f".//{{{A}}}{kind}/{{{A}}}latin")
        return "" if latin is None else latin.get("typeface", "")

    def colour(self, run: Element, paragraph: Element) -> str | None:
        """The text's colour; None where automatic."""
        return self._colour(self.run_property(run, paragraph, "color"), "val")

    def background(self, run: Element, paragraph: Element) -> str:
        """The fill under a run."""
        own = self.run_property(run, paragraph, "shd")
        of_paragraph = self.paragraph_property(paragraph, "shd")
        for shading in (own, of_paragraph, *self._cell_shadings(paragraph)):
            fill = self._colour(shading, "fill")
            if fill is not None:
                return fill
        return "FFFFFF"

    def _cell_shadings(self, paragraph: Element) -> Iterator[Element | None]:
        for cell in paragraph.iterancestors(w("tc")):
            yield cell.find(f"{w('tcPr')}/{w('shd')}")
            for style in self._table_styles(cell):
                if is_first_row(cell):
                    yield style.find(
                        f"{w('tblStylePr')}[@{w('type')}='firstRow']/"
                        f"{w('tcPr')}/{w('shd')}"
                    )
                yield style.find(f"{w('tcPr')}/{w('shd')}")

    def _colour(self, element: Element | None, name: str) -> str | None:
        if element is None:
            return None
        themed = value(element, f"theme{'Fill' if name == 'fill' else 'Color'}")
        if themed is not None:
            slot = _THEME_SLOTS.get(themed, themed)
            theme = self.package.trees["word/theme/theme1.xml"]
            found = theme.find(f".//{{{A}}}{slot}/{{{A}}}srgbClr")
            return None if found is None else found.get("val")
        written = value(element, name)
        return None if written in {None, "auto"} else written


def is_first_row(cell: Element) -> bool:
    """Whether a cell is of the first row, in a table that has its own look for it."""
    row = next(cell.iterancestors(w("tr")))
    table = next(row.iterancestors(w("tbl")))
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    wanted = look is not None and (
        value(look, "firstRow") == "1" or int(value(look) or "0", 16) & 0x20
    )
    return bool(wanted) and table.find(w("tr")) is row


def runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph that print something."""
    for run in paragraph.iter(w("r")):
        if text_of(run).strip():
            yield run


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
