"""Archives of news: articles by the thousand, read as a stream, extracted in partitions by many processes.

``readers`` give records, ``articles`` makes an article of one, ``partition`` extracts a batch of them into files and is
what workers run, ``engines`` are the processes that they run in, ``run`` hands out the batches, ``assembly`` puts the
partitions together. What is finished lies in a folder beside the result until all is, so that a run that was ended goes
on where it was.
"""
