"""Whether Chroma holds the vectors of a generation: run as a program of its own.

Some damaged files make Chroma's native code end its process.
"""

import sys
from contextlib import closing
from pathlib import Path

from corpus import manifest as m
from corpus.errors import AssistantError
from corpus.generation import batches, heads
from corpus.objects import Objects
from corpus.place import open_store


def main() -> None:
    """Check the index and generation that the command line names; 1 and why where it does not."""
    index, generation = Path(sys.argv[1]), sys.argv[2]
    manifest = m.read_manifest(index / m.GENERATIONS / generation)
    objects = Objects(index / m.OBJECTS, writable=False)
    try:
        with closing(open_store(index, generation)) as store:
            store.verify(
                batches(objects, manifest.encoder, heads(manifest.passages, manifest.text_hashes))
            )
    except AssistantError as error:
        # The last line is what is said; what lies behind it, if anything, is for the log.
        sys.exit(f"{error.__cause__ or ''!r}\n{error}")
    finally:
        objects.close()


if __name__ == "__main__":
    main()
