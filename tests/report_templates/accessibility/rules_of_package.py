"""Rules of the package: sound, safe, nothing hidden, described, on A4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.report_templates.accessibility.looks import Looks
from tests.report_templates.accessibility.package import (
    CORE,
    DC,
    REL,
    TYPES,
    A,
    Finding,
    Package,
    R,
    is_on,
    text_of,
    value,
    w,
)

_A4 = {("11906", "16838"), ("16838", "11906")}
_LEFTOVERS = (
    r"\{\{", r"\{%", r"\bnan\b", r"\bNaN\b", r"\bNaT\b", "<NA>", "#REF!",
    "Error! Reference", r"\bTODO\b", r"\blorem\b",
)  # fmt: skip
_FETCHING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO)\b")
_MACROS = ("vbaProject", "activeX", "oleObject", "customUI")


def sound(package: Package) -> Iterator[Finding]:
    types = package.trees["[Content_Types].xml"]
    extensions = {t.get("Extension") for t in types.iter(f"{{{TYPES}}}Default")}
    named = {t.get("PartName", "") for t in types.iter(f"{{{TYPES}}}Override")}
    for name in package.parts:
        if name == "[Content_Types].xml":
            continue
        if f"/{name}" not in named and name.rpartition(".")[2] not in extensions:
            yield Finding("PKG-OK", f"no content type: {name}")
    for part in named:
        if part.lstrip("/") not in package.parts:
            yield Finding("PKG-OK", f"a type for no part: {part}")
    for relation in package.relations:
        if not relation.external and relation.target not in package.parts:
            yield Finding("PKG-OK", f"relation to nothing: {relation.target}")
    for name, tree in package.trees.items():
        for element in tree.iter():
            for attribute in ("id", "embed", "link"):
                key = element.get(f"{{{R}}}{attribute}")
                if key and package.related(name, key) is None:
                    yield Finding("PKG-OK", f"unknown {key} in {name}")
        if name.endswith(".rels"):
            keys = [each.get("Id") for each in tree.iter(f"{{{REL}}}Relationship")]
            if len(set(keys)) != len(keys):
                yield Finding("PKG-OK", f"repeated ids in {name}")
    marks = [value(m, "id") for m in package.body.iter(w("bookmarkStart"))]
    names = [value(m, "name") or "" for m in package.body.iter(w("bookmarkStart"))]
    if len(set(marks)) != len(marks) or len(set(names)) != len(names):
        yield Finding("PKG-OK", "bookmarks repeat an id or a name")
    if any(len(name) > 40 for name in names):
        yield Finding("PKG-OK", "a bookmark's name is too long")


def safe(package: Package) -> Iterator[Finding]:
    for name in package.parts:
        if any(word in name for word in _MACROS):
            yield Finding("SEC-MACRO", name)
        if "embeddings/" in name or name.endswith((".xlsx", ".xlsb", ".csv")):
            yield Finding("SEC-EMBED", name)
    if b"macroEnabled" in package.parts["[Content_Types].xml"]:
        yield Finding("SEC-MACRO", "a macro-enabled type")
    for relation in package.relations:
        plain = relation.target.startswith(("http://", "https://", "mailto:"))
        if relation.external and not (relation.kind == "hyperlink" and plain):
            yield Finding("SEC-EXTERNAL", relation.target)
    for name, story in package.stories.items():
        for _ in story.iter(w("altChunk")):
            yield Finding("SEC-EXTERNAL", f"altChunk in {name}")
        for field in story.iter(w("instrText")):
            if _FETCHING.search(field.text or ""):
                yield Finding("SEC-EXTERNAL", field.text or "")
        for blip in story.iter(f"{{{A}}}blip"):
            key = blip.get(f"{{{R}}}embed")
            found = package.related(name, key) if key else None
            if blip.get(f"{{{R}}}link") or found is None or found.external:
                yield Finding("SEC-IMGLINK", name)


def nothing_hidden(package: Package) -> Iterator[Finding]:
    looks = Looks(package)
    for story in package.stories.values():
        for paragraph in story.iter(w("p")):
            for run in paragraph.iter(w("r")):
                if is_on(looks.run_property(run, paragraph, "vanish")):
                    yield Finding("SEC-HIDDEN", text_of(run))
        for tag in ("ins", "del", "moveFrom", "moveTo", "commentReference"):
            for _ in story.iter(w(tag)):
                yield Finding("SEC-REVISION", tag)
    settings = package.trees["word/settings.xml"]
    if is_on(settings.find(w("trackRevisions"))):
        yield Finding("SEC-REVISION", "trackRevisions is on")
    if any("comments" in name for name in package.parts):
        yield Finding("SEC-REVISION", "a part for comments")
    if settings.find(w("updateFields")) is not None:
        yield Finding("FIELD-PROMPT", "updateFields")
    for element in package.body.iter():
        if element.get(w("dirty")) is not None:
            yield Finding("FIELD-PROMPT", "a field is dirty")


def no_leftovers(package: Package) -> Iterator[Finding]:
    text = package.language_neutral_text
    for leftover in _LEFTOVERS:
        found = re.search(leftover, text)
        if found:
            yield Finding("SEC-LEFTOVER", found[0])
    if re.search(r"\bNone\b", text):
        yield Finding("SEC-NONE", "None")


def described(package: Package) -> Iterator[Finding]:
    core = package.trees["docProps/core.xml"]
    title = core.findtext(f"{{{DC}}}title") or ""
    if len(title) < 8 or title.lower().endswith((".docx", ".dotx")):
        yield Finding("META-TITLE", title)
    for tag in ("creator", "description"):
        text = core.findtext(f"{{{DC}}}{tag}") or ""
        if not text or "python" in text.lower() or "generated by" in text.lower():
            yield Finding("META-AUTHOR", f"{tag}: {text}")
    if not (core.findtext(f"{{{CORE}}}lastModifiedBy") or "").strip():
        yield Finding("META-AUTHOR", "lastModifiedBy")
    looks = Looks(package)
    language = None if looks.defaults is None else looks.defaults.find(w("lang"))
    if value(language) != "en-GB":
        yield Finding("META-LANG", str(value(language)))
    for name, tree in package.trees.items():
        for each in tree.iter(w("lang")):
            if value(each) not in {None, "en-GB"}:
                yield Finding("META-LANG", f"{value(each)} in {name}")


def on_paper(package: Package, marking: str) -> Iterator[Finding]:
    settings = package.trees["word/settings.xml"]
    mode = settings.find(f".//{w('compatSetting')}[@{w('name')}='compatibilityMode']")
    if value(mode) != "15":
        yield Finding("COMPAT", str(value(mode)))
    used: dict[tuple[str, str], str] = {}
    for section in package.sections:
        size = section.find(w("pgSz"))
        if (value(size, "w"), value(size, "h")) not in _A4:
            yield Finding("PAGE-A4", "a section")
        for kind in ("header", "footer"):
            for reference in section.iter(w(f"{kind}Reference")):
                key = reference.get(f"{{{R}}}id") or ""
                found = package.related("word/document.xml", key)
                if found is not None:
                    used[kind, value(reference, "type") or ""] = found.target
        yield from _margins(package, section, used, marking)


def _margins(
    package: Package, section: object, used: dict[tuple[str, str], str], marking: str
) -> Iterator[Finding]:
    pages = ["default"]
    if is_on(section.find(w("titlePg"))):  # type: ignore[attr-defined]
        pages.append("first")
    if is_on(package.trees["word/settings.xml"].find(w("evenAndOddHeaders"))):
        pages.append("even")
    for page in pages:
        for kind in ("header", "footer"):
            part = used.get((kind, page))
            text = "" if part is None else text_of(package.trees[part])
            lines = re.split(r"Page \d", text)[0]
            if lines.strip() != marking:
                yield Finding("MARK", f"{kind} of {page} pages: {lines}")
        footer = used.get(("footer", page))
        fields = (
            ""
            if footer is None
            else " ".join(
                f.text or "" for f in package.trees[footer].iter(w("instrText"))
            )
        )
        if not re.search(r"\bPAGE\b", fields):
            yield Finding("PAGE-NUM", page)
        if "NUMPAGES" not in fields:
            yield Finding("PAGE-OF", page)
