"""Batch files: one JSON object a line, all checked before the first is worked on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ui.cli.errors import WrongUse


class Message(BaseModel):
    """One message of the conversation before a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: str


class BatchLine(BaseModel):
    """One line of a batch file. Other keys are allowed and ignored, so that a data set can be used as it is."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)

    id: str | int
    history: tuple[Message, ...] = ()


class QuestionLine(BatchLine):
    """A line of ``ask --batch``."""

    question: str = Field(min_length=1)


class QueryLine(BatchLine):
    """A line of ``search --batch``."""

    query: str = Field(min_length=1)


Line = TypeVar("Line", bound=BatchLine)


def read_batch(path: Path, kind: type[Line]) -> list[Line]:
    """Read and check a whole batch file; blank lines are skipped.

    Raises:
        WrongUse: the file cannot be read or is not UTF-8, or a line is not such an object; the error names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUse(
            (error.strerror or "cannot be read").lower(), where=str(path), hint="check the name and the rights"
        ) from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"byte {error.start} is not UTF-8", where=str(path), hint="save the file as UTF-8") from error
    numbered = enumerate(text.split("\n"), start=1)
    return [_read_line(line, f"{path}, line {number}", kind) for number, line in numbered if line.strip()]


def _read_line(line: str, where: str, kind: type[Line]) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        what = f"{place}: {first['msg']}" if place else first["msg"]
        wanted = [name for name, field in kind.model_fields.items() if field.is_required()]
        hint = f"a line is a JSON object with {' and '.join(wanted)}; nothing was done"
        raise WrongUse(what, where=where, hint=hint) from error
