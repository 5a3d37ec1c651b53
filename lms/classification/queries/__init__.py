"""What is read of groups, rules and explanations."""
from lms.classification.queries.explain import (
    Card,
    conditions_of,
    explain,
    group_titles,
)
from lms.classification.queries.facts import facts_of, held_levels, roles_of
from lms.classification.queries.results import (
    by_group,
    by_unit_and_group,
    group_of,
    of_round,
    of_sheet,
    visible,
)
from lms.classification.queries.rule_sets import (
    engine_rules,
    latest_set,
    rules_of,
    sets,
)

__all__ = ["Card", "by_group", "by_unit_and_group", "conditions_of", "engine_rules", "explain", "facts_of", "group_of", "group_titles", "held_levels", "latest_set", "of_round", "of_sheet", "roles_of",
           "rules_of", "sets", "visible"]
