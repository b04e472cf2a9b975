"""Which accounts a message asks about: by what the sender wrote, then what it points to, then who the sender is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from agents.reading.local.accounts_claims import begins_request, is_asked_for, is_claimed, is_joined
from agents.reading.local.accounts_cues import ALL, ATTACHMENT, BOTH
from agents.reading.local.accounts_resolution import Standing
from agents.reading.local.accounts_roles import ENUMERATED
from agents.reading.local.accounts_spots import Spot
from workflow.accounts import Candidates, Recognition
from workflow.document import Document, ZoneKind

FEW_WORDS = 12
"""New text of at most so many words only passes on what stands below it."""


@dataclass
class Subject:
    """One account that is asked about (or several that cannot be told apart), with the spots that say so."""

    accounts: tuple[str, ...]
    spots: list[Spot] = field(default_factory=list)


@dataclass
class Subjects:
    """The accounts asked about, how surely that is the whole truth, and why, in words."""

    found: list[Subject]
    confidence: float
    reason: str


@dataclass(frozen=True)
class Scene:
    """All that the choice depends on."""

    document: Document
    candidates: Candidates
    sender: Standing
    spots: tuple[Spot, ...]

    def layer(self, *names: str) -> list[Spot]:
        """The spots of these layers."""
        return [spot for spot in self.spots if spot.layer in names]

    def is_head(self, account: str) -> bool:
        """Whether other accounts stand below this one."""
        return account in self.sender.heads

    def name(self, account: str) -> str:
        """What the account is called."""
        candidate = self.candidates.get(account)
        return candidate.account.name if candidate else account

    @property
    def new_text(self) -> str:
        """What the sender wrote in the body."""
        texts: list[str] = []
        for part in self.document.parts:
            if part.kind == "body":
                zones = part.zones
                texts.extend(part.text[z.start : z.end] for z in zones if z.kind is ZoneKind.NEW)
                if not zones:
                    texts.append(part.text)
        return "\n".join(texts)


def subjects(scene: Scene) -> Subjects | None:
    """The accounts asked about; None where the text names none and the sender is nobody's."""
    written = _asked(scene, scene.layer("new"), strong=True)
    attached = _asked(scene, scene.layer("attachment"), strong=True)
    pointed = bool(ATTACHMENT.search(scene.new_text)) or not scene.new_text.strip()
    hinted = _asked(scene, scene.layer("new"), strong=False)
    if scene.sender.family:
        hinted = [s for s in (_within(subject, scene.sender.family) for subject in hinted) if s is not None]
    contradicted = _contradicted(scene, written, hinted, attached)
    if contradicted:
        return contradicted
    if written and not (pointed and attached and _is_cover(scene, written, attached)):
        return _of_text(scene, [*written, *_beside(scene, written, hinted)], "named in the new text", 0.95)
    if attached and (pointed or not hinted) and (len(attached) > 1 or not hinted):
        fitting = _for_sender(scene, attached)
        if fitting:
            return _of_text(scene, fitting, "named in the attachment", 0.88)
    if hinted:
        return _of_hints(scene, hinted)
    forwarded = _for_sender(scene, _asked(scene, scene.layer("forward"), strong=True))
    if forwarded:
        return _of_text(scene, forwarded, "named in the forwarded message", 0.85)
    threaded = _for_sender(scene, _asked(scene, scene.layer("thread"), strong=True))
    if threaded:
        return _of_text(scene, threaded, "named in the subject of the thread", 0.75)
    return _passed_on(scene) or _of_sender(scene) or _of_what_is_left(scene)


def _beside(scene: Scene, written: list[Subject], hinted: list[Subject]) -> list[Subject]:
    """Members of the sender's family that begin a sentence of their own by a short name, beside one told by its own."""
    named = {account for subject in written for account in subject.accounts}
    if len(written) != 1 or not named <= scene.sender.family or any(scene.is_head(account) for account in named):
        return []
    return [
        subject
        for subject in hinted
        if len(subject.accounts) == 1
        and not named & set(subject.accounts)
        and any(begins_request(scene.document, spot) for spot in subject.spots)
    ]


