from render_samples import SHUSHA, Draft, at

from mapper.model import Category, MentionKind
from mapper.render.page import page_data
from mapper.render.written import written_names


def draft(*forms: str) -> Draft:
    """A text that names one town by these forms, in this order."""
    made = Draft(" ".join(f"{i} {form}." for i, form in enumerate(forms)))
    for i, form in enumerate(forms):
        made.mention(form, SHUSHA, after=f"{i} ")
    return made


def test_a_place_is_called_what_its_article_mostly_calls_it() -> None:
    found = written_names(draft("Shushi", "Shusha", "Shusha").resolutions)
    assert found == {SHUSHA.id: "Shusha"}


def test_the_first_of_equals_wins_but_a_dateline_does_not() -> None:
    assert written_names(draft("Shushi", "Shusha").resolutions)[SHUSHA.id] == "Shushi"
    assert written_names(draft("SHUSHI", "Shusha").resolutions)[SHUSHA.id] == "Shusha"
    assert written_names(draft("SHUSHI", "SHUSHI", "Shusha").resolutions)[SHUSHA.id] == "SHUSHI"


def test_governments_and_people_give_no_place_its_name() -> None:
    made = draft("Shusha")
    made.mention("0", SHUSHA, MentionKind.METONYMIC)
    made.mention(".", SHUSHA, MentionKind.DEMONYM)
    made.mention("Shusha", None)
    assert written_names(made.resolutions) == {SHUSHA.id: "Shusha"}


def test_the_label_of_an_incident_is_not_the_form_of_its_own_mention() -> None:
    made = draft("Shushi", "Shusha", "Shusha")
    made.incident("0 Shushi.", Category.BATTLE, [at(SHUSHA, 0)], trigger="0")
    payload = page_data([made.done()], "T").payload
    assert payload["spots"]["name"] == ["Shusha"]  # type: ignore[index]
    assert payload["places"]["written"] == ["Shusha"]  # type: ignore[index]


def test_a_place_told_by_another_keeps_its_words() -> None:
    made = Draft("It burned 3 km north of Shusha. Shusha saw it.")
    made.mention("Shusha", SHUSHA)
    relative = made.mention("3 km north of Shusha", SHUSHA, MentionKind.RELATIVE)
    made.incident("It burned 3 km north of Shusha.", Category.DISASTER, [at(SHUSHA, relative)])
    payload = page_data([made.done()], "T").payload
    assert payload["spots"]["name"] == ["3 km north of Shusha"]  # type: ignore[index]
