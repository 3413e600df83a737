"""Terms in rarer wordings, and lengths that nobody in this action serves: made-up announcements."""

from __future__ import annotations

import pytest

from tests.nlp.test_terms import Row, rows, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Judge Pell ordered that Marlow be supervised by the U.S. Probation Office for 3 years after prison.",
            [("supervised_release", 36)],
        ),
        (
            "Marlow was sentenced to 78 months imprisonment, followed by a lifetime term of court-ordered supervision.",
            [("prison", 78), ("supervised_release", None)],
        ),
        (
            "Marlow was sentenced to 30 months in prison, followed by a three-year term of court-ordered supervision.",
            [("prison", 30), ("supervised_release", 36)],
        ),
        (
            "Following her prison term, Marlow will serve five years under court supervision.",
            [("supervised_release", 60)],
        ),
        (
            "Marlow was sentenced to about one day of imprisonment, time already served, and ten years of probation.",
            [("probation", 120), ("prison", None)],
        ),
        (
            "Marlow was sentenced to five years of probation, the first eight months of which she must serve in home "
            "detention.",
            [("probation", 60), ("home_confinement", 8)],
        ),
        (
            "Marlow was sentenced to six months in prison and six months on house arrest.",
            [("prison", 6), ("home_confinement", 6)],
        ),
        ("Marlow was sentenced to two-and-a-half years in prison.", [("prison", 30)]),
        ("Marlow was sentenced to federal prison for 30 months.", [("prison", 30)]),
        ("The judge gave Marlow 30 months behind bars.", [("prison", 30)]),
        (
            "Marlow was sentenced to 60 months for fraud and a consecutive 24 months for theft, for a total of 84 "
            "months in prison.",
            [("prison", 84)],
        ),
        ("Marlow was sentenced to the statutory maximum of 60 months in prison.", [("prison", 60)]),
        ("Marlow was sentenced to the mandatory minimum sentence of 120 months in prison.", [("prison", 120)]),
        ("Marlow could be sentenced to the statutory maximum of 60 months in prison.", []),
        ("Under the statute, she can be sentenced to 20 years in prison.", []),
        ("The charge provides for a sentence of no greater than 20 years in prison.", []),
        ("In 2015 a former colleague, Lin Ost, was sentenced to 40 months in prison in an unrelated case.", []),
        ("At that time Marlow was on supervised release after serving a 10-year prison sentence.", []),
        (
            "Marlow agreed not to serve as an officer or director of a public company for 2 years.",
            [("industry_ban", 24)],
        ),
        ("Marlow is barred from working in the banking industry for life.", [("industry_ban", None)]),
        (
            "The consent order prohibits the landlord from further discrimination and requires employees to receive "
            "fair housing training.",
            [("injunction", None), ("undertakings", None)],
        ),
        ("In her plea agreement, Marlow has agreed to be sentenced to seven years in prison.", []),
        ("Twenty-six people have been sentenced to serve terms ranging from a year and one day to two years.", []),
    ],
)
def test_rarer_wordings_give_the_terms_imposed_and_no_others(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


def test_lengths_told_respectively_are_those_of_the_people_named_with_their_positions() -> None:
    found = terms(
        "Ann Marlow, the founder, and Bo Tarrant, a broker of the firm, were sentenced to 96 and 188 months in prison, "
        "respectively."
    )
    assert [(one.months, one.party) for one in found] == [(96, "Ann Marlow"), (188, "Bo Tarrant")]
