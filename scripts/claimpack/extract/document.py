"""An article cut into blocks, sentences and tokens: what every reader works on."""

from dataclasses import dataclass
from functools import cached_property

from claimpack.article import Article
from claimpack.extract.layout import Block, read_layout
from claimpack.extract.model import Published
from claimpack.extract.publication import read_publication
from claimpack.german.sentences import split_sentences
from claimpack.german.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading or caption; ``block`` numbers the paragraph it stands in, offsets are the article's."""

    start: int
    stop: int
    zone: str
    block: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Document:
    """An article with its blocks, the sentences of all that is no furniture, and when it was published."""

    article: Article
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    published: Published | None

    @property
    def text(self) -> str:
        return self.article.text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of all sentences, in order."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


def read_document(article: Article) -> Document:
    """Analyse the layout, sentences and tokens of an article."""
    blocks = tuple(read_layout(article.text))
    sentences = tuple(
        Sentence(tokens[0].start, tokens[-1].stop, block.zone, number, tokens)
        for number, block in enumerate(blocks)
        if block.zone
        for tokens in split_sentences(tokenize(article.text, block.start, block.stop))
    )
    return Document(article, blocks, sentences, read_publication(article, blocks))
