"""Contributions: what people add to the extracted rows, correct, reject and review.

They are CSV files in ``raw/contributions/``. A contribution means a row by quoted text, so it survives an extractor
that finds more, or cuts elsewhere; what it changes says what it expects to find, so that nothing is overwritten unseen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claimpack.article import Article
from claimpack.authority import Authority
from claimpack.contributions.anchors import Unclear, row_name
from claimpack.contributions.changes import Changes
from claimpack.contributions.dataset import Dataset, Row
from claimpack.contributions.files import Contribution, read_contributions, read_folder
from claimpack.contributions.reviews import review
from claimpack.validate.findings import Finding, in_order

__all__ = ["Applied", "Contribution", "apply", "read_contributions", "read_folder"]


@dataclass(frozen=True, slots=True)
class Applied:
    """The tables with contributions worked in, and what is to be said of these.

    An error in the findings means that its contribution was left out. ``authors`` has for the table and the key of a
    row, its cells joined by " + ", what added or corrected it.
    """

    tables: dict[str, list[Row]]
    findings: list[Finding]
    authors: Mapping[tuple[str, str], Sequence[Contribution]]

    def traced(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings about the tables' rows, those that rest on contributions told where these stand."""
        return [
            replace(finding, message=f"{finding.message} (in {finding.file})", file=one.file, line=one.line)
            if one
            else finding
            for finding in findings
            for one in self._behind(finding) or (None,)
        ]

    def _behind(self, finding: Finding) -> Sequence[Contribution]:
        return self.authors.get((finding.file.removesuffix(".csv"), finding.key or ""), ())


def apply(
    tables: Mapping[str, Sequence[Row]],
    contributions: Sequence[Contribution],
    articles: Mapping[str, Article],
    known: Authority,
) -> Applied:
    """Work contributions into ``tables``, which are whole rows as extracted, and are not changed.

    ``articles`` are by source_id. Corrections and rejections mean rows as extracted, else as contributed; reviews mean
    rows as they come out.
    """
    dataset = Dataset({table: [dict(row) for row in rows] for table, rows in tables.items()}, articles, known)
    findings: list[Finding] = []
    changes = Changes(dataset, findings)
    changes.work_in(contributions)
    for contribution in contributions:
        if contribution.get("action") == "review":
            try:
                review(contribution, dataset, findings)
            except Unclear as unclear:
                findings.append(changes.rejection_of(contribution) or unclear.finding)
    authors = {
        (table, row_name(table, row)): changes.authors[id(row)]
        for table, rows in dataset.tables.items()
        for row in rows
        if id(row) in changes.authors
    }
    return Applied(dataset.tables, in_order(findings), authors)
