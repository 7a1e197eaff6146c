"""Opens a zip file that is not trusted: its whole directory is judged before a member is unpacked, and in memory only.

Raises ClaimpackError CP440 for what is damaged or cannot be unpacked, CP441 for what is too large, CP442 for a member
that is not a plain file inside. One such member is enough to refuse the whole file.
"""

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.package import DESCRIPTOR
from claimpack.validate.files import checked_path, fault_of, is_hidden, too_large

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1 | 0x40 | 0x2000
# The end record of a zip file: its signature, how many members and bytes the directory has; a comment may follow.
_END = struct.Struct("<4s6xHL4xH")
_END_SIGNATURE, _END_64_SIGNATURE = b"PK\5\6", b"PK\6\7"
_LONGEST_COMMENT = 65535
_BYTES_A_MEMBER = 1000  # of the directory, names and notes included
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class Archive:
    """The members of a zip file, by their paths from where its datapackage.json lies: at its top, or in one folder."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self.base = ""
        _check_end(path, limits)
        try:
            self._zip = zipfile.ZipFile(path)
        except (*_DAMAGE, OSError, OverflowError) as error:
            raise ClaimpackError("CP440", f"not a zip file that can be read: {error}", path) from error
        try:
            self._members = self._judged(self._zip.infolist())
            self.base = self._find()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def hidden(self) -> list[str]:
        """The members that are not read because they are hidden."""
        return [name for name in self._members if is_hidden(name)]

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a member."""
        member = self._members.get(self.base + checked_path(name))
        if member is None or member.is_dir():
            raise ClaimpackError("CP416", "its file is missing", value=name)
        if member.file_size > most:
            too_large(name, member.file_size, most)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(most + 1)
        except (*_DAMAGE, OSError) as error:
            raise ClaimpackError("CP440", f"the member {name} cannot be unpacked: {error}", self.path) from error
        if len(data) != member.file_size:
            raise ClaimpackError("CP440", f"the member {name} has not the size that the directory says", self.path)
        return data

    def _judged(self, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The members by name, after each was found to be harmless."""
        if len(members) > self._limits.members:
            self._refuse("CP441", f"{len(members)} members; at most {self._limits.members} are read")
        if sum(member.file_size for member in members) > self._limits.unpacked:
            self._refuse("CP441", f"more than {self._limits.unpacked} bytes when unpacked")
        named: dict[str, zipfile.ZipInfo] = {}
        alike: dict[str, str] = {}
        for member in members:
            name = member.orig_filename
            if fault := fault_of(name) or self._fault(member):
                self._refuse("CP442", f"a member whose name {fault}" if fault_of(name) else fault, name)
            if member.file_size > max(self._limits.ratio_from, self._limits.ratio * member.compress_size):
                self._refuse("CP441", f"a member more than {self._limits.ratio} times as large when unpacked", name)
            plain = str(PurePosixPath(name))
            same = unicodedata.normalize("NFC", plain.casefold())
            if same in alike:
                twice = "two members of one name" if plain == alike[same] else "names that differ in form only"
                self._refuse("CP442", twice, name)
            alike[same] = plain
            named[plain] = member
        files = {same for same, plain in alike.items() if not named[plain].is_dir()}
        for same, plain in alike.items():
            if any(str(parent) in files for parent in PurePosixPath(same).parents):
                self._refuse("CP442", "a member inside of another that is a file", plain)
        return named

    @staticmethod
    def _fault(member: zipfile.ZipInfo) -> str | None:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > member.is_dir():
            return "a link to elsewhere" if kind == stat.S_IFLNK else "a device, a pipe or another thing than a file"
        if member.flag_bits & _ENCRYPTED:
            return "a member that is encrypted"
        return None if member.compress_type in _METHODS else "a member packed by a method other than deflate"

    def _find(self) -> str:
        found = [PurePosixPath(name) for name, one in self._members.items() if not is_hidden(name) and not one.is_dir()]
        found = [name for name in found if name.name == DESCRIPTOR and len(name.parts) <= 2]
        if top := [name for name in found if len(name.parts) == 1] or found:
            if len(top) > 1:
                self._refuse("CP444", "several packages in one zip file", str(top[1]))
            return "" if len(top[0].parts) == 1 else f"{top[0].parent}/"
        raise ClaimpackError(
            *("CP412", "a zip file without datapackage.json", self.path),
            remedy="It has to lie at the top of the zip file, or in a folder there.",
        )

    def _refuse(self, code: str, message: str, name: str | None = None) -> None:
        value = None if name is None else ascii(name)[1:-1][:100]
        remedy = "Nothing was unpacked. Ask whoever sent it for plain files in a plain zip file."
        raise ClaimpackError(code, message, self.path, value=value, remedy=remedy)


def _check_end(path: Path, limits: Limits) -> None:
    """Refuses a directory that would take long to read, by what the file's last bytes say of it."""
    size = os.stat(path).st_size
    if size > limits.file:
        message = f"a file of {size} bytes; at most {limits.file} are read"
        raise ClaimpackError("CP445", message, path, remedy="If you trust it, allow more: --max-size.")
    with open(path, "rb") as stream:
        stream.seek(max(0, size - _LONGEST_COMMENT - _END.size - 20))
        tail = stream.read(_LONGEST_COMMENT + _END.size + 20)
    place = tail.rfind(_END_SIGNATURE)
    if place < 0 or len(tail) < place + _END.size:
        raise ClaimpackError("CP440", "not a zip file: it has no directory", path)
    _, members, length, _ = _END.unpack_from(tail, place)
    if tail[max(0, place - 20) : place].startswith(_END_64_SIGNATURE) or members > limits.members:
        raise ClaimpackError("CP441", f"a zip file of more than {limits.members} members or 4 GB", path)
    if length > limits.members * _BYTES_A_MEMBER:
        raise ClaimpackError("CP441", f"a directory of {length} bytes, too many for {limits.members} members", path)


def read_zip(path: Path, limits: Limits) -> Archive:
    """Opens a zip file; the file itself is a plain one."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ClaimpackError("CP414", "not a zip file but a device, a pipe or another thing", path)
    return Archive(path, limits)
