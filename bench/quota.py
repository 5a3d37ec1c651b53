"""Measures the quota engine: `python bench/quota.py SIZE SEED...`, one line of JSON for each seed.

SIZE is small, product, army or moonshot. Every solve runs in a process of its own; CPU seconds are those of that process.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lms.quota.rules import process  # noqa: E402
from lms.quota.rules.check import check  # noqa: E402
from lms.quota.rules.form import plan_sha256  # noqa: E402
from lms.quota.rules.generate import generate  # noqa: E402


def measure(size: str, seed: int) -> dict:
    instance = generate(size, seed)
    plan = process.run(instance)
    goals = plan["goals"]
    return {
        "size": size, "seed": seed, "valid": check(instance, plan)["valid"],
        "cpu_s": round(plan["volatile"]["cpu_ms"] / 1000, 1), "peak_mb": plan["volatile"]["peak_kb"] // 1024,
        "goals": {n: [a, b] for n, a, b in zip(goals["name"], goals["achieved"], goals["bound"])},
        "plan_sha256": plan_sha256(plan)[:16],
    }


if __name__ == "__main__":
    for text in sys.argv[2:]:
        print(json.dumps(measure(sys.argv[1], int(text))), flush=True)
