"""Trains the small models that the program ships; no part of the wheel.

Needs ``lightgbm`` and ``scikit-learn`` besides the program, and annotated corpora given by path.
"""
