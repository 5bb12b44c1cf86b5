"""The one home of LangChain's chat models, behind a small protocol of our own, and a scripted model for tests and users."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ChatModelError, RefusedReply, UnusableReply, WrongChatModel
from bot.prompts import load_prompt
from bot.settings import Settings
from bot.spending import Meter

Reply = TypeVar("Reply", bound=BaseModel)
Watch = Callable[[Mapping[str, Any]], None]

_HINT: Final = "check CLAUSEWISE_CHAT_MODEL, CLAUSEWISE_CHAT_BASE_URL and CLAUSEWISE_CHAT_API_KEY, or unset the first to work without a model"
_UNSUPPORTED_STATUS: Final = frozenset({400, 404, 405, 415, 422, 501})
"""What servers answer that know no structured output; the same question is then asked for JSON in text."""
_FENCE: Final = "```"
_OPENAI: Final = "openai:"


class ChatModel(Protocol):
    """Fills a schema from a prompt. Everything else about chat models stays outside."""

    @property
    def name(self) -> str:
        """The model's name, for people and for the record."""

    def structured(self, prompt: str, schema: type[Reply], meter: Meter | None = None, watch: Watch | None = None) -> Reply:
        """Ask once; what it cost is added to ``meter``.

        ``watch`` is told of the reply as far as it has come, again and again, where the model streams: plain data in the schema's shape, its
        last part unfinished.

        Raises:
            UnusableReply: the reply does not fit the schema.
            RefusedReply: the model will not do it.
            ChatModelError: no reply; the model cannot be reached, is too slow or breaks off.
        """


def load_chat_model(settings: Settings) -> ChatModel | None:
    """The chat model that the settings name; None where they name none. Nothing is sent yet.

    Raises:
        WrongChatModel: the name is wrong, the key is missing, or the package of its provider is not installed.
    """
    if settings.chat_model is None:
        return None
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 (seconds of imports that most users never need)

    try:
        model = init_chat_model(settings.chat_model, **_options(settings))
    except ImportError as error:
        raise WrongChatModel(
            f"its provider is not installed ({error})", where=settings.chat_model, hint="install that package"
        ) from error
    except Exception as error:
        # Providers check names, keys and options each in their own way and with errors of their own.
        raise WrongChatModel(_one_line(error), where=settings.chat_model, hint=_HINT) from error
    return LangChainModel(settings.chat_model, model, settings.chat_timeout_s)


def _options(settings: Settings) -> dict[str, Any]:
    # No retries inside the client: they would multiply the timeout.
    options: dict[str, Any] = {"timeout": settings.chat_timeout_s, "max_retries": 0}
    if settings.chat_base_url is not None:
        options["base_url"] = str(settings.chat_base_url)
        if (settings.chat_model or "").startswith(_OPENAI):
            options["stream_usage"] = (
                True  # LangChain asks other addresses than OpenAI's own for no count of tokens unless told to
            )
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    return options


class LangChainModel:
    """Any LangChain chat model. Asks for structured output, and for JSON in text where a model has none."""

    def __init__(self, name: str, model: Any, timeout_s: float | None = None) -> None:
        """``timeout_s`` bounds a reply that streams as a whole: the client's own bounds only the wait for its next piece."""
        self.name = name
        self._model = model
        self._timeout_s = timeout_s
        self._text_only = False
        """Set once the model has turned out to have no structured output, and to reply without it."""

    def structured(self, prompt: str, schema: type[Reply], meter: Meter | None = None, watch: Watch | None = None) -> Reply:
        """Ask; see ``ChatModel``."""
        from langsmith import tracing_context  # noqa: PLC0415 (as above)

        with tracing_context(enabled=False):  # questions and drafts are not sent to anybody else, whatever the environment says
            if self._text_only:
                return self._from_text(prompt, schema, meter, watch)
            try:
                return schema.model_validate(self._data(prompt, schema, meter, watch))
            except ChatModelError:
                raise
            except Exception as error:
                # Providers share no base class of errors: any is either a lack of structured output or a failure to report.
                if not _lacks_structure(error):
                    raise _failure(error, self.name) from error
                nonsense = isinstance(error, ValueError)
            reply = self._from_text(prompt, schema, meter, watch)
            self._text_only = not nonsense
            return reply

    def _data(self, prompt: str, schema: type[Reply], meter: Meter | None, watch: Watch | None) -> Any:
        """The reply in the schema's shape."""
        if watch is None:
            return _sent(self._model.with_structured_output(schema), prompt, meter)
        # of a schema given as plain data LangChain's parsers show every piece, of a class only the whole
        data: Any = None
        for data in self._streamed(self._model.with_structured_output(schema.model_json_schema()), prompt, meter):
            if isinstance(data, Mapping):
                watch(data)
        return data

    def _streamed(self, model: Any, prompt: str, meter: Meter | None) -> Iterator[Any]:
        """The pieces of a reply, as they come.

        Raises:
            ChatModelError: it takes longer than the timeout.
        """
        with _counted(meter) as config:
            if self._timeout_s is not None:
                config["callbacks"].append(_deadline(self._timeout_s, self.name))
            with closing(model.stream(prompt, config=config)) as pieces:
                yield from pieces

    def _text(self, prompt: str, meter: Meter | None, watch: Watch | None) -> str:
        """The reply as text."""
        from langchain_core.utils.json import parse_partial_json  # noqa: PLC0415 (as above)

        if watch is None:
            return str(_sent(self._model, prompt, meter).text)
        text = ""
        for piece in self._streamed(self._model, prompt, meter):
            text += str(piece.text)
            with suppress(ValueError):  # nothing readable yet
                data = parse_partial_json(text)
                if isinstance(data, Mapping):
                    watch(data)
        return text

    def _from_text(self, prompt: str, schema: type[Reply], meter: Meter | None, watch: Watch | None) -> Reply:
        wrapped = load_prompt("json_reply", {"prompt", "schema"}).fill(
            prompt=prompt, schema=json.dumps(schema.model_json_schema())
        )
        try:
            text = self._text(wrapped, meter, watch)
        except ChatModelError:
            raise
        except Exception as error:  # as above: providers share no base class of errors
            raise _failure(error, self.name) from error
        return _parsed(text, schema, self.name)


