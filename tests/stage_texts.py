"""What the tests of stages share: how a text begins, and the codes found in one."""

from __future__ import annotations

from nlp.document import Document
from nlp.stages import find_stages

CIVIL = "Washington, DC - The Commodity Futures Trading Commission today "
CRIMINAL = "Assistant Attorney General Una Official of the Criminal Division made the announcement.\n\n"


def stages(title: str, body: str, agency: str, date: str = "2020-05-04") -> list[str]:
    document = Document(f"{title}\n\n{body}", agency=agency, title=title, date=date)
    found = find_stages(document, {})
    for stage in found:
        for span in stage.evidence:
            assert document.text[span.start : span.end] == span.quote
    return sorted(stage.code for stage in found)
