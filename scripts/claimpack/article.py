"""File -> Article. The text is never changed: its offsets are what every row of the package points to.

A ``.txt`` file's text is its bytes decoded as UTF-8, nothing else: line ends stay as they are, and a byte order mark
stays as the character U+FEFF at offset 0. Both are told as warnings, because other tools count them differently.
"""

import codecs
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimpack.errors import ClaimpackError, Problem
from claimpack.german.language import language_of
from claimpack.limits import MAX_ARTICLE
from claimpack.markup import declared_charset, read_page

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MARKUP = (".html", ".htm")
SUFFIXES = (".txt", *MARKUP)
ENOUGH = 40  # in so many words of German some are of its commonest, so that an article without them is in no known one
# In an article's metadata: the day to take where nothing says when it was published.
UNSAID = "published_unsaid"
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")
CONTROL_SHARE = 0.01
NUL_SHARE = 0.1
SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Article:
    """An article's text and what is known of it from outside the text.

    ``text`` is untouched; ``characters`` is its length in code points and ``sha256`` the digest of its UTF-8 bytes (for
    .txt: of the file's very bytes). ``file`` is where it came from, ``text_by`` how the text was got from it.
    ``metadata`` holds the non-empty cells of the manifest's row, for HTML also what the page's head says, all strings:
    title, author, outlet, published (EDTF level 1), published_basis (text, manifest, inferred), url, retrieved, rights,
    language; and under ``UNSAID`` the day to take where nothing else says so. ``warnings`` are for the person who runs
    the command.
    """

    source_id: str
    text: str
    sha256: str
    characters: int
    file: str
    text_by: str = "as is"
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def read_article(
    path: str | Path,
    source_id: str,
    metadata: Mapping[str, str] | None = None,
    max_size: int = MAX_ARTICLE,
    file: str | None = None,
) -> Article:
    """Read one ``.txt`` or ``.html`` file of at most ``max_size`` bytes; ``file`` is the name to record, else its own.

    Raises ClaimpackError CP101 to CP108, each naming the file and what to do about it.
    """
    path = Path(path)
    known = {key: value for key, value in (metadata or {}).items() if value}
    check_id(source_id, path)
    raw = read_bytes(path, max_size)
    if path.suffix.lower() in MARKUP:
        page = read_page(decode(raw, path, declared_charset(raw)))
        if "published" in known:
            page.metadata.pop("published_basis", None)
        return make_article(page.text, source_id, {**page.metadata, **known}, path, file or path.name, "html.parser")
    text = decode(raw, path)
    return make_article(text, source_id, known, path, file or path.name, warnings=unusual(text, path))


def make_article(
    text: str,
    source_id: str,
    metadata: Mapping[str, str],
    place: str | Path,
    file: str,
    text_by: str = "as is",
    warnings: Iterable[Problem] = (),
) -> Article:
    """An article of a text that was read from ``place``; CP102 where it is empty, CP107 where it is not German."""
    if not text.strip("\ufeff \t\r\n\xa0"):
        remedy = "Put the article's text into it, or remove it."
        raise ClaimpackError("CP102", "the article is empty", place, remedy=remedy)
    check_language(text, place)
    return Article(
        source_id=source_id,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        characters=len(text),
        file=file,
        text_by=text_by,
        metadata=metadata,
        warnings=tuple(warnings),
    )


def check_id(source_id: str, place: str | Path) -> None:
    """CP108 for a name that no article can have."""
    if not SOURCE_ID.fullmatch(source_id):
        raise ClaimpackError(
            "CP108",
            "an article's id has ASCII letters, digits, '.', '_' and '-' only, and begins with a letter or digit",
            place,
            value=source_id,
            remedy="Rename the file, or give the article a source_id in a manifest.",
        )


