"""The zip file of a release, the same bytes for the same files wherever and whenever it is made, and the checksums."""

import hashlib
import io
import stat
import zipfile
from collections.abc import Mapping
from datetime import date

_UNIX = 3
_MODE = (stat.S_IFREG | 0o644) << 16


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip file of ``files``: sorted by name, all of one day, readable for all.

    They are stored as they are, not packed: what zlib makes of the same bytes differs from one version to the next.
    """
    day = max(day, date(1980, 1, 1))  # a zip file knows no day before
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.create_system, member.external_attr = _UNIX, _MODE
            archive.writestr(member, content)
    return stream.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS: what ``sha256sum --check SHA256SUMS`` reads."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode("utf-8")


def summed(sums: bytes) -> set[str]:
    """The names of the files in a SHA256SUMS; of one in another form, none that are right."""
    return {line.partition("  ")[2] for line in sums.decode("utf-8", "replace").splitlines()}
