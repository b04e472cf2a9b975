"""Versions of bundles as people name them: a folder, the beginning of an identity, or what is published."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.words import counted
from workflow.errors import InputError

if TYPE_CHECKING:
    from app.settings import Settings
    from app.versions.releases import Releases
    from app.wiring import House
    from tools.store import Store
    from workflow.bundle import Bundle
    from workflow.release import Publication


@dataclass(frozen=True)
class Versions:
    """Finds versions in one home."""

    house: House

    @property
    def store(self) -> Store:
        """Where they stand."""
        return self.house.store

    @property
    def releases(self) -> Releases:
        """What was published."""
        return self.house.releases

    def __call__(self, name: str) -> Bundle:
        """The bundle of a name. Raises NotFound, InputError, BundleErrors, PinMismatch."""
        from app.wiring import House

        if name == "published":
            found = self.releases.current()
            if found is None:
                raise InputError("nothing is published here yet; 'switchyard bundle publish' publishes --config")
            return found
        if Path(name).is_dir():
            return House(replace(self.house.settings, config=Path(name), published=False)).draft
        snapshot = self.store.bundles.find(name)
        # As this program loads it: published again it may be another version, with the reader of today.
        return self.house.load_snapshot(self.store.bundles.get(snapshot.identity))

    def mistakes(self, bundle: Bundle) -> list[str]:
        """The errors of a bundle that loads all the same."""
        from tools.bundle import inspect

        for workflow in bundle.learned:
            self.house.taught(bundle, bundle.workflow(workflow))
        return [str(finding) for finding in inspect(bundle) if finding.level == "error"]

    def publish(self, bundle: Bundle, author: str, comment: str, share: int, condition: str) -> str:
        """Publishes, and says what."""
        published = self.releases.publish(bundle, author, comment, share, condition)
        self.house.provide(bundle)
        told = [f"    {change}" for change in published.changes]
        return "\n".join((f"published {_named(published)}: {_scope(published)}", *told))


@contextmanager
def open_version(settings: Settings) -> Iterator[Versions]:
    """Opens the home of the settings, and closes it."""
    from app.wiring import House

    house = House(settings)
    try:
        yield Versions(house)
    finally:
        house.close()


def author_of(said: str | None) -> str:
    """Who publishes: as said, else who is logged in."""
    if said:
        return said
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise InputError("nobody knows who publishes: say so with --author NAME") from error


def listed(store: Store, every: bool, changes: bool) -> Iterator[str]:
    """A line for each publication, newest first; with `every`, those that were only run too."""
    released, known = store.publications.released(), {each.identity: each for each in store.bundles.all()}
    publications = store.publications.all()
    in_force = {each.n for each in (released.base, released.trial) if each is not None} if released else set()
    for each in reversed(publications):
        mark = "*" if each.n in in_force else " "
        runs = known[each.bundle].open_runs if each.bundle in known else 0
        yield (
            f"{mark} {_named(each)}  {each.at[:16].replace('T', ' ')} UTC  by {each.author}: {_scope(each)}"
            + (f"; {counted(runs, 'open run')}" if runs else "")
            + (f"; {each.comment}" if each.comment else "")
        )
        if changes:
            yield from (f"      {change}" for change in each.changes)
    if not publications:
        yield "nothing is published here: new runs begin with the folder (--config, else config/)"
    published = {each.bundle for each in publications}
    for snapshot in reversed(list(known.values())) if every else ():
        if snapshot.identity not in published:
            at, begun = snapshot.created[:16].replace("T", " "), counted(snapshot.open_runs, "open run")
            yield f"  {snapshot.identity[:12]}  {at} UTC  not published; {begun}"


def _named(publication: Publication) -> str:
    return f"#{publication.n} {publication.bundle[:12]}"


def _scope(publication: Publication) -> str:
    """Which new work begins with it."""
    if not publication.is_trial:
        return "all new work"
    share = f"{publication.share} % of new work" if publication.share < 100 else "new work"
    return share + (f" where {publication.condition}" if publication.condition else "")
