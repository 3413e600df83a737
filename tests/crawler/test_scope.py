"""Which releases of the Department of Justice are kept, and the reason given for each."""

from __future__ import annotations

import gzip
import json

import pytest

from crawler.scope import judge_release
from tests.crawler.conftest import SHARED

BODY = "A man of Albany was sentenced today."


@pytest.mark.parametrize(
    ("title", "body", "topics", "reason"),
    [
        ("Umber Bank Reaches Resolution under Swiss Bank Program", BODY, [], "title: Swiss bank*"),
        ("Man Hid Money in Foreign Bank Accounts", BODY, [], "title: bank account*"),
        ("Ransomware Administrator Charged", BODY, [], "title: ransomware"),
        ("Umber Man Sentenced", BODY, ["Tax", "Financial Fraud"], "topics: Financial Fraud"),
        ("Umber Man Sentenced", "He was charged under 18 U.S.C. §§ 1956 and 1957.", [], "text: 18 U.S.C. 1956"),
        ("Umber Man Sentenced", BODY + " It was wire fraud.", [], "lead: wire fraud"),
    ],
)
def test_what_is_kept_says_by_which_rule(title: str, body: str, topics: list[str], reason: str) -> None:
    found = judge_release(title, body, topics)
    assert found.is_kept and found.reason == reason


@pytest.mark.parametrize(
    ("title", "topics", "reason"),
    [
        ("Settlement with Umber Bank over Lending Discrimination", ["StopFraud"], "never: discriminat*"),
        ("Credit Union Repossessed Servicemembers' Cars", [], "never: servicemember*"),
        ("Umber Man Sentenced for Poaching", ["Wildlife"], "no financial term"),
    ],
)
def test_what_is_left_out_says_why_and_can_be_kept(title: str, topics: list[str], reason: str) -> None:
    found = judge_release(title, BODY, topics)
    assert not found.is_kept and found.reason == reason
    assert judge_release(title, BODY, topics, "all").is_kept


def test_another_scope_is_refused() -> None:
    with pytest.raises(ValueError, match="DOJ_SCOPE is 'some'"):
        judge_release("x", "y", [], "some")


def test_the_share_of_real_releases_that_is_kept() -> None:
    path = SHARED / "data" / "announcements" / "doj.jsonl.gz"
    if not path.exists():
        pytest.skip("the real releases are not beside the repository (../shared/data/announcements)")
    with gzip.open(path) as lines:
        rows = [json.loads(line) for line in lines]
    judged = [(row, judge_release(row["title"], row["text"], row.get("topics") or [])) for row in rows]
    assert 0.2 < sum(found.is_kept for _row, found in judged) / len(judged) < 0.26
    money = [found.is_kept for row, found in judged if "laundering" in row["title"].lower()]
    assert all(money) and len(money) > 100
