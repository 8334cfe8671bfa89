"""Review in the browser: passage and proposed claims side by side, decided by forms, into the log that the terminal writes too."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hograph.curation.decisions import PAST, Verdict
from hograph.curation.passages import Context, Mark, in_context
from hograph.curation.tokens import Certainty, Polarity, ScopeOfEvidence
from hograph.curation.values import Claim
from hograph.errors import HographError, InputError
from hograph.graph.desk import Desk, KeptDesk, in_order
from hograph.graph.editing import FIELDS, split
from hograph.graph.labels import claim_label
from hograph.graph.review import Reviewed
from hograph.serve.access import Reviewing
from hograph.serve.pages.cards import LOOKS, Badge
from hograph.serve.pages.view import render, service_of

LARGEST = 50_000
"""Bytes that a form may have."""
BESIDE, LAST = 12, 10
"""Other claims of the same passage, and decisions, that are listed."""
PLAIN_FIELDS = ("subject", "predicate", "object", "polarity", "certainty", "scope")
CHOICES = {"polarity": Polarity, "certainty": Certainty, "scope": ScopeOfEvidence}
ORDERS = ("confidence", "document")


@dataclass(frozen=True)
class Shown:
    """A proposed claim before its reviewer.

    Attributes:
        one: the claim and what was decided.
        label: the claim in words.
        badges: how it is to be read.
        context: its passage, where the document is at hand and unchanged.
        missing: why there is no passage.
    """

    one: Reviewed
    label: str
    badges: tuple[Badge, ...]
    context: Context | None
    missing: str


async def review(request: Request) -> Response:
    """The page of a review; a form that is sent to it is a decision."""
    access = service_of(request).reviewing
    if access is None:
        return render(request, "review_off", 404)
    form = dict[str, str]()
    if request.method == "POST":
        body = await request.body()
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if len(body) > LARGEST or kind != "application/x-www-form-urlencoded":
            return render(request, "review_door", 400, problem="That is no form of this page.", token=False, key="")
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))
    return await run_in_threadpool(_reviewed, request, access, form)


def _reviewed(request: Request, access: Reviewing, form: Mapping[str, str]) -> Response:
    if form and not access.is_ours(request, form, service_of(request).base):
        return _door(
            request,
            access,
            403,
            "The form is not from this browser's page, or the server was started anew. Send it again.",
        )
    if form.get("do") == "enter":
        response = RedirectResponse(_to(request), 303)
        right = access.enter(request, form.get("token", ""), response)
        return response if right else _door(request, access, 403, "That is not the token.")
    if not access.admits(request):
        return _door(request, access, 401 if access.token else 403)
    service = service_of(request)
    kept = service.once(
        "desk",
        lambda: KeptDesk(access.paths, service.kg.root, next(iter(service.kg.documents), None), service.kg.ontology),
    )
    with kept.opened() as desk:
        if not form:
            return _page(request, access, desk, {})
        try:
            done = _done(desk, form, access)
        except HographError as error:
            return _page(request, access, desk, form, str(error))
    return RedirectResponse(_to(request, order=_order(form), done=done, reviewer=form.get("reviewer", "")), 303)


def _done(desk: Desk, form: Mapping[str, str], access: Reviewing) -> str:
    """Take down what a form decides; what was done, in a word."""
    reviewer = form.get("reviewer", "").strip() or access.reviewer
    if not reviewer:
        raise InputError("Who reviews? Write your name into the form.")
    known = {one.key: one for one in desk.review().claims}
    one = known.get(form.get("claim", ""))
    if one is None:
        raise InputError("This claim is no longer proposed. Nothing was taken down.")
    if (one.decision.id if one.decision else "") != form.get("seen", ""):
        raise InputError(
            "Somebody has decided on this claim since the page was made. Look at it again; nothing was taken down."
        )
    if form.get("do") == Verdict.UNDO:
        if one.decision is None:
            raise InputError("This claim is not decided, so that there is nothing to undo.")
        desk.take_back(one.decision, reviewer)
        return "undone"
    changes = changes_of(form, one.proposed, desk) if form.get("do") == Verdict.EDIT else {}
    if form.get("do") == Verdict.EDIT and not changes:
        raise InputError("Nothing is changed yet: correct a field, or accept the claim as it is.")
    ruling = desk.ruling(one, form.get("do", ""), changes, form.get("note", ""))
    desk.decide([(ruling, one)], reviewer)
    return PAST[ruling.verdict]


def changes_of(form: Mapping[str, str], claim: Claim, desk: Desk) -> dict[str, str]:
    """The fields that a form changes, with what they are to be: those of the form, and one `field=value` a line for all others."""
    stands = _values(claim, desk)
    changed = {name: form[name].strip() for name in PLAIN_FIELDS if name in form and form[name].strip() != stands[name]}
    return changed | dict(split(line) for line in form.get("changes", "").splitlines() if line.strip())


def _values(claim: Claim, desk: Desk) -> dict[str, str]:
    """The fields of a claim as a form shows them: terms by their labels where these name them alone."""
    found = {name: str(getattr(claim, name)) for name in CHOICES}
    for name in ("subject", "object"):
        term = getattr(claim, name)
        label = desk.ontology.label(term)
        try:
            found[name] = label if desk.ontology.find(label, relations=False) == term else f"ho:{term}"
        except HographError:
            found[name] = f"ho:{term}"
    return found | {"predicate": desk.ontology.label(claim.predicate)}


def _page(request: Request, access: Reviewing, desk: Desk, form: Mapping[str, str], problem: str = "") -> Response:
    claims, order = desk.review().claims, _order(form or request.query_params)
    queue = in_order(claims, order)
    asked = form.get("claim") or request.query_params.get("claim", "")
    now = next((one for one in claims if one.key == asked), None) or next(iter(queue), None)
    beside = [one for one in queue if now and one is not now and _same_passage(one, now)]
    after = next((one for place, one in enumerate(queue[1:], 1) if now and queue[place - 1].key == now.key), None)
    made = sorted((one for one in claims if one.decision), key=_moment, reverse=True)
    reviewer = form.get("reviewer") or request.query_params.get("reviewer") or access.reviewer
    response = Response()
    key = access.form_key(request, response)
    page = render(
        request,
        "review",
        409 if problem else 200,
        {"Cache-Control": "no-store"},
        key=key,
        form=form,
        problem=problem,
        done=request.query_params.get("done", "")
        if request.query_params.get("done") in {*PAST.values(), "undone"}
        else "",
        order=order,
        reviewer=reviewer,
        now=_shown(now, desk) if now else None,
        seen=now.decision.id if now and now.decision else "",
        values=_values(now.proposed, desk) if now else {},
        choices={name: [member.value for member in kind] for name, kind in CHOICES.items()},
        relations=sorted(relation.label for relation in desk.ontology.relations.values()),
        others=[_shown(one, desk) for one in beside[:BESIDE]],
        after=after.key if after else "",
        left=len(queue),
        total=len(claims),
        counts=Counter(PAST[one.decision.verdict] for one in claims if one.decision),
        over=sum(one.carried for one in claims),
        made=[(_shown(one, desk), one.decision, PAST[one.decision.verdict]) for one in made[:LAST] if one.decision],
        log=desk.log.name,
        fields=FIELDS,
        past=PAST,
    )
    page.raw_headers.extend(header for header in response.raw_headers if header[0] == b"set-cookie")
    return page


def _shown(one: Reviewed, desk: Desk) -> Shown:
    claim, document = one.claim, desk.document(one.document)
    context, missing = None, ""
    if document is None:
        missing = "The document is not at hand: start the server with --documents DIR to see the passage."
    elif document.passage(claim.span) is None:
        missing = "The passage is not at that place in the document any more; extract again."
    else:
        cues = [Mark(cue.start, cue.end, cue.kind.value) for cue in claim.cues]
        context = in_context(document.text, Mark(claim.span.start, claim.span.end), cues)
    words = [claim.certainty.value, *(["negated"] if claim.polarity is Polarity.NEGATED else [])]
    badges = [Badge(word, look=LOOKS.get(word, "plain")) for word in words]
    return Shown(one, claim_label(claim, desk.ontology), tuple(badges), context, missing)


def _same_passage(one: Reviewed, other: Reviewed) -> bool:
    mine, theirs = one.proposed.span, other.proposed.span
    return one.document == other.document and mine.start < theirs.end and theirs.start < mine.end


def _moment(one: Reviewed) -> str:
    return one.decision.time if one.decision else ""


def _order(given: Mapping[str, str]) -> str:
    return given.get("order", "") if given.get("order") in ORDERS else ORDERS[0]


def _door(request: Request, access: Reviewing, status: int, problem: str = "") -> Response:
    """The page before the review: where the token is asked for, or why nobody is let in."""
    response = Response()
    key = access.form_key(request, response)
    page = render(
        request,
        "review_door",
        status,
        {"Cache-Control": "no-store"},
        problem=problem,
        token=bool(access.token),
        key=key,
    )
    page.raw_headers.extend(header for header in response.raw_headers if header[0] == b"set-cookie")
    return page


def _to(request: Request, **values: str) -> str:
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{request.scope.get('root_path', '')}/review{f'?{query}' if query else ''}"
