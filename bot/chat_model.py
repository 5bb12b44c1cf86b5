"""The one home of LangChain's chat models, behind a small protocol of our own, and a scripted model for tests and users."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ChatModelError
from bot.prompts import load_prompt
from bot.settings import Settings

Reply = TypeVar("Reply", bound=BaseModel)

_HINT: Final = "check CLAUSEWISE_CHAT_MODEL, CLAUSEWISE_CHAT_BASE_URL and CLAUSEWISE_CHAT_API_KEY, or unset the first to work without a model"
_UNSUPPORTED_STATUS: Final = frozenset({400, 404, 405, 415, 422, 501})
"""What servers answer that know no structured output; the same question is then asked for JSON in text."""
_FENCE: Final = "```"


class ChatModel(Protocol):
    """Fills a schema from a prompt. Everything else about chat models stays outside."""

    @property
    def name(self) -> str:
        """The model's name, for people and for the record."""

    def structured(self, prompt: str, schema: type[Reply]) -> Reply:
        """Ask once.

        Raises:
            ChatModelError: no valid reply; the model cannot be reached, refuses, is too slow or answers with nonsense.
        """


def load_chat_model(settings: Settings) -> ChatModel | None:
    """The chat model that the settings name; None where they name none. Nothing is sent yet.

    Raises:
        ChatModelError: the name is wrong, or the package of its provider is not installed.
    """
    if settings.chat_model is None:
        return None
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 (seconds of imports that most users never need)

    try:
        model = init_chat_model(settings.chat_model, **_options(settings))
    except ImportError as error:
        raise ChatModelError(
            f"its provider is not installed ({error})", where=settings.chat_model, hint="install that package"
        ) from error
    except Exception as error:
        # Providers check names, keys and options each in their own way and with errors of their own.
        raise ChatModelError(_one_line(error), where=settings.chat_model, hint=_HINT) from error
    return LangChainModel(settings.chat_model, model)


def _options(settings: Settings) -> dict[str, Any]:
    # No retries inside the client: they would multiply the timeout.
    options: dict[str, Any] = {"timeout": settings.chat_timeout_s, "max_retries": 0}
    if settings.chat_base_url is not None:
        options["base_url"] = str(settings.chat_base_url)
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    return options


class LangChainModel:
    """Any LangChain chat model. Asks for structured output, and for JSON in text where a model has none."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self._model = model

    def structured(self, prompt: str, schema: type[Reply]) -> Reply:
        """Ask; see ``ChatModel``."""
        from langsmith import tracing_context  # noqa: PLC0415 (as above)

        with tracing_context(enabled=False):  # questions and drafts are not sent to anybody else, whatever the environment says
            try:
                return schema.model_validate(self._model.with_structured_output(schema).invoke(prompt))
            except Exception as error:
                # Providers share no base class of errors: any is either a lack of structured output or a failure to report.
                if not _lacks_structure(error):
                    raise ChatModelError(_one_line(error), where=self.name, hint=_HINT) from error
            return self._from_text(prompt, schema)

    def _from_text(self, prompt: str, schema: type[Reply]) -> Reply:
        wrapped = load_prompt("json_reply", {"prompt", "schema"}).fill(
            prompt=prompt, schema=json.dumps(schema.model_json_schema())
        )
        try:
            message = self._model.invoke(wrapped)
        except Exception as error:
            raise ChatModelError(_one_line(error), where=self.name, hint=_HINT) from error
        return _parsed(str(message.text), schema, self.name)


def _lacks_structure(error: Exception) -> bool:
    """No such ability, a request refused for its form, or a reply that is not the schema's; not a refused key or a dead server."""
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
        raise ChatModelError(
            f"the reply is not the JSON asked for ({error.error_count()} faults)", where=name, hint=_HINT
        ) from error


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__


class ScriptedChatModel:
    """A model that replies what it was given, in order: mappings, JSON text, or errors to raise. Keeps the prompts it saw."""

    def __init__(
        self, replies: Iterable[Mapping[str, Any] | BaseModel | str | ChatModelError], *, name: str = "scripted"
    ) -> None:
        self.name = name
        self.prompts: list[str] = []
        self._replies = list(replies)

    def structured(self, prompt: str, schema: type[Reply]) -> Reply:
        """The next reply; see ``ChatModel``."""
        self.prompts.append(prompt)
        if not self._replies:
            raise ChatModelError("the script is at its end", where=self.name)
        reply = self._replies.pop(0)
        if isinstance(reply, ChatModelError):
            raise reply
        if isinstance(reply, str):
            return _parsed(reply, schema, self.name)
        data = reply.model_dump() if isinstance(reply, BaseModel) else reply
        try:
            return schema.model_validate(data)
        except ValidationError as error:
            raise ChatModelError(f"the reply does not fit the schema ({error.error_count()} faults)", where=self.name) from error