def _within(subject: Subject, family: frozenset[str]) -> Subject | None:
    """A subject as the sender's family understands it: of namesakes, the one that is its own."""
    own = tuple(account for account in subject.accounts if account in family)
    if len(own) == len(subject.accounts) or len(own) == 1:
        return Subject(own, subject.spots)
    return None


def _asked(scene: Scene, spots: list[Spot], strong: bool) -> list[Subject]:
    """The accounts of these spots that are asked about, in the order of the text."""
    found: dict[tuple[str, ...], Subject] = {}
    # A short name of the sender's own family that heads a line names it as well as a whole one.
    heading = [spot for spot in spots if spot.short and spot.heads and set(spot.accounts) <= scene.sender.family]
    considered = [spot for spot in spots if (spot.strong if strong else spot.short)]
    if strong and any(spot.heads for spot in considered):
        considered = sorted([*considered, *(s for s in heading if s.row is None)], key=lambda s: (s.part, s.start))
    elif strong and sum(spot.row is not None for spot in heading) > 1:
        considered = sorted([*considered, *(s for s in heading if s.row is not None)], key=lambda s: (s.part, s.start))
    first_roles: dict[tuple[str, ...], str] = {}
    for spot in considered:
        first_roles.setdefault(spot.accounts, spot.role)
    asked = [spot for spot in considered if spot.role == "asked"]
    if not asked and strong:
        asked = [spot for spot in considered if spot.role == "introduced"]
    for spot in asked:
        # Left out, or an example, before it is spoken of again: it stays so.
        if first_roles[spot.accounts] in ("left out", "example", "aside") and not spot.heads:
            continue
        found.setdefault(spot.accounts, Subject(spot.accounts)).spots.append(spot)
    return _without_doubles(scene, list(found.values()))


def _without_doubles(scene: Scene, found: list[Subject]) -> list[Subject]:
    """Without groups whose members are asked about, and without ambiguous ones that a clear one settles."""
    clear = {subject.accounts[0] for subject in found if len(subject.accounts) == 1}
    kept = []
    for subject in found:
        if len(subject.accounts) > 1 and clear & set(subject.accounts):
            continue
        if (
            len(subject.accounts) == 1
            and scene.is_head(subject.accounts[0])
            and not any(spot.row is not None for spot in subject.spots)
            and _has_member(scene, subject.accounts[0], clear)
        ):
            continue
        kept.append(subject)
    return kept


def _has_member(scene: Scene, head: str, others: set[str]) -> bool:
    candidates = (scene.candidates.get(other) for other in others)
    return any(candidate and candidate.account.parent == head for candidate in candidates)


def _is_cover(scene: Scene, written: list[Subject], attached: list[Subject]) -> bool:
    """Whether the new text only introduces what is attached: it names the group, the subject alone, or some of it."""
    heads = all(len(s.accounts) == 1 and scene.is_head(s.accounts[0]) for s in written)
    subject_only = all(spot.part == "subject" for s in written for spot in s.spots)
    # A remark on some of those in a table that was sent along, not a list of its own.
    remark = {s.accounts for s in written} < {s.accounts for s in attached} and not any(
        spot.heads for s in written for spot in s.spots
    )
    return (
        (heads or subject_only or remark)
        and len(attached) > 1
        and any(spot.row is not None for s in attached for spot in s.spots)
    )


def _contradicted(
    scene: Scene, written: list[Subject], hinted: list[Subject], attached: list[Subject]
) -> Subjects | None:
    """Where the letter asks for another account than the mail that it came with, nobody can say which is meant."""
    told = written or [subject for subject in hinted if len(subject.accounts) == 1]
    if len(told) != 1 or len(attached) != 1 or len(told[0].accounts) != 1 or len(attached[0].accounts) != 1:
        return None
    one, other = told[0].accounts[0], attached[0].accounts[0]
    family = scene.sender.family
    related = (one in family and other in family) or not family
    if (
        one == other
        or scene.is_head(one)
        or scene.is_head(other)
        or not related
        or _left_out_in(scene, one, "attachment") is None
    ):
        return None
    if not _left_out_in(scene, one, "attachment"):
        return None
    reason = f"the mail asks for {scene.name(one)}, what is attached for {scene.name(other)}"
    return Subjects(told, 0.3, reason)


