"""Processor time of coding comments by the shipped codebook, beside a loop of regular expressions, and by length.

    python benchmarks/comments.py --comments 100000

The loop holds the same terms as compiled regular expressions, one a code and language, case folded, pairs written as
`a.{0,12}b|b.{0,12}a`; it knows no negation, no clauses, no exceptions and no words, so it does less. Comments are made
of phrases of the codebook and fillers, none twice. Then: seconds for one hostile comment of 10,000 and of 100,000
characters, which should be about ten times apart.
"""

from __future__ import annotations

import argparse
import re
import time

import numpy as np
import pandas as pd

import survey as sv
from survey.prepare.codebook import Codebook, read_term
from survey.prepare.comment_matcher import Matcher
from survey.prepare.comment_text import join_units

FILLERS = {
    "zh": ["这次", "买的", "我", "觉得", "还行", "朋友", "推荐", "下单", "之后", "真的", "有点", "昨天"],
    "en": ["this", "time", "I", "bought", "it", "for", "a", "friend", "and", "was", "really", "yesterday"],
}
HOSTILE = ["a", "1 ", "物流慢", "slow delivery ", "省市区路1号", "王", "a@", "not "]


def make_comments(codebook: Codebook, n: int, seed: int) -> list[str]:
    """Return comments of one to three phrases among fillers, half Chinese, half English, each with a number."""
    random = np.random.default_rng(seed)
    phrases: dict[str, list[str]] = {"zh": [], "en": []}
    for code in codebook.codes.values():
        for language, terms in code.terms.items():
            for term in terms:
                sides = read_term(term, language).sides
                parts = [join_units([unit.rstrip("*") for unit in side[0]]) for side in sides]
                phrases[language[:2]].append(("" if language.startswith("zh") else " ").join(parts))
    made = []
    for number in range(n):
        language = "zh" if number % 2 else "en"
        own = [*random.choice(phrases[language], random.integers(1, 4)), *random.choice(FILLERS[language], 6)]
        random.shuffle(own)
        made.append(("，" if language == "zh" else " ").join(own) + f" {number}")
    return made


def compile_loop(codebook: Codebook) -> list[tuple[str, re.Pattern[str]]]:
    """Return a regular expression for each code."""
    compiled = []
    for code in codebook.codes.values():
        options = []
        for language, terms in code.terms.items():
            for term in terms:
                sides = [
                    "|".join(re.escape(join_units(list(phrase))).replace(r"\*", r"\w*") for phrase in side)
                    for side in read_term(term, language).sides
                ]
                a, b = sides[0], sides[-1]
                options.append(f"(?:{a})" if len(sides) == 1 else f"(?:{a}).{{0,12}}(?:{b})|(?:{b}).{{0,12}}(?:{a})")
        compiled.append((code.id, re.compile("|".join(options))))
    return compiled


def code_by_loop(comments: list[str], compiled: list[tuple[str, re.Pattern[str]]]) -> list[list[str]]:
    """Return the codes of each comment by searching for every expression in turn."""
    return [[name for name, pattern in compiled if pattern.search(text.lower())] for text in comments]


def main() -> None:
    """Print times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    codebook = sv.load_codebook("ecommerce-service")
    comments = make_comments(codebook, given.comments, given.seed)
    frame = pd.DataFrame({"comment": comments})
    start = time.process_time()
    coded = sv.code_comments(frame, item="comment")
    ours = time.process_time() - start
    compiled = compile_loop(codebook)
    some = comments[: max(1, given.comments // 10)]
    start = time.process_time()
    code_by_loop(some, compiled)
    loop = (time.process_time() - start) * len(comments) / len(some)
    print(f"{len(comments):,} comments, {len(codebook.codes)} codes, {coded.uncoded_share:.0%} uncoded")
    print(f"survey {ours:.1f} s, loop of regular expressions {loop:.1f} s (a tenth timed), ratio {loop / ours:.1f}")
    matcher = Matcher(codebook)
    print(f"{'hostile':<16} {'10,000':>8} {'100,000':>8} seconds")
    for piece in HOSTILE:
        took = []
        for size in (10_000, 100_000):
            text = piece * (size // len(piece))
            start = time.process_time()
            matcher.code(text)
            sv.mask_personal(text)
            took.append(time.process_time() - start)
        print(f"{piece!r:<16} {took[0]:>8.3f} {took[1]:>8.3f}")


if __name__ == "__main__":
    main()
