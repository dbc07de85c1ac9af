import pytest

from detente.reading.language import foreign_language

ENGLISH = "Norway thanked Sweden for its help, and the two governments agreed to meet again. "
FRENCH = "La Norvège a remercié la Suède pour son aide, et les deux gouvernements se reverront. "


@pytest.mark.parametrize(
    "text",
    [
        "Oman thanked Iran.",
        "Macron, Juncker, Merkel",
        "Vučić, Đukanović, Kurti, Orbán, Erdoğan",
        "Nazarbayev, Lukashenko, Putin in Astana",
        "Kazakhstan Kyrgyzstan Tajikistan Uzbekistan Turkmenistan",
        "Xi visits Pyongyang",
        "Côte d’Ivoire thanks São Tomé and Príncipe.",
        "KAZAKHSTAN AND RUSSIA SIGN PACT",
        "Peru thanked Chile. " * 200,
        "1958",
        "",
        ENGLISH * 40 + FRENCH * 20,
    ],
)
def test_what_may_be_english_passes(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le Tchad a remercié le Niger, mais Washington a refusé de commenter.", "French"),
        ("Der Präsident Kasachstans dankte Russland für die Hilfe.", "German"),
        ("Россия поблагодарила Казахстан за помощь.", "Russian"),
        ("日本は中国に感謝した。", "Japanese"),
        ("Η Ελλάδα ευχαρίστησε την Κύπρο για τη βοήθεια.", "Modern Greek"),
        ("Nederland bedankte België voor de hulp, maar Brussel gaf geen commentaar.", "Dutch"),
        (FRENCH * 40 + ENGLISH * 20, "French"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    assert foreign_language(text) == language
