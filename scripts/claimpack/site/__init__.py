"""``claimpack site``: a page for people who would rather look than read. One folder, no server, nothing fetched.

``index.html`` opens from disk. What it shows lies in ``data/`` as scripts, since a page from disk may read no files;
the tables that only some look at are read when they are asked for. ``datapackage/`` has the files to download, byte
for byte those of the package; ``lib/`` the libraries.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

from claimpack import __version__, table_schema, wide
from claimpack.dictionary import citation
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.loading import open_own
from claimpack.package import DESCRIPTOR
from claimpack.project import Project
from claimpack.replace import replacing
from claimpack.site import describe, markdown, model, people
from claimpack.site.libraries import HERE, shipped
from claimpack.target import LITTER
from claimpack.validate import Finding, examine, has_errors
from claimpack.validate.archive import read_zip
from claimpack.validate.codes import table as code_list
from claimpack.validate.files import Files, Folder
from claimpack.validate.opening import Opened

LANGUAGES = ("en", "de")
# A package without these still says who claims what; the page says what it cannot show.
OPTIONAL = ("mentions", "claim_actors", "dates", wide.TABLE)
CHANGELOG = "CHANGELOG.md"
# By this index.html tells that it was made here, and may be replaced.
MARK = "claimpack-page"
PARTS = {"index.html", "app", "data", "datapackage", "lib"}
PAGE = HERE / "page"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: the findings about the package, and what was written, if anything was."""

    findings: Sequence[Finding]
    summary: str


def write_site(path: Path, out: Path, language: str = "en", limits: Limits | None = None) -> Written:
    """Writes the page of the package at ``path`` (folder, descriptor or zip file) into the folder ``out``.

    A package with errors gives no page; that a table is missing without which the page works is told as a warning.
    Raises ClaimpackError: CP340 libraries that are not there, CP341 a folder with something else in it, CP30x
    where nothing can be written, and what ``loading.open_own`` says.
    """
    limits = limits or Limits()
    check_target(out)
    findings = [_bearable(finding) for finding in examine(path, limits=limits).findings]
    if has_errors(findings):
        return Written(findings, f"{out}: not written, the package has errors")
    opened = open_own(path, limits)
    used, library_files = shipped()
    tables = _rows(opened)
    downloads = _downloads(opened, path, limits)
    page = _page(opened, tables, downloads, _project(path)) | {"language": language, "libraries": used}
    made = _own_files(PAGE, "")
    made["data/words.js"] = _script("words", {name: words(name) for name in LANGUAGES})
    made["data/page.js"] = _script(
        "page", page | {"views": json.loads((HERE / "views.json").read_text(encoding="utf-8"))}
    )
    made["data/figures.js"] = _script("figures", _figures(tables))
    for name, rows in tables.items():
        made[f"data/{name}.js"] = _script(name, model.encoded(rows, table_schema.columns(name)))
    made |= {f"datapackage/{name}": data for name, data in downloads.items()}
    made |= {f"lib/{name}": data for name, data in library_files.items()}
    title = escape(page["about"]["title"])
    template = Template(made["index.html"].decode("utf-8"))
    made["index.html"] = template.substitute(language=language, title=title, mark=MARK).encode("utf-8")
    with replacing(out, check_target) as folder:
        for name, data in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    size = sum(map(len, made.values()))
    return Written(findings, f"{out}: {len(made)} files, {size / 1e6:.1f} MB; open {out / 'index.html'}")


def words(language: str) -> dict[str, str]:
    """The words of the page in a language, by their names."""
    return json.loads((HERE / "words" / f"{language}.json").read_text(encoding="utf-8"))


