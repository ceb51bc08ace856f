"""Every behaviour that Billit does not document, or documents twice, as a setting with a reasoned default."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Self

import attrs

from billit_async.emulator.settings.groups import (
    AccessSettings,
    BookkeepingSettings,
    DeliverySettings,
    FeedSettings,
    OAuthSettings,
    ODataSettings,
    OrderSettings,
    PagingSettings,
    PartySettings,
    PeppolSettings,
    RequestSettings,
    ResponseSettings,
    TimeSettings,
    WebhookSettings,
)
from billit_async.emulator.settings.values import Checked, hints_of, read
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "AccessSettings",
    "BookkeepingSettings",
    "DeliverySettings",
    "EmulatorSettings",
    "FeedSettings",
    "OAuthSettings",
    "ODataSettings",
    "OrderSettings",
    "PagingSettings",
    "PartySettings",
    "PeppolSettings",
    "RequestSettings",
    "ResponseSettings",
    "TimeSettings",
    "WebhookSettings",
]


@attrs.frozen(kw_only=True)
class EmulatorSettings(Checked):
    """What the emulator does where the facts about Billit are silent, disagree, or are only inferred.

    Args:
        paging: Pages of lists.
        odata: Filters and sort orders.
        access: Refusals of ids, companies and features.
        requests: Reading and limits of requests.
        oauth: The token endpoint.
        orders: Amounts, payments and deletion of orders.
        parties: Customers and suppliers.
        delivery: Sending of orders.
        peppol: Receivers on Peppol, and their responses.
        time: Clock, stamps and dates.
        webhooks: Calls of webhooks.
        bookkeeping: Cash books, receipts, transactions and ledger accounts.
        feeds: Feeds of accountants.
        responses: Responses with more than one documented form.
    """

    paging: PagingSettings = attrs.field(factory=PagingSettings)
    odata: ODataSettings = attrs.field(factory=ODataSettings)
    access: AccessSettings = attrs.field(factory=AccessSettings)
    requests: RequestSettings = attrs.field(factory=RequestSettings)
    oauth: OAuthSettings = attrs.field(factory=OAuthSettings)
    orders: OrderSettings = attrs.field(factory=OrderSettings)
    parties: PartySettings = attrs.field(factory=PartySettings)
    delivery: DeliverySettings = attrs.field(factory=DeliverySettings)
    peppol: PeppolSettings = attrs.field(factory=PeppolSettings)
    time: TimeSettings = attrs.field(factory=TimeSettings)
    webhooks: WebhookSettings = attrs.field(factory=WebhookSettings)
    bookkeeping: BookkeepingSettings = attrs.field(factory=BookkeepingSettings)
    feeds: FeedSettings = attrs.field(factory=FeedSettings)
    responses: ResponseSettings = attrs.field(factory=ResponseSettings)

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Make settings of a flat mapping, such as ``{"paging.page_size": 50}``.

        Args:
            values: By ``group.name``; what is left out has its default.

        Raises:
            ConfigurationError: A setting does not exist, and the message names the nearest; or a value is not possible.
        """
        return cls().with_(values)

    def flat(self) -> dict[str, object]:
        """Return every setting by ``group.name``."""
        return {path: getattr(getattr(self, group), name) for path, (group, name) in _PATHS.items()}

    def with_(self, values: Mapping[str, object]) -> Self:
        """Make the same settings with a few others.

        Args:
            values: By ``group.name``, such as ``{"webhooks.pause": 0.0}``.

        Raises:
            ConfigurationError: A setting does not exist, and the message names the nearest; or a value is not possible.
        """
        changes: dict[str, dict[str, object]] = {}
        for path, value in values.items():
            group, name = _located(path)
            changes.setdefault(group, {})[name] = value
        return attrs.evolve(
            self, **{group: attrs.evolve(getattr(self, group), **changed) for group, changed in changes.items()}
        )

    def with_texts(self, texts: Iterable[str]) -> Self:
        """Make the same settings with others, written as the command line has them.

        Args:
            texts: ``group.name=value`` each, the value as JSON or as a text without its quotes.

        Raises:
            ConfigurationError: As for :meth:`of`, or a text has no ``=``.
        """
        values: dict[str, object] = {}
        for text in texts:
            path, equals, value = text.partition("=")
            if not equals:
                raise ConfigurationError(f"a setting is written as group.name=value, not {text!r}")
            group, name = _located(path)
            values[path] = read(hints_of(_GROUPS[group])[name], value)
        return self.with_(values)


_GROUPS: Mapping[str, type[Checked]] = hints_of(EmulatorSettings)
_PATHS = {f"{group}.{name}": (group, name) for group, settings in _GROUPS.items() for name in hints_of(settings)}


def _located(path: str) -> tuple[str, str]:
    """The group and the name of a setting."""
    found = _PATHS.get(path)
    if found is None:
        names = {name: known for known, (_, name) in _PATHS.items()}
        near = get_close_matches(path, _PATHS, n=1) or [
            names[name] for name in get_close_matches(path.rpartition(".")[2], names, n=1)
        ]
        advice = f"; the nearest is {near[0]!r}" if near else f"; the groups are {', '.join(_GROUPS)}"
        raise ConfigurationError(f"{path!r} is not a setting of the emulator{advice}")
    return found
