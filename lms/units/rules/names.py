"""How a unit's name is said beside another word that holds its kind already."""

MOST_WORDS = 4


def placed(post: str, unit_name: str) -> str:
    """A post and its unit as people say them, the kind of the unit once: `Phó Trưởng phòng Chính trị`, `Tư lệnh Quân khu Mẫu 1`, and
    `Trợ lý, Phòng Chính trị` where the post does not end with the unit's kind."""
    said, named = post.split(), unit_name.split()
    if not said or not named:
        return post or unit_name
    for count in range(min(MOST_WORDS, len(said), len(named)), 0, -1):
        if [word.casefold() for word in said[-count:]] == [word.casefold() for word in named[:count]]:
            return " ".join(said + named[count:])
    return f"{post}, {unit_name}"


def kind_beside(kind: str, unit_name: str) -> str:
    """The kind of a unit to be shown beside its name; nothing when the name begins with it."""
    return "" if unit_name.casefold().split()[:len(kind.split())] == kind.casefold().split() else kind