def _left_out_in(scene: Scene, account: str, layer: str) -> bool | None:
    """Whether an account is left out there; None where it is not mentioned."""
    roles = [spot.role for spot in scene.layer(layer) if spot.accounts == (account,)]
    return ("left out" in roles) if roles else None


def _for_sender(scene: Scene, found: list[Subject]) -> list[Subject]:
    """Words of others count for the sender's own family where the sender is of one."""
    store, family = scene.sender.store, scene.sender.family
    if not store and not family:
        return found
    if scene.sender.acts and any(set(subject.accounts) & scene.sender.usual for subject in found):
        return [subject for subject in found if set(subject.accounts) & scene.sender.usual]
    own = [subject for subject in found if set(subject.accounts) & (family | scene.sender.namesakes | {store})]
    spared = {spot.accounts for spot in scene.layer("new") if spot.role == "left out" and len(spot.accounts) == 1}
    own = [subject for subject in own if subject.accounts not in spared] or own
    return own or ([] if store else found)


def _of_text(scene: Scene, found: list[Subject], where: str, confidence: float) -> Subjects:
    found = _counted_up(scene, found)
    family = scene.sender.family
    inside = [subject for subject in found if set(subject.accounts) & family]
    if inside or found[0].spots[0].layer != "new":
        # A namesake that is named together with the sender's own, or heads what is said of it, belongs to it.
        own = [spot for subject in inside for spot in subject.spots]
        inside = [s for s in found if s in inside or (_is_namesake(scene, s) and _belongs(scene, s, own))]
    if scene.sender.acts and any(set(s.accounts) & scene.sender.usual and s not in inside for s in found):
        inside = [subject for subject in inside if not set(subject.accounts) <= set(scene.sender.own)]
        found = [subject for subject in found if subject in inside or set(subject.accounts) & scene.sender.usual]
    if inside and len(inside) < len(found):
        # A sender asks for its own house; others that it names in running text are somebody else's.
        kept = [s for s in found if s in inside or any(_headed(spot) or _claimed(scene, spot) for spot in s.spots)]
        confidence *= 0.95 if len(kept) < len(found) else 0.85
        found = kept
    elif family and not inside and scene.sender.acts and any(set(s.accounts) & scene.sender.usual for s in found):
        # A broker, an agency, a repairer: who is of a rare kind writes for one of the usual kind.
        found = [subject for subject in found if set(subject.accounts) & scene.sender.usual]
        confidence *= 0.92
    elif family and not inside:
        claimed = [subject for subject in found if any(_claimed(scene, spot) for spot in subject.spots)]
        aside = not any(spot.heads or spot.part == "subject" for subject in found for spot in subject.spots)
        if claimed and aside:
            found = claimed
        elif scene.sender.store and aside:
            reason = f"{scene.name(scene.sender.store)}: the sender's own account; the text speaks of others as well"
            return Subjects([Subject((scene.sender.store,))], 0.6, reason)
        found = _standing_out(scene, found)
        confidence *= 0.7
    elif not family:
        found = _standing_out(scene, found)
        confidence *= 0.97
    ambiguous = [subject for subject in found if len(subject.accounts) > 1]
    if ambiguous:
        names = ", ".join(scene.name(account) for account in ambiguous[0].accounts[:4])
        return Subjects(found, 0.35, f"{where}, but it fits several accounts: {names}")
    if len(found) > 1 and not all(any(spot.heads for spot in subject.spots) for subject in found):
        confidence *= 0.88
    if any(spot.role == "secondary" and spot.accounts not in [s.accounts for s in found] for spot in scene.spots):
        confidence *= 0.93
    if all(spot.kinds <= {Recognition.ADDRESS} for subject in found for spot in subject.spots):
        confidence *= 0.85
    names = ", ".join(scene.name(subject.accounts[0]) for subject in found[:6])
    return Subjects(found, round(confidence, 3), f"{names}: {where}")


