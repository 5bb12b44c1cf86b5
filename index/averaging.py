"""The mean of networks that come from one another: it errs less than each alone, and keeps most of what each is good at (model soups; Wortsman et al., 2022)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def mean_network(networks: Sequence[tuple[Any, float]]) -> Any:
    """The last of some torch networks of one make, at least one, with the weighted mean of their weights.

    Args:
        networks: each with how much it counts, more than 0. What is no floating point number stays as in the last.

    Returns:
        That network, in evaluation mode.
    """
    import torch  # noqa: PLC0415 (seconds)

    whole = sum(share for _, share in networks)
    states = [(share / whole, network.state_dict()) for network, share in networks]
    mean, last = networks[-1][0], states[-1][1]
    with torch.no_grad():
        means = {
            name: torch.stack([share * state[name] for share, state in states]).sum(dim=0)
            for name, values in last.items()
            if values.is_floating_point()
        }
        mean.load_state_dict(last | means)
    mean.eval()
    return mean
