"""Settings: one frozen object, read once at the face and passed in. Nothing reads the environment after that."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "CLAUSEWISE_"


class Settings(BaseSettings):
    """Everything that can be set, from ``CLAUSEWISE_...`` variables; unknown names given in code are refused.

    Units stand in the names. ``chat_model`` is a LangChain name such as "ollama:llama3.1" or "openai:gpt-4o-mini"; without it
    clausewise works with no model and no network. ``chat_base_url`` points an OpenAI-compatible client elsewhere.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path("clausewise", appauthor=False))
    corpus_dir: Path | None = None
    """More guidance beside the shipped: a folder of Markdown, HTML, PDF, Word or text files."""
    register_dir: Path | None = None
    register_id: str | None = None
    """The register that drafts are judged against; the first shipped one when not given."""
    embedding_model: str = "packaged"
    """ "packaged" (all-MiniLM-L6-v2 from the installed package), a folder, or a hub name for SentenceTransformer."""
    embedding_sha256: str | None = None
    """Expected sha256 of the weights of a model other than the packaged one; checked when given."""
    embedding_runtime: Literal["onnx", "onnx-int8", "torch"] = "onnx"
    """ "onnx" (onnxruntime, from an export made once and kept in the data directory), "onnx-int8" (the same, twice as fast, less exact), "torch" (sentence-transformers; the
    fastest with a GPU)."""
    classifier: str = "auto"
    """ "auto" (the one trained for the register, where there is one), "none" (the criteria alone judge drafts), or a folder with another one."""
    evidence_model: str = "auto"
    """ "auto" (the one that comes with clausewise), "none" (words and embeddings alone choose the sentences that answer), or a folder with another one."""
    reranker_model: str = "auto"
    """ "auto" (the packaged one where the extra "rerank" is installed), "packaged", "none", a folder, or a hub name for CrossEncoder."""
    reranker_sha256: str | None = None
    """Expected sha256 of the weights of a reranker other than the packaged one; checked when given."""
    chroma_url: HttpUrl | None = None
    chat_model: str | None = None
    chat_base_url: HttpUrl | None = None
    chat_api_key: SecretStr | None = None
    chat_timeout_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    chat_batch: Annotated[int, Field(ge=1, le=20)] = 4
    """How many elements the chat model judges in one call when a draft is reviewed."""
    chat_cache: bool = True
    """Keep the chat model's replies to drafts in the data directory, so that the same draft costs nothing the second time."""
    lock_timeout_s: Annotated[float, Field(ge=0, le=600)] = 20.0
    passages_k: Annotated[int, Field(ge=1, le=100)] = 8
    database_url: SecretStr | None = None
    """The workspace's database, as SQLAlchemy writes it; a SQLite file in the data directory when not given. Secret, since it may hold a password."""
    retention_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """How long threads and reviews are kept after they were last used; until they are deleted when not given."""
    signin_allow: str | None = None
    """Who may sign in where signing in is configured: verified e-mail addresses and their domains, separated by commas. Everybody whom the provider lets in when not given."""
    signin_hours: Annotated[int, Field(ge=1, le=720)] = 12
    """How long somebody stays signed in; the provider's own session may be longer or shorter."""


def load_settings(**given: object) -> Settings:
    """Read the settings from the environment; ``given`` (from command-line options) wins, None means not given.

    Raises:
        SettingsError: a value is out of range or a name unknown.
    """
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(first["msg"], where=name, hint="see the README's list of settings") from error