def _standing_out(scene: Scene, found: list[Subject]) -> list[Subject]:
    """Without those that are only spoken of in running text that asks for nothing, where the subject names another."""
    titled = [subject for subject in found if any(spot.part == "subject" for spot in subject.spots)]
    if not titled or len(titled) == len(found):
        return found
    own = [spot for subject in titled for spot in subject.spots]
    return [
        subject
        for subject in found
        if subject in titled
        or any(
            spot.heads
            or spot.layer != "new"
            or _claimed(scene, spot)
            or is_joined(scene.document, spot, own)
            or is_asked_for(scene.document, spot)
            for spot in subject.spots
        )
    ]


def _is_namesake(scene: Scene, subject: Subject) -> bool:
    return bool(set(subject.accounts) & scene.sender.namesakes)


def _belongs(scene: Scene, subject: Subject, own: list[Spot]) -> bool:
    """Whether an account stands as the sender's own do: headed, counted up with them, or asked for."""
    return not own or any(
        spot.heads or spot.layer != "new" or _claimed(scene, spot) or is_joined(scene.document, spot, own)
        for spot in subject.spots
    )


def _claimed(scene: Scene, spot: Spot) -> bool:
    return spot.layer == "new" and is_claimed(scene.document, spot)


def _headed(spot: Spot) -> bool:
    """Whether a spot heads a line of the new text by more than a bare address, which may only show what is meant."""
    return spot.heads and spot.layer == "new" and (spot.row is not None or spot.kinds != {Recognition.HOST})


def _of_hints(scene: Scene, hinted: list[Subject]) -> Subjects:
    """Short words for members of the sender's family."""
    headed = [subject for subject in hinted if any(spot.heads for spot in subject.spots)]
    chosen = headed if len(headed) > 1 else hinted
    confidence = 0.78
    found = _without_doubles(scene, _counted_up(scene, chosen))
    names = ", ".join(scene.name(account) for subject in found for account in subject.accounts[:3])
    if any(len(subject.accounts) > 1 for subject in found):
        return Subjects(found, 0.35, f"a short name that fits several accounts: {names}")
    if len(found) > 1 and not headed and len(chosen) == len(found) and not _counted_together(scene, found):
        confidence = 0.55
    return Subjects(found, confidence, f"{names}: by a short name among the sender's accounts")


def _counted_together(scene: Scene, found: list[Subject]) -> bool:
    """Whether the accounts stand in one enumeration: 'for the north branch and the south branch'."""
    spots = sorted((subject.spots[0] for subject in found), key=lambda spot: (spot.part, spot.start))
    return all(
        one.part == other.part and ENUMERATED.fullmatch(scene.document.part(one.part).text[one.end : other.start])
        for one, other in pairwise(spots)
    )


def _counted_up(scene: Scene, found: list[Subject]) -> list[Subject]:
    """'Both' and 'all' before a name that fits several accounts mean each of them."""
    out: list[Subject] = []
    for subject in found:
        several = len(subject.accounts)
        spot = subject.spots[0]
        before = scene.document.part(spot.part).text[max(0, spot.start - 60) : spot.start]
        if several > 1 and ((several == 2 and BOTH.search(before)) or ALL.search(before)):
            out.extend(Subject((account,), list(subject.spots)) for account in sorted(subject.accounts))
        else:
            out.append(subject)
    return out


