"""The process in which one file is verified: it takes its limits before it reads a byte of the file."""

from __future__ import annotations

import json
import pickle
import resource
import sys

from matrika.core.verdict.record import to_record
from matrika.outside.signatures.apart import Question


def main() -> None:
    """The question comes on standard input, the verdict goes as JSON to standard output."""
    question: Question = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own worker, which asks
    resource.setrlimit(resource.RLIMIT_AS, (question.memory, question.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (question.processor_seconds, question.processor_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from matrika.outside.signatures.verify import verify

    verdict = verify(
        question.content,
        name=question.name,
        expected=question.expected,
        trust=question.trust,
        at=question.at,
    )
    json.dump(to_record(verdict), sys.stdout)


if __name__ == "__main__":
    main()
