"""Publishing: a bundle's snapshot into the store, with who, why and what is different; and what new runs begin with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workflow.errors import InputError, PinMismatch
from workflow.expressions import parse
from workflow.release import CONDITION_NAMES, Publication, chosen

if TYPE_CHECKING:
    from tools.store import Store
    from workflow.bundle import Bundle
    from workflow.document import Document

Known = Callable[[bytes], "Document"]


class Releases:
    """The published bundles of one store. Loads each once; a publication takes effect on the next run that begins."""

    def __init__(self, store: Store, load_snapshot: Callable[[dict[str, str]], Bundle], reader: str) -> None:
        self.store, self.reader = store, reader
        self._load_snapshot = load_snapshot
        self._loaded: dict[str, Bundle] = {}
        self._lock = threading.RLock()

    def bundle(self, identity: str) -> Bundle:
        """A version as it was published. Raises PinMismatch where this program cannot run it as it was."""
        with self._lock:
            if identity not in self._loaded:
                loaded = self._load_snapshot(self.store.bundles.get(identity))
                if loaded.identity != identity:
                    was = next((s.reader for s in self.store.bundles.all() if s.identity == identity), "")
                    raise PinMismatch(
                        f"version {identity[:12]} was published for version {was or 'another'} of the local reader, "
                        f"this is {self.reader}: 'switchyard bundle publish {identity[:12]}' publishes it for this one"
                    )
                self._loaded[identity] = loaded
            return self._loaded[identity]

    def current(self) -> Bundle | None:
        """What was published in full last; None where nothing was."""
        released = self.store.publications.released()
        return self.bundle(released.base.bundle) if released else None

    def beginning(
        self, workflow: str, run: str, source: str, name: str, document: Callable[[], Document]
    ) -> Bundle | None:
        """The bundle that a new run begins with, the same for the same run; None where nothing was published.

        `document` reads the message; it is called only where the trial has a condition.
        """
        released = self.store.publications.released()
        if released is None:
            return None
        publication = chosen(released, run, lambda: _values(workflow, source, name, document))
        return self.bundle(publication.bundle)

    def publish(self, bundle: Bundle, author: str, comment: str, share: int = 100, condition: str = "") -> Publication:
        """Publishes. Raises InputError for a trial where nothing else is published, or a condition that reads what is
        not known of a message."""
        released = self.store.publications.released()
        trial = share < 100 or bool(condition)
        if trial and released is None:
            raise InputError("a trial takes a part of new work, and nothing is published that the rest could go to")
        if trial and released is not None and released.base.bundle == bundle.identity:
            raise InputError(f"version {bundle.identity[:12]} is the published one: there is nothing to try")
        _check(condition)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        before = self.store.bundles.get(released.base.bundle) if released else None
        changes = tuple(map(str, changes_of(before, bundle))) if before is not None else ("the first publication",)
        with self.store.transaction():
            self.store.bundles.put(bundle.identity, bundle.snapshot, author, comment, at, self.reader)
            return self.store.publications.add(
                Publication(
                    n=0, bundle=bundle.identity, author=author, comment=comment, at=at, share=share,
                    condition=condition, changes=changes,
                )
            )  # fmt: skip

    def before(self) -> str:
        """What a roll back goes to: from a trial to what it stands beside, else the version before the present one.

        Raises InputError where there is none.
        """
        released = self.store.publications.released()
        if released is not None and released.trial is not None:
            return released.base.bundle
        whole = [each for each in self.store.publications.all() if not each.is_trial]
        earlier = [each.bundle for each in whole if each.bundle != whole[-1].bundle]
        if not earlier:
            raise InputError("there is no earlier version to go back to; 'switchyard bundle list' shows what there is")
        return earlier[-1]


def changes_of(before: Mapping[str, str], after: Bundle) -> list[Any]:
    """What is different, in words."""
    from tools.bundle.difference import difference

    return list(difference(before, after.snapshot, {name: table.outputs for name, table in after.tables.items()}))


def _check(condition: str) -> None:
    names = parse(condition).names - CONDITION_NAMES if condition else frozenset()
    if names:
        raise InputError(
            f"--when reads {', '.join(sorted(names))}, which nobody knows before a message is read; "
            f"it may read {', '.join(sorted(CONDITION_NAMES))}"
        )


def _values(workflow: str, source: str, name: str, document: Callable[[], Document]) -> dict[str, Any]:
    """What a condition may read. A message that cannot be read has none of it."""
    known: dict[str, Any] = {"workflow": workflow, "source": source, "name": name}
    try:
        read = document()
    except InputError:
        return known
    sender = {"email": read.sender.email, "name": read.sender.name, "domain": read.sender.domain}
    return {
        **known,
        "subject": read.subject,
        "language": read.language,
        "received": read.date.isoformat() if read.date else None,
        "attachments": sum(part.kind == "attachment" for part in read.parts),
        "sender": sender,
    }