def _passed_on(scene: Scene) -> Subjects | None:
    """The author of what is forwarded, where the sender adds next to nothing and speaks for several."""
    if scene.sender.store or len(scene.new_text.split()) > FEW_WORDS * 4:
        return None
    for spot in scene.layer("forward"):
        if Recognition.EMAIL not in spot.kinds or len(spot.accounts) != 1 or scene.is_head(spot.accounts[0]):
            continue
        line = scene.document.part(spot.part).text[: spot.start].rpartition("\n")[2]
        if re.match(r"[\s>*]*[^\W\d_][\w ]{0,14}\*?\s?[:：]", line):
            return Subjects(
                [Subject(spot.accounts, [spot])], 0.65, f"{scene.name(spot.accounts[0])}: wrote what is forwarded"
            )
    hinted = [s for s in _asked(scene, scene.layer("forward"), strong=False) if set(s.accounts) & scene.sender.family]
    if hinted:
        return Subjects(hinted[:1], 0.35, "only short names in what is forwarded")
    return None


def _spared(scene: Scene, account: str) -> bool:
    """Whether the new text leaves an account out."""
    return any(spot.accounts == (account,) and spot.role == "left out" for spot in scene.layer("new"))


def _speaks_of_others(scene: Scene) -> bool:
    """Whether the new text speaks of accounts that are not the sender's, if only in passing: one may be meant."""
    return any(
        spot.role == "aside" and spot.strong and not set(spot.accounts) & scene.sender.family
        for spot in scene.layer("new")
    )


def _of_what_is_left(scene: Scene) -> Subjects | None:
    """An account that the text seems to leave out, where nobody else can be meant: a cue may deceive."""
    left = [spot for spot in scene.layer("new", "attachment") if spot.strong and spot.role != "asked"]
    if not left:
        return None
    found = Subject(left[0].accounts, [spot for spot in left if spot.accounts == left[0].accounts])
    return Subjects(
        [found], 0.4, f"{scene.name(left[0].accounts[0])}: the only account named, though it seems left out"
    )


def _of_sender(scene: Scene) -> Subjects | None:
    """The sender's own account, where the text names none."""
    own = scene.sender.own
    signed = [
        spot for spot in scene.layer("signature") if spot.strong and spot.kinds & {Recognition.NAME, Recognition.HOST}
    ]
    signed_for = list(dict.fromkeys(account for spot in signed if len(spot.accounts) == 1 for account in spot.accounts))
    stores = [account for account in signed_for if not scene.is_head(account)]
    sure = [account for account, weight in own.items() if weight >= 0.5 and not scene.is_head(account)]
    if len(sure) == 1:
        agrees = (not stores or sure[0] in stores) and not _spared(scene, sure[0]) and not _speaks_of_others(scene)
        confidence = (0.93 if own[sure[0]] >= 0.8 or sure[0] in stores else 0.86) * (1 if agrees else 0.7)
        return Subjects([Subject((sure[0],))], round(confidence, 3), f"{scene.name(sure[0])}: the sender's own account")
    if len(stores) == 1 and (not own or stores[0] in scene.sender.family):
        confidence = 0.85 if stores[0] in own or (scene.sender.family and own) else 0.75
        found = [Subject((stores[0],), [spot for spot in signed if spot.accounts == (stores[0],)])]
        return Subjects(found, confidence, f"{scene.name(stores[0])}: the account in the signature")
    if len(sure) > 1:
        return Subjects([Subject(tuple(sure))], 0.35, "the sender belongs to several accounts and names none")
    if own:
        first = sorted(own, key=lambda account: (not scene.is_head(account), -own[account]))
        everyone = (*first, *(account for account in sorted(scene.sender.family) if account not in own))
        return Subjects([Subject(everyone[:12])], 0.35, "the sender writes for several accounts and names none")
    if len(stores) > 1:
        return Subjects([Subject(tuple(stores))], 0.3, "several accounts in the signature and none in the text")
    for layer, where in (("quote", "the older message"), ("aside", "a file that the message does not speak of")):
        others = _asked(scene, scene.layer(layer), strong=True)
        if len(others) == 1 and len(others[0].accounts) == 1:
            return Subjects(others, 0.45, f"{scene.name(others[0].accounts[0])}: named only in {where}")
    return None
