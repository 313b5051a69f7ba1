# Lines in, lines out, by shekar's normalizer.
import sys

from shekar import Normalizer

normalizer = Normalizer()
for line in sys.stdin:
    print(normalizer(line.rstrip("\n")).replace("\n", " "))
