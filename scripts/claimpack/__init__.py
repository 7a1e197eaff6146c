"""Turns German news articles into a data package of claims, each row checked against the text it came from."""

__version__ = "0.1.0"
