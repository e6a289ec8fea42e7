"""Counts Autobahn's verdicts and fails unless every case passed and every connection closed cleanly."""

import collections
import json
import sys

report = json.load(open(sys.argv[1]))
bad = 0
for agent, cases in report.items():
    print(agent, dict(collections.Counter(case["behavior"] for case in cases.values())))
    print(agent, "close", dict(collections.Counter(case["behaviorClose"] for case in cases.values())))
    for name, case in sorted(cases.items()):
        fine = {"OK", "NON-STRICT", "INFORMATIONAL"}
        if case["behavior"] not in fine or case["behaviorClose"] not in fine:
            bad += 1
            print("FAILED", name, case["behavior"], case["behaviorClose"])
sys.exit(1 if bad else 0)
