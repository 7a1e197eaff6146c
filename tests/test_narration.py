from hypothesis import given
from hypothesis import strategies as st

from claimpack.extract.narration import smallest_around

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=12
).map(lambda spans: sorted(spans, key=lambda span: (span[0], -span[1])))


@given(SPANS, SPANS, st.booleans())
def test_smallest_around_is_what_a_full_comparison_gives(passages, spans, strictly):
    def compared(passage):
        around = [
            i
            for i, (start, stop) in enumerate(spans)
            if start <= passage[0] and passage[1] <= stop and not (strictly and (start, stop) == passage)
        ]
        return min(around, key=lambda i: (spans[i][1] - spans[i][0], i), default=None)

    assert smallest_around(passages, spans, strictly) == [compared(passage) for passage in passages]
