#!/usr/bin/env python3
import sys

for line in sys.stdin:
    try:
        print(sum(float(word) for word in line.split()), flush=True)
    except ValueError as error:
        print("not a number", flush=True)
        print(error, file=sys.stderr)
