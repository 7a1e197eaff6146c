"""Markdown as blocks of plain text, for pages of our own (how to load the package, what changed): no HTML is made."""

import re
from collections.abc import Iterator
from typing import Any

FENCE = re.compile(r"(`{3,}|~{3,})\s*([\w+-]*)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(.*)")
RULE = re.compile(r"[|:\s-]+")
ADDRESS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")


def blocks(text: str) -> list[dict[str, Any]]:
    """Headings (with their level), paragraphs, items of lists, code (with its language) and tables, in order.

    Links keep their words only. A table has its cells in ``rows``, the head first.
    """
    return [block for block in _blocks(text.splitlines()) if block["text"].strip()]


def _blocks(lines: list[str]) -> Iterator[dict[str, Any]]:
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip():
            continue
        if fence := FENCE.match(line.strip()):
            code = []
            while number < len(lines) and not lines[number].strip().startswith(fence[1]):
                code.append(lines[number])
                number += 1
            number += 1
            yield {"is": "code", "text": "\n".join(code), "language": fence[2]}
        elif heading := HEADING.fullmatch(line):
            yield {"is": f"h{len(heading[1])}", "text": _plain(heading[2])}
        elif line.startswith("|"):
            rows = [line]
            while number < len(lines) and lines[number].startswith("|"):
                rows.append(lines[number])
                number += 1
            cells = [
                [_plain(cell.strip()) for cell in row.strip("|").split("|")] for row in rows if not RULE.fullmatch(row)
            ]
            yield {"is": "table", "text": "\n".join(rows), "rows": cells}
        else:
            item = ITEM.fullmatch(line)
            words = [item[1] if item else line]
            while number < len(lines) and lines[number].strip() and not _begins(lines[number]):
                words.append(lines[number])
                number += 1
            yield {"is": "item" if item else "text", "text": _plain(" ".join(word.strip() for word in words))}


def _begins(line: str) -> bool:
    """Whether another block begins with this line."""
    return bool(FENCE.match(line.strip()) or HEADING.fullmatch(line) or ITEM.fullmatch(line) or line.startswith("|"))


def _plain(text: str) -> str:
    return EMPHASIS.sub(lambda found: found[1] or found[2], ADDRESS.sub(r"\1", text))
