"""What was learned, put in force: the artefact into the state directory, its digest into the bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from agents.learning.artefact import packed
from workflow.errors import InputError
from workflow.learning import LearnedFile

if TYPE_CHECKING:
    from agents.learning.learned import Learned
    from tools.store import Artefacts

FOLDER = "learned"
HEAD = (
    "# Written by 'switchyard learn'. The bundle goes by this artefact for as long as this file names it: it is\n"
    "# published, compared and rolled back with the bundle. Remove the file to go on without.\n"
)


def activate(
    config: Path, artefacts: Artefacts, learned: Learned, sources: tuple[str, ...], corrections: int, said: str
) -> LearnedFile:
    """Keeps the artefact and writes the bundle's file that names it. Raises InputError where that cannot be written.

    `said` is a line in words for people who read the file.
    """
    file = LearnedFile(
        workflow=learned.workflow,
        artefact=artefacts.put(packed(learned)),
        reader=learned.reader,
        sources=sources,
        corrections=corrections,
    )
    place = config / FOLDER / f"{learned.workflow}.yaml"
    body = yaml.safe_dump(file.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    text = f"{HEAD}# {' '.join(said.split())}\n{body}"
    try:
        place.parent.mkdir(exist_ok=True)
        fresh = place.with_suffix(".yaml.part")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(place)
    except OSError as error:
        raise InputError(
            f"{place} cannot be written: {error.strerror or error}; name a bundle with --config"
        ) from error
    return file
