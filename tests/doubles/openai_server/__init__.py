"""A loopback server that speaks OpenAI's chat completions and batches, for tests and by hand.

It answers what it is asked: a request for a brief with one made of the text it was sent, every quotation a verbatim
sentence; a triage with a score for each story; a translation with strings that keep their numbers and names; anything
else with the smallest answer that fits the schema. It can be told to misbehave, by a script of faults for the next
calls, always, or at random, and counts what it is asked. By hand: `python -m tests.doubles.openai_server`.
"""

from tests.doubles.openai_server.answers import INVENTED
from tests.doubles.openai_server.behaviour import Behaviour, Fault
from tests.doubles.openai_server.completions import REFUSAL
from tests.doubles.openai_server.server import OpenAiDouble

__all__ = ["INVENTED", "REFUSAL", "Behaviour", "Fault", "OpenAiDouble"]
