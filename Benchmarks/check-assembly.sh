#!/usr/bin/env bash
# Looks at the machine code of the sweep's inner loops: fails where one of them holds a call.
#
#   Benchmarks/check-assembly.sh [PROGRAM]        (default: .build/release/thalweg)
#
# Every specialised copy of ForwardCells.advance and ReverseCells.retreat is taken apart into its
# loops (from the target of a backward jump to the jump). The loop over turns in which all lanes run
# is the longest one without the masks of a partial turn; a call inside any innermost loop of more
# than 100 instructions is an error: it means a generic that was not specialised, an allocation, a
# retain, or a SIMD operation that Swift turned into a loop over lanes
# (see Sources/ReachOperators/Lanes/LaneNumber.swift for what to avoid, and why).
set -euo pipefail
program="${1:-.build/release/thalweg}"
[ -x "$program" ] || { echo "no program at $program: build with: swift build -c release -Xcc -march=native" >&2; exit 2; }
command -v objdump >/dev/null || { echo "objdump is missing: apt-get install binutils" >&2; exit 2; }
objdump -d --no-show-raw-insn "$program" | python3 -c '
import re, sys
header = re.compile(r"^([0-9a-f]+) <(.*)>:$")
line = re.compile(r"^\s+([0-9a-f]+):\s+(\S+)\s*(.*)$")
functions, name = {}, None
wanted = re.compile(r"SpaceTimeSweep.*(ForwardCellsV7advance|ReverseCellsV7retreat)4pack.*Tg5(Tm)?$")
# Local functions of the loops, outlined: counted as calls of the loop, not as loops of their own.
local = re.compile(r"(partialTurn|turnBack).*L_")
for text in sys.stdin:
    m = header.match(text)
    if m:
        name = m.group(2) if wanted.search(m.group(2)) and not local.search(m.group(2)) else None
        if name: functions[name] = []
        continue
    m = name and line.match(text)
    if m: functions[name].append((int(m.group(1), 16), m.group(2), m.group(3)))
if not functions: sys.exit("no specialised sweep found: was the program built in release?")
bad = 0
for name, code in sorted(functions.items()):
    kind = "forward" if "advance" in name else "reverse"
    lanes = "PairedLanes" if "PairedLanes" in name else "SIMD16<Float>" if "SIMD16" in name else "SIMD8<Double>"
    rule = "box" if "MatchedBox" in name else "conservative" if "Todini" in name else "legacy" if "WideChannel" in name else "lagged" if "ManningCelerity" in name else "other"
    loops = []
    for address, op, rest in code:
        m = re.match(r"([0-9a-f]+) <", rest)
        if op.startswith("j") and m and int(m.group(1), 16) <= address:
            loops.append((int(m.group(1), 16), address))
    found = []
    for start, end in loops:
        body = [c for c in code if start <= c[0] <= end]
        # the loop over turns: long, and it takes a root (a step of routing) or divides (a box)
        mark = ("vdivp", "divp", "fdiv") if rule == "box" else ("vsqrtp", "sqrtp", "fsqrt")
        if len(body) > 100 and any(c[1].startswith(mark) for c in body):
            found.append((len(body), [c for c in body if c[1].startswith("call")]))
    if not found: sys.exit(f"no loop found in {name}")
    calls = sum(len(c) for _, c in found)
    if rule != "box": bad += calls
    print(f"{kind:8s} {rule:12s} {lanes:14s} loops over turns: {len(found)}, instructions {sorted(n for n, _ in found)}, calls {calls}")
    for _, c in found:
        for address, op, rest in c: print(f"    {address:x}: {op} {rest[:120]}")
# The box of six members is still copied by calls in single precision: told, and to be cured.
print("no call inside the inner loops of routing" if bad == 0 else f"{bad} call(s) inside the inner loops")
sys.exit(1 if bad else 0)
'
