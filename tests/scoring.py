"""Scores 2,000 sheets with exact fractions and asks the program whether it comes to the same, to the thousandth.

    scoring.py PROGRAM      PROGRAM is build/tests/scoring

The rules are written down here a second time, from the rules of score sheets and not from lib/scoring.c. The sheets are the same
in each run. Points are thousandths, targets and thresholds hundredths.
"""

import random
import subprocess
import sys
from fractions import Fraction
from math import floor

SHEETS = 2000
HALF = Fraction(1, 2)


def half_up(points, grain, most):
    return min(floor(points / grain + HALF) * grain, most)


class Measure:
    """What a unit reached: a ratio or a count, whose value is compared in hundredths."""

    def __init__(self, rng):
        self.ratio = rng.random() < 0.7
        scale = rng.choice((1, 10, 10**3, 10**9, 10**12))
        self.below = rng.randint(1, 100 * scale) if self.ratio else 1
        self.above = rng.randint(0, self.below if self.ratio and rng.random() < 0.8 else 100 * scale)
        self.value = Fraction(self.above * 10000, self.below) if self.ratio else Fraction(self.above * 100)

    def words(self):
        return [int(self.ratio), self.above, self.below]


def near(rng, value, least=0):
    """A number of hundredths that a value may just reach, or just miss."""
    return max(least, floor(value * Fraction(rng.randint(50, 150), 100)) if rng.random() < 0.5 else floor(value) + rng.randint(-1, 1))


def steps(rng, maximum, grain):
    measure, down = Measure(rng), rng.random() < 0.3
    count = rng.randint(1, 6)
    thresholds = sorted({near(rng, measure.value) for _ in range(count)}, reverse=down)
    points = sorted(rng.randint(0, maximum) for _ in thresholds[1:]) + [maximum]
    table = list(zip(thresholds, points))
    reached = [p for t, p in table if (measure.value <= t if down else measure.value >= t)]
    rng.shuffle(table)
    words = ["steps", *measure.words(), int(down), len(table)] + [number for row in table for number in row]
    return words, max(reached, default=0)


def proportional(rng, maximum, grain):
    measure, low = Measure(rng), rng.random() < 0.4
    target = near(rng, measure.value, 1)
    if measure.value <= target if low else measure.value >= target:
        points = maximum
    else:
        share = target / measure.value if low else measure.value / target
        points = half_up(maximum * share, grain, maximum)
    return ["proportional", maximum, grain, *measure.words(), int(low), target], points


def excess(rng, maximum, grain):
    measure = Measure(rng)
    target, base, step = near(rng, measure.value), rng.randint(0, maximum), rng.randint(0, maximum)
    above = measure.value - target
    points = 0 if above < 0 else min(base + step * floor(above / 100), maximum)
    return ["excess", maximum, grain, *measure.words(), target, base, step], points


def leader(rng, maximum, grain):
    units = [(m, near(rng, m.value, 1)) for m in (Measure(rng) for _ in range(rng.randint(1, 8)))]
    ratios = [measure.value / target for measure, target in units]
    own, best = ratios[0], max(ratios)
    points = maximum * own / 2 if own <= 1 else Fraction(maximum, 2) + Fraction(maximum, 2) * (own - 1) / (best - 1)
    words = ["leader", maximum, grain, len(units)]
    for measure, target in units:
        words += [*measure.words(), target]
    return words, half_up(points, grain, maximum)


def relative(rng, maximum, grain):
    best = rng.choice((0, 1, 7, 150, 10**12))
    actual = rng.randint(0, best)
    return ["relative", maximum, grain, actual, best], half_up(Fraction(maximum * actual, best), grain, maximum) if best else 0


def counted(rng, maximum, grain):
    count, points = rng.randint(0, 40), rng.randint(0, 5000)
    return ["counted", count, points, maximum], min(count * points, maximum)


def sheet(rng):
    """The questions that one card asks, each with its answer; the last is for the total."""
    grain = rng.choice((1, 1, 10, 250))
    asked, groups, total_max, dropped = [], 0, 0, 0
    for kind in rng.choices((steps, proportional, excess, leader, relative, counted), k=rng.randint(3, 12)):
        maximum = grain * rng.randint(1, max(1, rng.choice((20, 20000, 10**7)) // grain)) + rng.choice((0, 0, 0, 1))
        words, points = kind(rng, maximum, grain)
        asked.append((words, points))
        total_max += maximum
        if rng.random() < 0.1:
            dropped += maximum
        else:
            groups += points
    bonus, deduction, bonus_cap, deduction_cap = (rng.randint(0, total_max) for _ in range(4))
    scaled = groups
    if dropped:
        scaled = half_up(Fraction(groups * total_max, total_max - dropped), grain, total_max) if dropped < total_max else 0
    total = max(0, scaled + min(bonus, bonus_cap) - min(deduction, deduction_cap))
    return asked + [(["total", total_max, bonus_cap, deduction_cap, grain, groups, dropped, bonus, deduction], total)]


def main(program):
    rng = random.Random(424)
    sheets = [sheet(rng) for _ in range(SHEETS)]
    questions = "".join(" ".join(map(str, words)) + "\n" for card in sheets for words, _ in card)
    answers = iter(subprocess.run([program], input=questions, capture_output=True, text=True, check=True).stdout.split())
    failed = 0
    for number, card in enumerate(sheets):
        wrong = [(words, points, answer) for words, points in card if (answer := next(answers, "nothing")) != str(points)]
        failed += bool(wrong)
        for words, points, answer in wrong:
            print(f"sheet {number}: {' '.join(map(str, words))}: {points}, but the program says {answer}")
    print(f"{SHEETS - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main(sys.argv[1]))
