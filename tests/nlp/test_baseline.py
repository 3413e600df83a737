"""The naive baseline that extraction is measured against: general NER and keywords, on a made-up release."""

from __future__ import annotations

import pytest

from nlp.training.baseline import PACKAGE, load, predict

TEXT = (
    "Ohio Man Sentenced for Wire Fraud\n\nRobert Miller of Akron was sentenced to 3 years in prison for wire fraud, 18 "
    "U.S.C. \u00a7 1343, and ordered to pay $1.5 million in restitution. The case is 1:20-cr-00012."
)


def test_names_keywords_and_numbers() -> None:
    language = load()
    if language is None:
        pytest.skip(f"{PACKAGE} is not installed")
    found = predict(language, {"text": TEXT})
    assert [stage["code"] for stage in found["stages"]] == ["sentenced"]
    assert "Robert Miller" in [party["name"] for party in found["parties"]]
    assert ("wire_mail_fraud", "convicted") in [(charge["code"], charge["status"]) for charge in found["charges"]]
    assert [citation["canonical"] for citation in found["citations"]] == ["18 USC 1343"]
    assert [(s["kind"], s["amount"]) for s in found["sanctions"]] == [("restitution", 1_500_000)]
    assert [(term["kind"], term["months"]) for term in found["terms"]] == [("prison", 36)]
    spans = [span for facts in found.values() if isinstance(facts, list) for fact in facts for span in fact["evidence"]]
    assert spans and all(TEXT[span["start"] : span["end"]] == span["quote"] for span in spans)


def test_a_text_without_a_step_has_no_facts() -> None:
    language = load()
    if language is None:
        pytest.skip(f"{PACKAGE} is not installed")
    assert predict(language, {"text": "Remarks of an Official\n\nThank you all."}) == {"is_enforcement": False}