def _sent(model: Any, prompt: str, meter: Meter | None) -> Any:
    """Send a prompt and count it, whatever comes of it."""
    with _counted(meter) as config:
        return model.invoke(prompt, config=config)


def _deadline(timeout_s: float, name: str) -> Any:
    """A callback that gives a stream up at its first token after so many seconds, whether or not the token says anything."""
    from langchain_core.callbacks import BaseCallbackHandler  # noqa: PLC0415 (as above)

    end = time.monotonic() + timeout_s

    class Deadline(BaseCallbackHandler):
        raise_error = True

        def on_llm_new_token(self, *_: Any, **__: Any) -> None:
            if time.monotonic() > end:
                raise ChatModelError(f"the reply took longer than {timeout_s:g} s", where=name)

    return Deadline()


@contextmanager
def _counted(meter: Meter | None) -> Iterator[dict[str, Any]]:
    """The options that count what a call costs into a meter, whatever comes of it."""
    from langchain_core.callbacks import UsageMetadataCallbackHandler  # noqa: PLC0415 (as above)

    counter = UsageMetadataCallbackHandler()
    try:
        yield {"callbacks": [counter]}
    finally:
        if meter is not None:
            used = counter.usage_metadata.values()
            meter.add(calls=1, tokens_in=sum(u["input_tokens"] for u in used), tokens_out=sum(u["output_tokens"] for u in used))


def _failure(error: Exception, name: str) -> ChatModelError:
    """What a provider's error means for who asked: a refusal, a reply that broke off, or a model that cannot be used."""
    from langchain_core.exceptions import ContextOverflowError, ModelRefusalError  # noqa: PLC0415 (as above)
    from openai import ContentFilterFinishReasonError, LengthFinishReasonError  # noqa: PLC0415 (as above)

    if isinstance(error, ModelRefusalError | ContentFilterFinishReasonError):
        return RefusedReply(f"the model refuses ({_one_line(error)})", where=name)
    if isinstance(error, ContextOverflowError):
        return RefusedReply(f"the question is longer than the model takes ({_one_line(error)})", where=name)
    if isinstance(error, LengthFinishReasonError):
        return UnusableReply("the reply broke off at its greatest length", where=name)
    return ChatModelError(_one_line(error), where=name, hint=_HINT)


def _lacks_structure(error: Exception) -> bool:
    """No such ability, a request refused for its form, or a reply that is not the schema's; not a refused key or a dead server."""
    from langchain_core.exceptions import ContextOverflowError  # noqa: PLC0415 (as above)

    if isinstance(error, ContextOverflowError):
        return False  # answered with 400 by some
    if isinstance(error, NotImplementedError | ValueError):
        return True
    return getattr(error, "status_code", None) in _UNSUPPORTED_STATUS


def _parsed(text: str, schema: type[Reply], name: str) -> Reply:
    """JSON as it stands, or within one code fence; nothing is mended."""
    lines = text.strip().splitlines()
    if lines and lines[0].startswith(_FENCE) and lines[-1].strip() == _FENCE:
        lines = lines[1:-1]
    try:
        return schema.model_validate_json("\n".join(lines))
    except ValidationError as error:
        raise UnusableReply(f"the reply is not the JSON asked for ({_faults(error)})", where=name, hint=_HINT) from error


def _faults(error: ValidationError) -> str:
    count = error.error_count()
    return "1 fault" if count == 1 else f"{count} faults"


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__


class ScriptedChatModel:
    """A model that replies what it was given, in order: mappings, JSON text, or errors to raise. Keeps the prompts it saw.

    ``tokens`` are what each call is said to take, in and out.
    """

    def __init__(
        self,
        replies: Iterable[Mapping[str, Any] | BaseModel | str | ChatModelError],
        *,
        name: str = "scripted",
        tokens: tuple[int, int] = (0, 0),
    ) -> None:
        self.name = name
        self.prompts: list[str] = []
        self._tokens = tokens
        self._replies = list(replies)

    def structured(self, prompt: str, schema: type[Reply], meter: Meter | None = None, watch: Watch | None = None) -> Reply:
        """The next reply, whole; see ``ChatModel``."""
        self.prompts.append(prompt)
        if meter is not None:
            meter.add(calls=1, tokens_in=self._tokens[0], tokens_out=self._tokens[1])
        if not self._replies:
            raise ChatModelError("the script is at its end", where=self.name)
        reply = self._replies.pop(0)
        if isinstance(reply, ChatModelError):
            raise reply
        if watch is not None and isinstance(reply, Mapping):
            watch(reply)
        if isinstance(reply, str):
            return _parsed(reply, schema, self.name)
        data = reply.model_dump() if isinstance(reply, BaseModel) else reply
        try:
            return schema.model_validate(data)
        except ValidationError as error:
            raise UnusableReply(f"the reply does not fit the schema ({_faults(error)})", where=self.name) from error
