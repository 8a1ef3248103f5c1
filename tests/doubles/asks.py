"""A model to ask without an endpoint: it gives the answers of the double at once, and mends one that is objected to.

How questions travel is what the tests of the interview and of the endpoint are about.
"""

from collections import deque

from digest_pipeline.briefs.llm.question import Answer, FallbackReason, Question, Reply, Usage
from tests.doubles.openai_server.answers import answer, fenced
from tests.doubles.openai_server.behaviour import Fault
from tests.doubles.openai_server.spoiling import spoil


class Answers:
    """Answers questions by a script of faults, then always by one; a call may also fail altogether."""

    def __init__(
        self, *script: Fault | None, always: Fault | None = None, failures: tuple[FallbackReason | None, ...] = ()
    ) -> None:
        self.script = deque(script)
        self.always = always
        self.failures = deque(failures)
        self.users: list[str] = []
        self.systems: list[str] = []
        self.objections: list[list[str]] = []

    async def ask(self, question: Question[Answer]) -> Reply[Answer]:
        """Answer, and once more if there are objections."""
        self.users.append(question.user)
        self.systems.append(question.system)
        if self.failures and (failure := self.failures.popleft()):
            return Reply(None, failure, "the double was told so", Usage(calls=1))
        reviewed = [self._reviewed(question)]
        if reviewed[0][0]:
            reviewed.append(self._reviewed(question))
        # As an interview does: the one with the fewest objections, of several the last.
        draft = min(reversed(reviewed), key=lambda one: one[0])[1]
        return Reply(draft, usage=Usage(len(reviewed), 100, 10, 0.5), re_asks=len(reviewed) - 1)

    def _reviewed(self, question: Question[Answer]) -> tuple[int, Answer]:
        draft = self._draft(question)
        self.objections.append(question.review(draft))
        return len(self.objections[-1]), draft

    def _draft(self, question: Question[Answer]) -> Answer:
        form, body = fenced(question.user)
        made = answer(form, body, question.user, {})
        spoil(made, form, self.script.popleft() if self.script else self.always, body)
        return question.response_model.model_validate(made)
