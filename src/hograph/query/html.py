"""Answers and evidence as HTML for notebooks: labels, certainty at a glance, evidence behind each row; every value escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pyoxigraph as ox

from hograph.query.cells import reading
from hograph.query.evidence import Evidence
from hograph.query.rows import Rows, claims_of
from hograph.vocabulary import curie

MOST_ROWS = 60
"""Rows of an answer that a notebook shows; the others are counted."""
STYLE = """<style>
.hograph {font-family: system-ui, sans-serif; font-size: 13px; line-height: 1.4; overflow-x: auto}
.hograph table {border-collapse: collapse; margin: .4em 0}
.hograph th, .hograph td {text-align: left !important; vertical-align: top; padding: .25em .7em; max-width: 26em}
.hograph th, .hograph td {border-bottom: 1px solid #8885}
.hograph th {border-bottom-width: 2px; font-weight: 600}
.hograph .hedged {border-bottom: 2px dashed #b8860b}
.hograph .open {border-bottom: 2px dotted #7a5195}
.hograph .denied {color: #c0392b; font-weight: 600}
.hograph details {margin: 0}
.hograph summary {cursor: pointer; white-space: nowrap}
.hograph .note {opacity: .75}
.hograph blockquote {margin: .3em 0 .3em 1em; font-style: italic}
.hograph code {font-size: 12px}
</style>"""
NONE = "No claim answers it: that the graph has none does not mean that it is not so."
MARKS = {
    "hedged": "hedged",
    "inconclusive": "open",
    "unknown": "open",
    "left open": "open",
    "negated": "denied",
    "denied": "denied",
}
"""Words that say how surely something is stated, and how they are marked."""


def answer_html(answer: Rows, labels: Mapping[ox.NamedNode, str], evidence: Mapping[str, Sequence[Evidence]]) -> str:
    """A table of an answer, with the evidence of each row behind a handle.

    Args:
        answer: the rows.
        labels: of the nodes in them.
        evidence: CURIE of a claim to what it rests on.
    """
    header = answer.query.header if answer.query else None
    apart = header.apart if header else None
    one_kind = len({row[answer.columns.index(apart)] for row in answer.rows}) == 1 if apart else False
    left_out = {"claim", "claims", *([apart] if one_kind else [])} if header else set()
    read = reading(answer, labels)
    shown = [i for i, c in enumerate(read.columns) if c not in left_out and any(row[i] for row in read.rows)]
    titles = [read.titles[i] for i in shown]
    lines = []
    for row, words in list(zip(answer, read.rows, strict=True))[:MOST_ROWS]:
        texts = [words[i] for i in shown]
        behind = [item for claim in claims_of(row) for item in evidence.get(curie(claim.value), ())]
        lines.append(
            "".join(f"<td>{_marked(text)}</td>" for text in texts) + (f"<td>{_behind(behind)}</td>" if behind else "")
        )
    has_claims = any(claims_of(row) for row in answer)
    head = "".join(f"<th>{escape(title)}</th>" for title in [*titles, *(["Evidence"] if has_claims else [])])
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    title = f"<b>{escape(header.question)}</b>" if header else ""
    count = f"{len(answer)} {'row' if len(answer) == 1 else 'rows'}"
    more = f", the first {MOST_ROWS} shown" if len(answer) > MOST_ROWS else ""
    none = f"<p>{NONE} {escape(answer.question())}</p>" if header else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if answer.rows else none
    return f'{STYLE}<div class="hograph">{title}{table}<span class="note">{count}{more}</span></div>'


def _marked(text: str) -> str:
    mark = MARKS.get(text)
    return f'<span class="{mark}">{escape(text)}</span>' if mark else escape(text)


def _behind(items: Sequence[Evidence]) -> str:
    names = sorted({item.document for item in items})
    count = f"{len(items)} claims" if len(items) > 1 else "1 claim"
    return f"<details><summary>{count}, {len(names)} {'document' if len(names) == 1 else 'documents'}</summary>{_items(items)}</details>"


def _items(items: Iterable[Evidence]) -> str:
    return "".join(_item(item) for item in items)


def _item(item: Evidence) -> str:
    section = f", section {escape(item.section)}" if item.section else ""
    passage = f"<blockquote>{escape(' '.join(item.passage.split()))}</blockquote>" if item.passage is not None else ""
    return (
        f"<p>{escape(item.label)}<br><span class='note'>{escape(item.document)}{section}, characters {item.start}–{item.end}</span> "
        f"<code>{escape(item.claim)}</code></p>{passage}"
    )


def evidence_html(items: Sequence[Evidence]) -> str:
    """A list of evidence: claim, certainty, document, section, characters, and the passage where it is at hand."""
    note = "" if any(item.passage is not None for item in items) or not items else PASSAGES
    return f'{STYLE}<div class="hograph">{_items(items)}{note}</div>'


PASSAGES = (
    '<p class="note">Passages are shown where the documents are at hand: <code>hograph.open(documents=...)</code>.</p>'
)


def graph_html(title: str, counts: Mapping[str, object], questions: Sequence[tuple[str, str]]) -> str:
    """What a graph holds, and some questions to begin with.

    Args:
        title: one line on what it is.
        counts: what is counted to its number.
        questions: name and question of some canned queries.
    """
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(str(count))}</td></tr>" for name, count in counts.items())
    asked = "".join(f"<li>{escape(q)} <code>kg.query({escape(repr(name))})</code></li>" for name, q in questions)
    return (
        f'{STYLE}<div class="hograph"><b>{escape(title)}</b><table><tbody>{rows}</tbody></table>'
        f"Ask it, for example:<ul>{asked}</ul></div>"
    )
