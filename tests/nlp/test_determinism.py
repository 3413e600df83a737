"""The same text gives the same bytes, whatever the seed of Python's hashes: sets have another order in each process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

TEXTS = (
    "CFTC Charges Two Firms and Their Owners\n\n"
    "Washington, DC - The U.S. Commodity Futures Trading Commission today filed a civil enforcement action in the U.S. "
    "District Court for the Southern District of Ohio charging Defendants Ann Marlow of Akron, Ohio and her companies, "
    "Oakham Trading LLC (Oakham) and Brindle Vale Ltd. (collectively, Vale), with fraud, misappropriation and spoofing "
    "in gold and silver futures, in violation of Sections 4b, 4c(a)(5)(C) and 6(c)(1) of the Commodity Exchange Act. "
    "From June 2016 through April 2017 they solicited more than $2.5 million from 40 customers. Without admitting or "
    "denying the findings, Marlow and Oakham must pay, jointly and severally, restitution of $1,200,000 and a civil "
    "monetary penalty of $300,000, and are banned from trading for five years.",
    "Two Ohio Men Sentenced\n\n"
    "WASHINGTON - Jan Example, 47, and Eve Sample, 44, both of Akron, Ohio, were sentenced to 12 and 24 months in "
    "prison for wire fraud, money laundering and tax evasion, and ordered to pay $1 million in restitution and to "
    "forfeit $400,000. Sample also pleaded guilty to bank fraud. See 18 U.S.C. \u00a7\u00a7 1343, 1956.",
)
SCRIPT = "\n".join(
    [
        "import json, sys",
        "from nlp.pipeline import extract",
        "for agency, text in zip(('CFTC', 'DOJ'), json.load(sys.stdin)):",
        "    print(json.dumps(extract(text, agency=agency).as_dict()))",
    ]
)


def output(seed: int, texts: str) -> bytes:
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], input=texts.encode(), env=environment, capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("seed", [2, 3])
def test_another_hash_seed_gives_the_same_bytes(seed: int) -> None:
    texts = json.dumps(TEXTS)
    first = output(1, texts)
    assert b"Oakham" in first and b"sentenced" in first
    assert output(seed, texts) == first
