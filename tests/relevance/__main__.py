"""Measures the search on real announcements: `make evaluate-search`. Takes two or three minutes the first time.

Prints nDCG@10 over 60 judged needs, for the half that was looked at while tuning and the half that was not, and how
many of 25 plain questions find a right answer on the first page. Ends with 1 below what is asked for.
"""

from __future__ import annotations

import os
import sys
import time

from tests.relevance import corpus
from tests.relevance.measure import CUT, Need, Question, mean, ndcg, read_needs

LEAST_NDCG = 0.85
FIRST_PAGE = 20
WORST = 8


def main() -> int:
    if not corpus.is_there():
        print(f"Relevance of search: not measured, as {corpus.CORPUS} is not there.")
        return 0
    started = time.monotonic()
    os.environ["CASEBOOK_HOME"] = str(corpus.home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    corpus.home().mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    needs, questions = read_needs()
    judged = {name for need in needs for name in need.grades} | {name for each in questions for name in each.right}
    ids = corpus.load(judged)
    print(f"{len(ids):,} announcements, loaded in {time.monotonic() - started:.0f} s")
    return report(needs, questions, ids)


def rank(text: str, ids: dict[int, str], by: str, most: int) -> list[str]:
    from kb.search.query import SearchRequest, search

    results = search(SearchRequest.from_params({"q": text, "by": by}), page_size=most)
    return [ids.get(hit.announcement_id, "") for hit in [*results.hits, *results.close]][:most]


def report(needs: list[Need], questions: list[Question], ids: dict[int, str]) -> int:
    scores = {need.query: ndcg(rank(need.query, ids, "announcement", CUT), need.grades) for need in needs}
    for label, is_unseen in (("tuned on", False), ("unseen", True)):
        half = [scores[need.query] for need in needs if need.is_unseen == is_unseen]
        print(f"nDCG@{CUT} {label}: {mean(half):.3f} over {len(half)} needs")
    whole = mean(list(scores.values()))
    print(f"nDCG@{CUT}: {whole:.3f} over {len(scores)} needs; the lowest:")
    for query in sorted(scores, key=lambda query: scores[query])[:WORST]:
        print(f"  {scores[query]:.2f}  {query}")
    lost = [each.ask for each in questions if not each.right & set(rank(each.ask, ids, "case", FIRST_PAGE))]
    print(f"plain questions with a right answer on the first page: {len(questions) - len(lost)} of {len(questions)}")
    for ask in lost:
        print(f"  none for: {ask}")
    return 0 if whole >= LEAST_NDCG and not lost else 1


if __name__ == "__main__":
    sys.exit(main())
