"""Rules of the text: headings, contents, size, face, contrast, lists, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.report_templates.accessibility.looks import (
    LARGE,
    LARGE_BOLD,
    Looks,
    contrast,
    runs,
)
from tests.report_templates.accessibility.package import (
    Element,
    Finding,
    Package,
    is_on,
    text_of,
    value,
    w,
)

_SANS = {"Arial", "Helvetica", "Liberation Sans", "Verdana", "Tahoma", "Calibri"}
_BULLET = re.compile(r"^\s*(?:[•·▪◦*–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_VAGUE = {"click here", "here", "link", "more", "read more", "this link"}
_MOST_HEADINGS_WITHOUT_CONTENTS = 8
_SHORT = 60
_LONG_ITALICS = 40


def headings(package: Package) -> Iterator[Finding]:
    looks = Looks(package)
    found = [(level, p) for p in package.paragraphs if (level := looks.level(p))]
    if not found or found[0][0] != 1:
        yield Finding("HEAD-FIRST", str(found[:1]))
    before = 0
    siblings: dict[int, set[str]] = {}
    for level, paragraph in found:
        text = text_of(paragraph).strip()
        if level > before + 1:
            yield Finding("HEAD-SKIP", text)
        if not text:
            yield Finding("HEAD-EMPTY", str(level))
        for deeper in [each for each in siblings if each > level]:
            del siblings[deeper]
        if text in siblings.setdefault(level, set()):
            yield Finding("HEAD-DUP", text)
        siblings[level].add(text)
        before = level
    titles = [p for p in package.paragraphs if looks.name(p) == "title"]
    if len(titles) != 1:
        yield Finding("HEAD-TITLE", f"{len(titles)} titles")
    for paragraph in package.paragraphs:
        if _stands_in(paragraph, looks):
            yield Finding("HEAD-FAKE", text_of(paragraph))
    yield from _contents(package, looks, found)


def _stands_in(paragraph: Element, looks: Looks) -> bool:
    """Whether bold text stands in for a heading."""
    text = text_of(paragraph).strip()
    name = looks.name(paragraph)
    if not text or len(text) > _SHORT or looks.level(paragraph):
        return False
    if name in {"title", "subtitle", "caption", "toc heading"} or text.endswith("."):
        return False
    if next(paragraph.iterancestors(w("tc")), None) is not None:
        return False
    return all(looks.is_bold(run, paragraph) for run in runs(paragraph))


def _contents(
    package: Package, looks: Looks, found: list[tuple[int, Element]]
) -> Iterator[Finding]:
    fields = [f.text or "" for f in package.body.iter(w("instrText"))]
    contents = next((f for f in fields if f.strip().startswith("TOC")), None)
    if contents is None:
        if len(found) > _MOST_HEADINGS_WITHOUT_CONTENTS:
            yield Finding("TOC-PRESENT", f"{len(found)} headings")
        return
    deepest = int((re.search(r'"1-(\d)"', contents) or ["", "9"])[1])
    listed = [
        text_of(p) for p in package.paragraphs if re.match(r"toc \d", looks.name(p))
    ]
    wanted = [text_of(p) for level, p in found if level <= deepest]
    if listed != wanted:
        yield Finding("TOC-FRESH", str(set(listed) ^ set(wanted)))


def typography(package: Package) -> Iterator[Finding]:
    looks = Looks(package)
    for part, story in package.stories.items():
        in_margin = "header" in part or "footer" in part
        for paragraph in story.iter(w("p")):
            if value(looks.paragraph_property(paragraph, "jc")) in {
                "both",
                "distribute",
            }:
                yield Finding("TYPO", f"justified: {text_of(paragraph)[:40]}")
            for run in runs(paragraph):
                yield from _run(run, paragraph, looks, in_margin=in_margin)


def _run(
    run: Element, paragraph: Element, looks: Looks, *, in_margin: bool
) -> Iterator[Finding]:
    text = text_of(run)
    size = looks.half_points(run, paragraph)
    if size < 2 * _least(paragraph, looks, in_margin=in_margin):
        yield Finding("FONT-SIZE", f"{size / 2} pt: {text[:40]}")
    if looks.face(run, paragraph) not in _SANS:
        yield Finding("FONT-SANS", text[:40])
    colour, background = (
        looks.colour(run, paragraph),
        looks.background(run, paragraph),
    )
    bold = looks.is_bold(run, paragraph)
    large = size >= LARGE or (bold and size >= LARGE_BOLD)
    shown = contrast(colour or "000000", background)
    if shown < (3.0 if large else 4.5):
        yield Finding("COL-CONTRAST", f"{shown:.1f}: {text[:40]}")
    if colour == background:
        yield Finding("COL-UNSEEN", text[:40])
    if is_on(looks.run_property(run, paragraph, "i")) and len(text) > _LONG_ITALICS:
        yield Finding("TYPO", f"italics: {text[:40]}")
    if is_on(looks.run_property(run, paragraph, "caps")):
        yield Finding("TYPO", f"capitals: {text[:40]}")
    linked = next(run.iterancestors(w("hyperlink")), None) is not None
    if is_on(looks.run_property(run, paragraph, "u")) and not linked:
        yield Finding("TYPO", f"underlined: {text[:40]}")


def _least(paragraph: Element, looks: Looks, *, in_margin: bool) -> int:
    if in_margin:
        return 10
    if next(paragraph.iterancestors(w("tc")), None) is not None:
        return 11
    return 11 if looks.name(paragraph) == "caption" else 12


def lists_and_links(package: Package) -> Iterator[Finding]:
    looks = Looks(package)
    for paragraph in package.paragraphs:
        text = text_of(paragraph)
        numbered = looks.paragraph_property(paragraph, "numPr") is not None
        if _BULLET.match(text) and not numbered:
            yield Finding("LIST-REAL", text[:40])
        holds = paragraph.find(f".//{w('drawing')}") is not None
        if not text.strip() and not holds:
            yield Finding("SPACE", f"after: {_before(paragraph)[:40]}")
    for link in package.body.iter(w("hyperlink")):
        if text_of(link).strip().lower() in _VAGUE:
            yield Finding("LINK-TEXT", text_of(link))
    for control in package.body.iter(w("sdt")):
        if control.find(f"{w('sdtPr')}/{w('alias')}") is None:
            yield Finding("SDT-TITLE", text_of(control)[:40])


def _before(paragraph: Element) -> str:
    previous = paragraph.getprevious()
    return "" if previous is None else text_of(previous)


def numbers_of_captions(package: Package) -> Counter[str]:
    """How often each caption's kind and number is used."""
    looks = Looks(package)
    found: Counter[str] = Counter()
    for paragraph in package.paragraphs:
        if looks.name(paragraph) == "caption":
            found[text_of(paragraph).partition(":")[0]] += 1
    return found
