"""Works additions, corrections and rejections into the extracted rows."""

from collections.abc import Sequence

from claimpack import table_schema
from claimpack.contributions.additions import given_columns, new_row, same_rows
from claimpack.contributions.anchors import Unclear, find_row, row_name
from claimpack.contributions.cells import mention_at, put, refuse, says
from claimpack.contributions.dataset import CONTRIBUTED, REVIEWED, UNREVIEWED, Dataset, Row
from claimpack.contributions.files import Contribution
from claimpack.contributions.settle import settle
from claimpack.validate.findings import Finding, shortened

# The order in which rows come to be: each may refer to those of the tables before its own.
ORDER = ("sources", "actors", "mentions", "dates", "claims", "quantities", "claim_actors")
# To fill in what the extractor never says corrects nothing that it says.
NEVER_EXTRACTED = ("claims", "summary")


class Changes:
    """Works contributions into ``dataset``, and tells ``findings`` about them; one that is at fault is left out."""

    def __init__(self, dataset: Dataset, findings: list[Finding]) -> None:
        self.dataset = dataset
        self.findings = findings
        self.rows: dict[Contribution, Row] = {}
        self.rejected: dict[int, tuple[str, Row, Contribution]] = {}
        self.corrected: dict[tuple[int, str], Contribution] = {}
        self.touched: set[str] = set()
        self.authors: dict[int, list[Contribution]] = {}  # by identity of the row

    def work_in(self, contributions: Sequence[Contribution]) -> None:
        """Find the rows as extracted that are meant, then change them table by table, and make everything whole."""
        pending = [one for one in contributions if one.get("action") in ("correct", "reject")]
        for contribution in pending:
            self._mean(contribution, as_extracted=True)
        for table in ORDER:
            for contribution in contributions:
                if contribution.get("action") == "add" and contribution.get("table") == table:
                    self._attempt(self._add, contribution)
            here = [one for one in pending if one.get("table") == table]
            for contribution in here:
                if contribution not in self.rows:
                    self._mean(contribution)
            for contribution in here:
                if contribution in self.rows and contribution.get("action") == "correct":
                    self._attempt(self._correct, contribution)
        for table, row, contribution in list(self.rejected.values()):
            self._attempt(self._check_unused, contribution, table, row)
        for table in ORDER:
            self.dataset.tables[table] = [row for row in self.dataset.tables[table] if id(row) not in self.rejected]
        added = [(row, self.authors[id(row)][0]) for row in self.dataset.tables["actors"] if id(row) in self.authors]
        for row in settle(self.dataset, sorted(self.touched)):
            self._tell_dropped(row)
        kept = set(map(id, self.dataset.tables["actors"]))
        for row, contribution in added:
            if id(row) not in kept:
                self._tell_unused(row, contribution)
        for row in self.dataset.tables["claims"]:
            if row["summary"] is None:  # which a reviewed claim has: its contributor looked at a part of it
                row["review"] = UNREVIEWED

    def _attempt(self, step, contribution: Contribution, *more) -> None:
        try:
            step(contribution, *more)
        except Unclear as unclear:
            self.findings.append(unclear.finding)

    def _mean(self, contribution: Contribution, as_extracted: bool = False) -> None:
        """Find the row that is corrected or rejected; among the rows as extracted, not finding it is no fault yet."""
        table, action = contribution.get("table") or "", contribution.get("action")
        told: list[Finding] = []
        try:
            row = find_row(contribution, table, self.dataset, told)
            if action == "reject" and table in ("sources", "actors"):
                remedy = (
                    "Remove the article." if table == "sources" else "Reject its mentions; it goes with the last one."
                )
                raise Unclear(
                    contribution.finding("CP262", f"rows of {table} are not rejected", "table", remedy=remedy)
                )
            if action == "reject":
                _refuse_claimant(contribution, table, row)
                self._refuse_added(contribution, row)
        except Unclear as unclear:
            finding = unclear.finding
            if as_extracted:
                return
            if action == "reject" and finding.check == "no row":
                message = "no such row is there: this is not needed"
                finding = contribution.finding("CP261", message, "quote", "warning", remedy=finding.remedy)
            self.findings.append(finding)
            return
        self.findings += told
        self.rows[contribution] = row
        if action == "reject":
            self.rejected.setdefault(id(row), (table, row, contribution))
            self.touched.add(row["source_id"])

    def _refuse_added(self, contribution: Contribution, row: Row) -> None:
        """Raise Unclear for a row that another contribution adds: the two would come to nothing, unseen."""
        if row["origin"] == CONTRIBUTED and id(row) in self.authors:
            other = self.authors[id(row)][0]
            message = f"the row is added in {other.file}:{other.line}"
            raise Unclear(contribution.finding("CP263", message, "quote", remedy="Withdraw one of the two."))

    def _correct(self, contribution: Contribution) -> None:
        table, row = contribution.get("table") or "", self.rows[contribution]
        column, text = contribution.get("column") or "", contribution.get("value") or ""
        refuse(contribution, table, column)
        _refuse_claimant(contribution, table, row)
        if id(row) in self.rejected:
            raise Unclear(_is_rejected(contribution, self.rejected[id(row)][2]))
        before = self.corrected.setdefault((id(row), column), contribution)
        if before is not contribution:
            message = f"the same cell is corrected in {before.file}:{before.line}"
            raise Unclear(contribution.finding("CP263", message, "column", remedy="Withdraw one of the two."))
        changed = dict(row)
        put(contribution, self.dataset, table, changed, column, text, self.findings)
        if column == "claimant_id":
            self._check_claimant(contribution, changed)
        if changed == row:
            message = f"{table} {row_name(table, row)} says so already: this is not needed"
            self.findings.append(contribution.finding("CP261", message, "value", "warning"))
            return
        if not says(self.dataset, table, row, column, contribution.get("expected") or ""):
            self._tell_unexpected(contribution, table, row, column)
        if row["origin"] == "extracted" and (table, column) != NEVER_EXTRACTED:
            changed |= {"origin": "corrected", "review": REVIEWED}
        if table == "mentions":
            self._carry(row, changed)
        row.update(changed)
        self.authors.setdefault(id(row), []).append(contribution)
        self.touched.update([row["source_id"]] if "source_id" in row else ())

    def rejection_of(self, contribution: Contribution) -> Finding | None:
        """That the row which a review means is rejected, if it is."""
        rejected = {id(row): other for _, row, other in self.rejected.values()}
        table = contribution.get("table") or ""
        rows = [row for name, row, _ in self.rejected.values() if name == table]
        if not rows:
            return None
        try:
            row = find_row(contribution, table, Dataset({table: rows}, self.dataset.articles, self.dataset.known), [])
        except Unclear:
            return None
        return _is_rejected(contribution, rejected[id(row)])

    def _check_claimant(self, contribution: Contribution, row: Row) -> None:
        """A claimant that the text names is the actor that is mentioned there; without one there is no passage."""
        if row["claimant_id"] is None:
            row.update(claimant_start=None, claimant_stop=None, claimant_text=None)
        elif row["claimant_start"] is not None:
            mention = mention_at(self.dataset, row["source_id"], (row["claimant_start"], row["claimant_stop"]))
            if mention and mention["actor_id"] != row["claimant_id"]:
                message = f"the passage '{row['claimant_text']}' is a mention of {mention['actor_id']}"
                remedy = "Correct claimant_text, or the actor_id of that mention."
                raise Unclear(contribution.finding("CP262", message, "column", remedy=remedy))

    def _tell_unexpected(self, contribution: Contribution, table: str, row: Row, column: str) -> None:
        present = table_schema.cell_text(row[column])
        says = f"'{shortened(present)}'" if present else "nothing"
        message = f"{table} {row_name(table, row)} says {says} in {column}, not what is expected"
        remedy = "Look again: correct what stands there now, or withdraw this."
        found = shortened(contribution.get("expected") or "") or "(empty)"
        raise Unclear(contribution.finding("CP260", message, "expected", found=found, remedy=remedy))

    def _carry(self, old: Row, new: Row) -> None:
        """Claimants and relays that stand on a mention go with it."""
        for row in self.dataset.of("claim_actors", old["source_id"]):
            if all(row[name] == old[name] for name in ("start", "stop", "actor_id")):
                row |= {name: new[name] for name in ("start", "stop", "text", "actor_id")}
        for row in self.dataset.of("claims", old["source_id"]):
            place = (row["claimant_start"], row["claimant_stop"], row["claimant_id"])
            if place == (old["start"], old["stop"], old["actor_id"]):
                row |= {f"claimant_{name}": new[name] for name in ("start", "stop", "text")}
                row["claimant_id"] = new["actor_id"]

    def _add(self, contribution: Contribution) -> None:
        table, source_id = contribution.get("table") or "", contribution.get("source_id")
        if table == "sources":
            remedy = "Put it into raw/articles/, with a row in raw/articles.csv."
            raise Unclear(contribution.finding("CP262", "an article is not added here", "table", remedy=remedy))
        row = new_row(contribution, self.dataset, self.findings)
        given = given_columns(contribution, table)
        doubled = next((one for one in same_rows(self.dataset, table, row) if id(one) not in self.rejected), None)
        if doubled is None:
            self.dataset.tables[table].append(row)
            self.authors[id(row)] = [contribution]
            self.touched.update([source_id] if "source_id" in row else ())
            return
        other = [name for name in given if doubled[name] != row[name]]
        other += [name for name in ("text",) if table == "quantities" and doubled[name] != row[name]]
        name = self._call(table, doubled)
        if not other:
            message = f"{table} {name} says so already: this is not needed"
            self.findings.append(contribution.finding("CP261", message, "quote", "warning"))
            return
        message = f"{table} {name} stands there already, with another {', '.join(other)}"
        raise Unclear(contribution.finding("CP267", message, "quote", remedy="Make it a correction."))

    def _call(self, table: str, row: Row) -> str:
        """The name of a row for a person: its key, or where it is added, since it has no key yet."""
        added = self.authors.get(id(row), ()) if row["origin"] == CONTRIBUTED else ()
        return f"added in {added[0].file}:{added[0].line}" if added else row_name(table, row)

    def _check_unused(self, contribution: Contribution, table: str, row: Row) -> None:
        """A mention that a claim's speaker stands on cannot go alone."""
        if table != "mentions":
            return
        for other in self.dataset.of("claim_actors", row["source_id"]):
            if all(other[name] == row[name] for name in ("start", "stop", "actor_id")):
                claim = self.dataset.row("claims", other["claim_id"])
                if claim is not None and id(claim) not in self.rejected and id(other) not in self.rejected:
                    del self.rejected[id(row)]
                    message = f"the {other['role']} of claim {claim['claim_id']} stands on it"
                    remedy = "Correct or reject that first."
                    raise Unclear(contribution.finding("CP264", message, "quote", remedy=remedy))

    def _tell_unused(self, row: Row, contribution: Contribution) -> None:
        """An actor to whom nothing refers is left out."""
        names = (row["name"], row["name_de"])
        same = next((other for other in self.dataset.tables["actors"] if other["name"] in names), None)
        remedy = "Add a mention of it: action add, table mentions, the name in actor_id."
        if same:
            remedy = f"There is {same['actor_id']} of this name already: withdraw this, or give a mention this actor."
        message = "no row refers to this actor, so it is left out"
        self.findings.append(contribution.finding("CP261", message, "name", "warning", remedy=remedy))

    def _tell_dropped(self, row: Row) -> None:
        for (key, column), contribution in self.corrected.items():
            if key == id(row):
                message = f"narration without a quantity is no claim, so this correction of {column} has gone with it"
                self.findings.append(contribution.finding("CP261", message, "quote", "warning"))


def _refuse_claimant(contribution: Contribution, table: str, row: Row) -> None:
    """Raise Unclear for the row of a claimant, which is neither corrected nor rejected by itself."""
    if table == "claim_actors" and row["role"] == "claimant":
        remedy = "Correct claimant_text of the claim."
        raise Unclear(contribution.finding("CP262", "a claimant's row follows from its claim", "table", remedy=remedy))


def _is_rejected(contribution: Contribution, other: Contribution) -> Finding:
    message = f"the row is rejected in {other.file}:{other.line}"
    return contribution.finding("CP263", message, "quote", remedy="Withdraw one of the two.")
