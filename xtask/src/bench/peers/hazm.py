# Lines in, lines out, by hazm's normalizer.
import sys

from hazm import Normalizer

normalizer = Normalizer()
for line in sys.stdin:
    print(normalizer.normalize(line.rstrip("\n")).replace("\n", " "))