def check_target(folder: Path) -> None:
    """CP341 where ``folder`` is neither missing nor empty nor a page that was made here, and nothing but that."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    remedy = "Nothing was changed. Choose a folder that is new or empty."
    try:
        ours = MARK in (folder / "index.html").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        ours = False
    if not ours:
        raise ClaimpackError("CP341", "the folder is not empty and holds no page of claimpack", folder, remedy=remedy)
    for path in sorted(folder.iterdir()):
        if path.name not in PARTS | LITTER:
            remedy = "Nothing was changed. The folder is replaced as a whole: move what is yours out of it."
            raise ClaimpackError("CP341", "this is no file of a page", path, remedy=remedy)


def _bearable(finding: Finding) -> Finding:
    """The finding, as a warning where the page works all the same."""
    if finding.code == "CP418" and finding.expected in OPTIONAL:
        return Finding("CP418", "warning", finding.message, finding.file, expected=finding.expected)
    return finding


def _rows(opened: Opened) -> dict[str, list[dict[str, str]]]:
    """The rows of the tables as texts; quantities_wide follows from the others where it is missing."""
    tables = {}
    for name in table_schema.tables():
        if name in opened.tables:
            header, *records = opened.tables[name].records
            tables[name] = [dict(zip(header.cells, record.cells, strict=True)) for record in records]
    if wide.TABLE not in tables:
        values = {}
        for name in table_schema.tables():
            kinds = table_schema.types(name)
            rows = tables.get(name, [])
            values[name] = [
                {key: table_schema.parse_cell(kinds[key], cell) for key, cell in row.items()} for row in rows
            ]
        tables[wide.TABLE] = list(model.as_texts(wide.quantities_wide(values)))
    return tables


def _downloads(opened: Opened, path: Path, limits: Limits) -> dict[str, bytes]:
    """The files of the package by name: tables, description, and its README and the like where it has them."""
    made = {f"{name}.csv": table.data for name, table in opened.tables.items()}
    if path.suffix.lower() == ".zip":
        with read_zip(path, limits) as archive:
            return made | _texts(archive, limits)
    return made | _texts(Folder(path if path.is_dir() else path.parent), limits)


def _texts(package: Files, limits: Limits) -> dict[str, bytes]:
    made = {DESCRIPTOR: package.read(DESCRIPTOR, limits.descriptor)}
    for name in ("README.md", CHANGELOG, "CITATION.cff"):
        try:
            made[name] = package.read(name, limits.descriptor)
        except ClaimpackError as error:
            if error.code != "CP416":  # it need not be there
                raise
    return made


def _figures(tables: model.Tables) -> dict[str, Any]:
    found = model.figures(tables[wide.TABLE])
    return model.encoded(found, model.FIGURE) | {"focus": model.focus(found), "same": model.same_figures(found)}


def _page(
    opened: Opened, tables: model.Tables, downloads: Mapping[str, bytes], project: Project | None
) -> dict[str, Any]:
    """All that the page shows besides rows and figures."""
    described = {"title": opened.folder.resolve().name, "licenses": [], **(opened.descriptor or {})}
    about = {name: described[name] for name in ("title", "description", "version", "quotations") if name in described}
    licences = [
        {"title": one.get("title") or one.get("name") or one["path"], "path": one.get("path", "")}
        for one in described["licenses"]
    ]
    changelog = downloads.get(CHANGELOG)
    if changelog is None and project and (project.folder / CHANGELOG).is_file():
        changelog = (project.folder / CHANGELOG).read_bytes()
    english = {code: row["name"] for code, row in code_list("countries").items()}
    return {
        "about": about | {"licenses": licences, "citation": citation(described), "claimpack": __version__},
        "counts": {name: len(rows) for name, rows in tables.items()},
        "missing": [name for name in table_schema.tables() if name not in opened.tables],
        "days": model.span_of_days(tables),
        "articles": model.articles(tables),
        "actors": model.actors(tables),
        "countries": model.countries(tables[wide.TABLE], tables, english),
        "acts": model.acts(tables["claims"]),
        "dictionary": describe.dictionary(tables),
        "conventions": table_schema.conventions(),
        "rules": people.rule_places(tables),
        "people": people.contributors(project.contributions) if project else None,
        "downloads": [
            {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in downloads.items()
        ],
        "loading": markdown.blocks(loading()),
        "changelog": markdown.blocks((changelog or b"").decode("utf-8", "replace")),
    }


def loading() -> str:
    """The page on how to load a package, from the installed program or the checkout; empty where there is none."""
    for page in (files("claimpack") / "docs" / "loading.md", Path(__file__).parents[3] / "docs" / "loading.md"):
        if page.is_file():
            return page.read_text(encoding="utf-8")
    return ""


def _project(path: Path) -> Project | None:
    """The project whose ``datapackage/`` the package is, if it is one's."""
    folder = (path if path.is_dir() else path.parent).resolve()
    project = Project(folder.parent)
    return project if project.raw.is_dir() and project.datapackage.resolve() == folder else None


def _script(name: str, content: Any) -> bytes:
    """A script that gives ``content`` to the page: a page from disk may load scripts, but no JSON.

    It is JSON in a string, which browsers read faster than the same as source.
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\").replace("'", "\\'")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"Claimpack.put('{name}', '{text}');\n".encode()


def _own_files(folder: Traversable, prefix: str) -> dict[str, bytes]:
    """The files of the page that are the same for every package."""
    made: dict[str, bytes] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        made |= (
            _own_files(path, f"{prefix}{path.name}/") if path.is_dir() else {f"{prefix}{path.name}": path.read_bytes()}
        )
    return made
