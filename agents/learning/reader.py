"""The local reader, taught: it goes by what was learned where the bundle has it, and by itself where not."""

from __future__ import annotations

import numpy as np

from agents.learning.blend import NEAR
from agents.learning.categories import rest_of
from agents.learning.classifier import FittedClassifier
from agents.learning.embedding import Embedded, near
from agents.learning.judgement import Judgement
from agents.learning.learned import Learned
from agents.learning.terms import terms_of, words_of
from agents.reading.embeddings import EmbeddingFailed
from agents.reading.local import LocalReader
from agents.reading.local.classification import Likeness, classify
from agents.reading.local.memo import Memo
from agents.reading.local.said import Said, said_of
from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import Evidence, quote_of
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Extraction, Request

STRANGE = 0.5
"""Below this likelihood of being of a known kind a request is said to be unlike what was learned."""


class TaughtReader(LocalReader):
    """Answers as `LocalReader` does, with the classifier and the words of fields that were learned."""

    def __init__(self, learned: Learned, embedded: Embedded | None = None) -> None:
        self.learned, self.embedded = learned, embedded
        self._fields: Memo[FieldSet, FieldSet] = Memo(learned.fields_of)

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        """Which category is this request? By what was learned of these categories."""
        said = said_of(document, request, others)
        plain = self.learned.classifier(categories, vectors=False)
        if plain is None or not said:
            return self._unlearned(document, request, categories, others)
        classifier, judged, note = self._judged(plain, said, categories)
        best, confidence, sure = judged.decide(rest_of(categories))
        evidence, words = _grounds(document, said, classifier, best)
        reason = f"learned: '{best}'" + (f", by {', '.join(words)}" if words else "")
        if judged.known < STRANGE:
            reason += "; unlike all that was learned"
        return Classification(
            category=best,
            confidence=round(confidence, 3),
            reason=reason + note,
            evidence=evidence,
            scores={name: round(share, 4) for name, share in sure.items()},
        )

    def _unlearned(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...]
    ) -> Classification:
        """By likeness alone, and by the nearness of vectors where there is an embedding."""
        likeness = NearLikeness(self.embedded)
        answer = classify(document, request, categories, others, likeness)
        note = likeness.note
        if self.learned.classifiers and self.learned.classifier(categories, vectors=False) is None:
            note += "; nothing was learned of one of the categories: learn again"
        return answer.model_copy(update={"reason": answer.reason + note}) if note else answer

    def _judged(
        self, plain: FittedClassifier, said: tuple[Said, ...], categories: CategorySet
    ) -> tuple[FittedClassifier, Judgement, str]:
        """The classifier that judged, what it said, and what has to be said of it."""
        terms, scores = terms_of(said), Likeness().scores(said, categories)
        reading = self.learned.classifier(categories, vectors=True)
        note = ""
        if self.embedded is not None and reading is not None:
            try:
                if self.embedded.embedding.identity == self.learned.embedding:
                    vector = self.embedded.of_requests([said])[0]
                    alike = near(vector, self.embedded.of_categories(categories))
                    return reading, reading.judge(terms, scores, categories.ids, vector, alike), ""
                note = "; without the embedding: it is another one than that which was learned with, learn again"
            except EmbeddingFailed as failed:
                note = f"; without the embedding: {failed}"
        return plain, plain.judge(terms, scores, categories.ids), note

    def extract(
        self,
        document: Document,
        request: Request,
        fields: FieldSet,
        category: str | None,
        candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:
        """Which values does the message state for this request? By the learned words, too."""
        return super().extract(document, request, self._fields(fields), category, candidates, others)


class NearLikeness:
    """Likeness, and the nearness of vectors where there is an embedding. `note` says why one was gone on without."""

    def __init__(self, embedded: Embedded | None) -> None:
        self.embedded = embedded
        self.note = ""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """Category id → log-odds up to a constant."""
        scores = Likeness().scores(said, categories)
        if self.embedded is None or not said:
            return scores
        try:
            vector = self.embedded.of_requests([said])[0]
            alike = near(vector, self.embedded.of_categories(categories))
        except EmbeddingFailed as failed:
            self.note = f"; without the embedding: {failed}"
            return scores
        return {
            name: scores.get(name, 0.0) + NEAR * float(told) for name, told in zip(categories.ids, alike, strict=True)
        }


def _grounds(
    document: Document, said: tuple[Said, ...], classifier: FittedClassifier, best: str
) -> tuple[tuple[Evidence, ...], list[str]]:
    """The two sentences that speak loudest for a category, and the words by which they do."""
    column = classifier.categories.index(best)
    words = [words_of(one.passage.text[one.start : one.end]) for one in said]
    terms = np.unique(np.array([term for each in words for _, term in each], dtype=np.uint32))
    speaks = dict(zip(terms.tolist(), classifier.linear.speaks(terms, column).tolist(), strict=True))
    told: dict[str, float] = {}
    for one, each in zip(said, words, strict=True):
        for word, term in each:
            told[word] = max(told.get(word, 0.0), one.weight * speaks[term])
    ranked = [
        (one.weight * sum(speaks[term] for _, term in each), place)
        for place, (one, each) in enumerate(zip(said, words, strict=True))
    ]
    ranked.sort(key=lambda row: (-row[0], row[1]))
    loud = [place for total, place in ranked[:2] if total > 0.3 * ranked[0][0]] or [ranked[0][1]]
    evidence = tuple(quote_of(document, said[place].passage.span(said[place].start, said[place].end)) for place in loud)
    return evidence, sorted((word for word, share in told.items() if share > 0), key=lambda word: -told[word])[:4]
