"""How much of lib/ and server/ the tests have run, of a build with gcc's --coverage: lines and branches in all, then the files that
lack most, with the numbers of their lines that nobody ran.

    coverage.py BUILD [FILE..]      with files: of these all lines
"""
import collections
import json
import pathlib
import subprocess
import sys

BARS = {"lines": 95, "branches": 85}  # percent
SHOWN = 20


def reports(build):
    """What gcov says of each object, one after the other."""
    for data in sorted(pathlib.Path(build).glob("[ls]*/**/*.gcda")):
        said = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", str(data)],
                              capture_output=True, check=True).stdout
        for line in said.splitlines():
            yield from json.loads(line)["files"]


def is_ours(name):
    return name.endswith(".c") and name.startswith(("lib/", "server/"))


def collect(build):
    """Of each file: the times that each line ran, and each branch at it."""
    files = collections.defaultdict(lambda: (collections.Counter(), collections.Counter()))
    for report in reports(build):
        if not is_ours(report["file"]):
            continue
        lines, branches = files[report["file"]]
        for line in report["lines"]:
            lines[line["line_number"]] += line["count"]
            for i, branch in enumerate(line["branches"]):
                branches[line["line_number"], i] += branch["count"]
    return files


def runs(numbers):
    """1-3 7 9-10"""
    out = []
    for n in sorted(numbers):
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return " ".join(f"{a}-{b}" if b > a else str(a) for a, b in out)


def never(counts):
    return [place for place, count in counts.items() if not count]


def percent(counts):
    return 100 - 100 * len(never(counts)) / len(counts) if counts else 100


def main():
    files = collect(sys.argv[1])
    wanted = sys.argv[2:] or sorted(files, key=lambda name: -len(never(files[name][0])))[:SHOWN]
    for name in wanted:
        lines, branches = files[name]
        print(f"{name}: {percent(lines):.1f} % of {len(lines)} lines, {percent(branches):.1f} % of "
              f"{len(branches)} branches; never: {runs(never(lines))}")
    good = True
    for kind, index in (("lines", 0), ("branches", 1)):
        counts = collections.Counter({(name, place): count for name in files for place, count in files[name][index].items()})
        good &= percent(counts) >= BARS[kind]
        print(f"{percent(counts):.1f} % of {len(counts)} {kind} (bar {BARS[kind]} %)")
    return not (good and files)


sys.exit(main())
