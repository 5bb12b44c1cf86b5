"""Reading YAML: plain values only, by the C parser where PyYAML was built with it, which is ten times as fast."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str | bytes) -> Any:
    """What one YAML document says.

    Raises:
        yaml.YAMLError: it is none.
    """
    return yaml.load(text, _LOADER)  # noqa: S506 (both are safe loaders)
