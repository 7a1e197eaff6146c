"""A record of a corpus: an article before its text is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from claimpack.errors import Problem


@dataclass(frozen=True, slots=True)
class Record:
    """What a reader found in one place of a file.

    ``file`` is the name to record, ``line`` the line or row in it, from 1, where it has any. ``content`` is a text, or
    the bytes of a page; None where the article is the file at ``path``. ``problem`` says why there is no article.
    ``done`` is how many bytes of the whole corpus have been read with this record.
    """

    source_id: str
    file: str
    line: int | None = None
    content: str | bytes | None = None
    path: Path | None = None
    charset: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    done: int = 0

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def digest(self) -> bytes:
        """Stands for all that is read here; of a file on its own its size and the time of its last change."""
        seen = None
        if self.path:
            try:
                status = self.path.stat()
                seen = status.st_size, status.st_mtime_ns
            except OSError:  # told when it is read
                seen = ()
        said = (self.source_id, self.file, self.line, self.content, sorted(self.metadata.items()), self.problem, seen)
        return sha256(repr(said).encode("utf-8", "backslashreplace")).digest()
