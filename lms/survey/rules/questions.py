"""Questions that a round puts to each unit besides its lines: text, number or choice, some only when an earlier choice was answered so. Plain values."""
from collections import Counter
from dataclasses import asdict, dataclass

KINDS = ("text", "number", "choice")
MOST_QUESTIONS, MOST_PAGES, MOST_OPTIONS, MOST_TEXT, MOST_NUMBER = 20, 9, 12, 1000, 999_999_999


@dataclass(frozen=True)
class Option:
    """One answer of a choice. `value` never changes, the words may."""
    value: str
    vi: str
    en: str


@dataclass(frozen=True)
class Question:
    """`page` groups questions of one topic; with `if_key` it is asked only where that choice was answered `if_value`."""
    key: str
    kind: str
    vi: str
    en: str
    required: bool = False
    page: int = 1
    options: tuple[Option, ...] = ()
    if_key: str = ""
    if_value: str = ""

    def label(self, language: str) -> str:
        """In the reader's language."""
        return (self.en or self.vi) if language == "en" else self.vi

    def words(self, value, language: str) -> str:
        """An answer as people read it."""
        found = next((option for option in self.options if option.value == value), None)
        return str(value) if found is None else (found.en or found.vi) if language == "en" else found.vi


def read(rows: list[dict]) -> list[Question]:
    """As the round keeps them, in order."""
    return [Question(**{**row, "options": tuple(Option(**option) for option in row.get("options", ()))}) for row in rows]


def rows(questions: list[Question]) -> list[dict]:
    """To be kept."""
    return [{**asdict(each), "options": [asdict(option) for option in each.options]} for each in questions]


def next_key(questions: list[Question]) -> str:
    """A key that no question of the round has."""
    return f"q{max((int(each.key[1:]) for each in questions), default=0) + 1}"


def options_of(vi: str, en: str, before: tuple[Option, ...] = ()) -> tuple[Option, ...]:
    """One option a line; an option whose words stand keeps its value. English lines fit by their order."""
    english, known, made = en.split("\n"), {option.vi: option.value for option in before}, []
    number = max((int(option.value[1:]) for option in before), default=0)
    for at, words in enumerate(line.strip() for line in vi.split("\n")):
        if words:
            if words not in known:
                number += 1
            made.append(Option(known.get(words) or f"o{number}", words, english[at].strip() if at < len(english) else ""))
    return tuple(made)


def fault(questions: list[Question]) -> tuple[str, str, str] | None:
    """The first thing that is wrong with a list: (key, field, code); None when it can be asked."""
    if len(questions) > MOST_QUESTIONS:
        return questions[-1].key, "vi", "many"
    places = {each.key: each for each in questions}
    for each in questions:
        if wrong := _fault_of(each, places):
            return each.key, *wrong
    return None


def _fault_of(question: Question, places: dict[str, Question]) -> tuple[str, str] | None:
    words = [option.vi for option in question.options]
    if question.kind == "choice" and not 2 <= len(words) <= MOST_OPTIONS:
        return "options_vi", "options"
    if len(set(words)) < len(words):
        return "options_vi", "twice"
    if not question.if_key:
        return None
    other = places.get(question.if_key)
    if other is None or other.kind != "choice" or question.if_value not in {option.value for option in other.options}:
        return "only_if", "condition"
    return ("only_if", "later") if other.page >= question.page else None


def shown(questions: list[Question], answers: dict) -> list[Question]:
    """What is asked, as answered so far; a question behind one that is not asked is not asked either."""
    asked: dict[str, Question] = {}
    for each in sorted(questions, key=lambda one: one.page):
        if not each.if_key or (each.if_key in asked and answers.get(each.if_key) == each.if_value):
            asked[each.key] = each
    return [each for each in questions if each.key in asked]


def pages(questions: list[Question], answers: dict) -> list[int]:
    """Pages that ask something, in order."""
    return sorted({each.page for each in shown(questions, answers)})


def kept(questions: list[Question], answers: dict) -> dict:
    """Answers to what is asked; the others fall away."""
    return {each.key: answers[each.key] for each in shown(questions, answers) if answers.get(each.key) not in (None, "")}


def missing(questions: list[Question], answers: dict) -> list[Question]:
    """Required questions that are asked and not answered."""
    return [each for each in shown(questions, answers) if each.required and answers.get(each.key) in (None, "")]


def step_after(questions: list[Question], answers: dict, page: int) -> int | None:
    """The next page that asks something, or None after the last."""
    return next((each for each in pages(questions, answers) if each > page), None)


def step_before(questions: list[Question], answers: dict, page: int) -> int | None:
    """The page before, or None on the first."""
    return next((each for each in reversed(pages(questions, answers)) if each < page), None)


def tally(questions: list[Question], answers: list[dict]) -> list[tuple[Question, list[tuple[Option, int]], int]]:
    """(choice, (option, units) of each option, units without an answer), over the sheets that were sent."""
    asked = [kept(questions, each) for each in answers]
    found = []
    for question in questions:
        if question.kind == "choice":
            counts = Counter(each.get(question.key) for each in asked)
            found.append((question, [(option, counts[option.value]) for option in question.options], counts[None]))
    return found
