"""Dictionary forms and parts of speech, from the Hanover Tagger, whose model comes with its package."""

from functools import cache

MODEL = "morphmodel_ger.pgz"


@cache
def _tagger():
    from HanTa import HanoverTagger  # loading the model takes 0.2 s, so it waits for the first word

    return HanoverTagger.HanoverTagger(MODEL)


@cache
def analyse(word: str) -> tuple[str, str]:
    """Dictionary form and STTS-like tag of a word seen alone, such as ("entsenden", "VV(PP)") or ("Soldat", "NN")."""
    lemma, tag = _tagger().analyze(word)
    return lemma, tag