def read_bytes(path: Path, max_size: int = MAX_ARTICLE) -> bytes:
    """The file's bytes; CP101 where it cannot be read, CP103 where it has more than ``max_size``."""
    remedy = "Check that it is there, is a file, and that you may read it."
    if os.path.exists(path) and not os.path.isfile(path):
        raise ClaimpackError("CP101", "this is not a file", path, remedy=remedy)
    try:
        with path.open("rb") as stream:
            raw = stream.read(max_size + 1)
    except OSError as error:
        raise ClaimpackError("CP101", f"the file cannot be read: {error.strerror}", path, remedy=remedy) from error
    if len(raw) > max_size:
        raise ClaimpackError(
            "CP103",
            f"the file is larger than {max_size} bytes",
            path,
            remedy="Is it one article? If so, allow more with --max-size BYTES.",
        )
    return raw


def decode(raw: bytes, path: str | Path, charset: str | None = None) -> str:
    """The bytes as UTF-8, or in the ``charset`` that a page declares.

    Raises CP104 for a binary file, CP105 for NUL characters, CP106 for another encoding.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ClaimpackError("CP106", "the file is UTF-16, not UTF-8", path, remedy="Save it as UTF-8.")
    if raw.startswith(SIGNATURES):
        raise not_text(path)
    try:
        text = raw.decode(charset or "utf-8")
    except LookupError as error:
        message = "the page declares a character set that is not known"
        raise ClaimpackError("CP106", message, path, value=charset, remedy="Save the page as UTF-8.") from error
    except UnicodeDecodeError as error:
        if b"\0" in raw or control_share(raw.decode("latin-1")) > CONTROL_SHARE:
            raise not_text(path) from error
        raise ClaimpackError(
            "CP106",
            f"the file is not {charset or 'UTF-8'}: byte {error.start} cannot be read",
            path,
            line=raw.count(b"\n", 0, error.start) + 1,
            value=f"0x{raw[error.start]:02x}",
            remedy="Save it as UTF-8; from Windows: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW.",
        ) from error
    check_text(text, path)
    return text


def check_text(text: str, path: str | Path) -> None:
    """CP104 for what is no text, CP105 for NUL characters in it."""
    if control_share(text) > CONTROL_SHARE or text.count("\0") > NUL_SHARE * len(text):
        raise not_text(path)
    nul = text.find("\0")
    if nul >= 0:
        raise ClaimpackError(
            "CP105",
            f"the text has a NUL character at offset {nul}",
            path,
            line=text.count("\n", 0, nul) + 1,
            remedy="Get the article anew, or remove the NUL characters: tr -d '\\000' < OLD > NEW.",
        )


def control_share(text: str) -> float:
    """The share of control characters that no text has (tab, line ends, form feed and NUL aside)."""
    return len(CONTROL.findall(text)) / max(len(text), 1)


def not_text(path: str | Path) -> ClaimpackError:
    """CP104: the file is no text at all."""
    return ClaimpackError("CP104", "the file is not text", path, remedy="Give the article as .txt (in UTF-8) or .html.")


class OtherLanguage(ClaimpackError):
    """CP107: an article that is not in German but in ``language``, a BCP 47 code."""

    def __init__(self, language: str, place: str | Path) -> None:
        what = (
            "a script or language that is not German"
            if language == "und"
            else f"a language that is not German: {language}"
        )
        super().__init__("CP107", f"the article is in {what}", place, remedy="claimpack reads German; leave it out.")
        self.language = language


def check_language(text: str, place: str | Path) -> None:
    """OtherLanguage for an article that is not in German."""
    language = language_of(text, "de" if len(text.split()) < ENOUGH else "und")
    if language != "de":
        raise OtherLanguage(language, place)


def unusual(text: str, path: Path) -> list[Problem]:
    """Warnings on characters that are kept, but that other tools may count differently."""
    found = []
    if text.startswith("\ufeff"):
        message = "the text begins with a byte order mark, kept as the character at offset 0"
        remedy = "Nothing need be done; without the mark all offsets would be one less."
        found.append(Problem("CP111", message, str(path), 1, remedy=remedy, level="warning"))
    line = text.find("\r")
    if line >= 0:
        message = "the text has carriage returns (CR), kept and counted as characters"
        remedy = "Nothing need be done; a tool that turns CRLF into LF would count other offsets."
        number = text.count("\n", 0, line) + 1
        found.append(Problem("CP112", message, str(path), number, remedy=remedy, level="warning"))
    return found
