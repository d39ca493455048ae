"""How the exports of well-known programs name their columns, and how `--columns` names them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.exchange.pairs import named_pairs
from bot.exchange.problems import WrongFile
from bot.exchange.table import Column, Layout

DEALS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # The default columns of the export of all deals.
        "hubspot": {
            "external id": ("Record ID", "Deal ID"),
            "member": ("Deal owner", "Owner"),
            "account": (
                "Associated Company",
                "Associated Company (Primary)",
                "Primary company",
                "Deal Name",
                "dealname",
            ),
            "name": ("Deal Name", "dealname"),
            "amount": ("Amount",),
            "currency": ("Currency", "Deal currency code", "deal_currency_code"),
            "stage": ("Deal Stage", "dealstage"),
            "opened": ("Create Date", "createdate"),
            "closed": ("Close Date", "closedate"),
            "lost reason": ("Closed Lost Reason",),
            "modified": ("Last Modified Date", "hs_lastmodifieddate"),
        },
        # A report of opportunities; the API names of a Data Loader export as well.
        "salesforce": {
            "external id": ("Opportunity ID", "OpportunityId", "Id"),
            "member": (
                *("Owner Email", "Opportunity Owner: Email", "Opportunity Owner", "Opportunity Owner: Full Name"),
                *("Owner.Email", "OwnerId", "Owner ID"),
            ),
            "account": (
                *("Account Name", "Account Name: Account Name", "Account.Name"),
                *("Opportunity Name", "OpportunityName", "Name"),
            ),
            "name": ("Opportunity Name", "OpportunityName", "Name"),
            "amount": ("Amount",),
            "currency": (
                *("Amount Currency", "Opportunity Currency", "CurrencyIsoCode", "Currency ISO Code"),
                *("Currency", "Amount (converted) Currency"),
            ),
            "stage": ("Stage", "StageName"),
            "opened": ("Created Date", "CreatedDate"),
            "closed": ("Close Date", "CloseDate"),
            "lost reason": ("Loss Reason", "Closed Lost Reason"),
            "modified": ("SystemModstamp", "LastModifiedDate", "Last Modified Date"),
        },
        "pipedrive": {
            "external id": ("Deal - ID", "ID"),
            "member": ("Deal - Owner", "Owner"),
            "account": ("Deal - Organization", "Organization", "Deal - Title", "Title"),
            "name": ("Deal - Title", "Title"),
            "amount": ("Deal - Value", "Value"),
            "currency": ("Deal - Currency of Value", "Deal - Currency", "Currency of Value", "Currency"),
            "stage": ("Deal - Status", "Status"),
            "step": ("Deal - Stage", "Stage"),
            "opened": ("Deal - Deal created", "Deal - Add time", "Deal - Creation date", "Deal created", "Add time"),
            "closed": ("Deal - Deal closed on", "Deal - Closed date", "Deal closed on"),
            "won": ("Deal - Won time", "Won time"),
            "lost": ("Deal - Lost time", "Lost time"),
            "lost reason": ("Deal - Lost reason", "Lost reason"),
            "modified": ("Deal - Update time", "Update time"),
        },
    }
)
LEADS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hubspot": {
            "external id": ("Record ID",),
            "member": ("Contact owner", "Lead owner"),
            "account": ("Associated Company", "Company Name", "Email"),
            "source": ("Original Source", "Original Traffic Source"),
            "created": ("Create Date",),
            "answered": ("First Outreach Date", "Time of first contact attempt"),
            "modified": ("Last Modified Date",),
        },
        "salesforce": {
            "external id": ("Lead ID", "Id"),
            "member": ("Owner Email", "Lead Owner", "Owner.Email", "OwnerId"),
            "account": ("Company / Account", "Company", "Name"),
            "source": ("Lead Source", "LeadSource"),
            "created": ("Create Date", "Created Date", "CreatedDate"),
            "qualified": ("Converted Date", "ConvertedDate"),
            "modified": ("SystemModstamp", "LastModifiedDate", "Last Modified Date"),
        },
        "pipedrive": {
            "external id": ("Lead - ID", "ID"),
            "member": ("Lead - Owner", "Owner"),
            "account": ("Lead - Organization", "Organization", "Lead - Title", "Title"),
            "source": ("Lead - Source channel", "Lead - Source origin", "Source channel"),
            "created": ("Lead - Lead created", "Lead - Creation date", "Lead created"),
            "modified": ("Lead - Update time",),
        },
    }
)
ACTIVITIES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hubspot": {
            "external id": ("Record ID",),
            "member": ("Activity assigned to", "Assigned to", "Owner"),
            "metric": ("Activity type", "Engagement type"),
            "date": ("Activity date", "Create date"),
            "account": ("Associated Company", "Primary company"),
            "note": ("Call Title", "Title", "Meeting name"),
            "outcome": ("Call outcome",),
            "held": ("Meeting outcome",),
            "done": ("Call status", "Task status", "Email send status"),
            "direction": ("Call direction", "Email direction", "Direction"),
        },
        "salesforce": {
            "external id": ("Activity ID", "Id"),
            "member": ("Assigned To Email", "Assigned", "Assigned To", "OwnerId"),
            "metric": ("Task Subtype", "TaskSubtype", "Type"),
            "date": ("Date", "Due Date", "ActivityDate"),
            "completed": ("Completed Date/Time", "Completed Date", "CompletedDateTime"),
            "account": ("Company / Account", "Account Name"),
            "note": ("Subject",),
            "outcome": ("Call Result", "CallDisposition"),
            "done": ("Status",),
            "direction": ("Call Type", "CallType"),
        },
        "pipedrive": {
            "external id": ("Activity - ID", "ID"),
            "member": ("Activity - Assigned to user", "Assigned to user"),
            "metric": ("Activity - Type", "Type"),
            "date": ("Activity - Due date", "Due date"),
            "completed": ("Activity - Marked as done time", "Marked as done time"),
            "account": ("Activity - Organization", "Organization"),
            "note": ("Activity - Subject", "Subject"),
            "done": ("Activity - Done", "Activity - Status", "Done", "Status"),
        },
    }
)


def layout_of(
    name: str,
    presets: Mapping[str, Mapping[str, tuple[str, ...]]],
    columns: tuple[Column, ...],
    given: str | Mapping[str, str] = "",
    fixed: Mapping[str, str] | None = None,
) -> Layout:
    """The layout with this name (`plain` or one of the presets), changed by what `--columns` and `--set` said.

    `given` is `column=header` several times, separated by commas; a header with a comma stands in quotation marks.
    `fixed` is what one column says in every line. Columns of a preset keep their own names too. Raises WrongFile for a
    name or a column that does not exist.
    """
    if name != "plain" and name not in presets:
        raise WrongFile([f"Unknown format {name!r} here. There are: {', '.join(['plain', *presets])}."])
    headers = {column: (*names, column) for column, names in presets.get(name, {}).items()}
    known = [column.name for column in columns]
    try:
        pairs = named_pairs(given) if isinstance(given, str) else dict(given)
    except ValueError as problem:
        raise WrongFile([_not_taken("--columns", str(problem), "COLUMN=HEADER", known)]) from None
    for column, header in pairs.items():
        if column not in known:
            raise WrongFile([_not_taken("--columns", f"{column}={header}", "COLUMN=HEADER", known)])
        headers[column] = (header,)
    for column, value in (fixed or {}).items():
        if column not in known:
            raise WrongFile([_not_taken("--set", f"{column}={value}", "COLUMN=VALUE", known)])
    return Layout(headers, strict=not headers, fixed=dict(fixed or {}))


def _not_taken(option: str, said: str, form: str, known: list[str]) -> str:
    return f"{option} does not take {said!r}: write {form}. Columns: {', '.join(known)}."
