"""Dictionary forms and parts of speech, from the Hanover Tagger, whose model comes with its package."""

from functools import cache, lru_cache

MODEL = "morphmodel_ger.pgz"
CACHED_WORDS = 200_000


@cache
def _tagger():
    from claimpack.german.morphemes import Tagger  # loading the model takes 0.2 s, so it waits for the first word

    return Tagger(MODEL)


@lru_cache(CACHED_WORDS)
def analyse(word: str) -> tuple[str, str]:
    """Dictionary form and STTS-like tag of a word seen alone, such as ("entsenden", "VV(PP)") or ("Soldat", "NN")."""
    lemma, tag = _tagger().analyze(word)
    return lemma, tag
