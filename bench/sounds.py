"""How well names that Chinese writes by their sound are told: people whom recorded articles name in both scripts.

    python -m bench.sounds HOME/warehouse.duckdb

HOME is one in which the recorded days were run. Printed is what share of the surnames is alike to their own, and to
those of others, at several bounds; the one in use is `sound.ALIKE`.
"""

import argparse
import re
from pathlib import Path

import duckdb

from digest_pipeline.briefs.grounding.sound import ALIKE, likeness

BOTH = re.compile(
    r"[\u4e00-\u9fff]\s?[·・]\s?(?P<han>[\u4e00-\u9fff]{2,6})\s?[（(]"
    r"[A-Z][A-Za-zÀ-ɏ'’.-]+(?: [A-Z][A-Za-zÀ-ɏ'’.-]+){0,2} (?P<latin>[A-Z][A-Za-zÀ-ɏ'’-]+)[）)]"
)
BOUNDS = (0.4, 0.5, ALIKE, 0.7, 0.8)


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path, help="one in which the recorded days were run")
    with duckdb.connect(str(parser.parse_args().warehouse), read_only=True) as connection:
        texts = connection.execute("select text from core.articles where language = 'zh'").fetchall()
    people = sorted({(match["han"], match["latin"]) for (text,) in texts for match in BOTH.finditer(text)})
    own = [likeness(han, latin) for han, latin in people]
    others = [likeness(han, latin) for han, mine in people for _, latin in people if latin != mine]
    print(f"{len(people)} surnames in both scripts\nbound   own   others'")
    for bound in BOUNDS:
        shares = (sum(one >= bound for one in some) / len(some) for some in (own, others))
        print(f"{bound:.2f}   {' '.join(f'{share:.3f}' for share in shares)}")


if __name__ == "__main__":
    main()
