"""How the exports of well-known programs name their columns, and how `--columns` names them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.exchange.problems import WrongFile
from bot.exchange.table import PLAIN, Column, Layout

DEALS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # The default columns of the export of all deals.
        "hubspot": {
            "external id": ("Record ID", "Deal ID"),
            "member": ("Deal owner", "Owner"),
            "account": ("Associated Company", "Primary company", "Deal Name"),
            "amount": ("Amount",),
            "stage": ("Deal Stage",),
            "opened": ("Create Date",),
            "closed": ("Close Date",),
            "lost reason": ("Closed Lost Reason",),
        },
        # A report of opportunities; the API names of a Data Loader export as well.
        "salesforce": {
            "external id": ("Opportunity ID", "Id"),
            "member": ("Owner Email", "Opportunity Owner", "Owner.Email", "OwnerId"),
            "account": ("Account Name", "Account.Name", "Opportunity Name", "Name"),
            "amount": ("Amount",),
            "stage": ("Stage", "StageName"),
            "opened": ("Created Date", "CreatedDate"),
            "closed": ("Close Date", "CloseDate"),
            "lost reason": ("Loss Reason", "Closed Lost Reason"),
        },
        "pipedrive": {
            "external id": ("Deal - ID", "ID"),
            "member": ("Deal - Owner", "Owner"),
            "account": ("Deal - Organization", "Organization", "Deal - Title", "Title"),
            "amount": ("Deal - Value", "Value"),
            "stage": ("Deal - Status", "Status"),
            "step": ("Deal - Stage", "Stage"),
            "opened": ("Deal - Deal created", "Deal - Add time", "Deal created"),
            "closed": ("Deal - Deal closed on", "Deal - Won time", "Deal closed on"),
            "lost reason": ("Deal - Lost reason", "Lost reason"),
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
        },
        "salesforce": {
            "external id": ("Lead ID", "Id"),
            "member": ("Owner Email", "Lead Owner", "Owner.Email", "OwnerId"),
            "account": ("Company / Account", "Company", "Name"),
            "source": ("Lead Source", "LeadSource"),
            "created": ("Create Date", "Created Date", "CreatedDate"),
            "qualified": ("Converted Date", "ConvertedDate"),
        },
        "pipedrive": {
            "external id": ("Lead - ID", "ID"),
            "member": ("Lead - Owner", "Owner"),
            "account": ("Lead - Organization", "Organization", "Lead - Title", "Title"),
            "source": ("Lead - Source channel", "Lead - Source origin", "Source channel"),
            "created": ("Lead - Lead created", "Lead created"),
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
            "note": ("Call Title", "Title"),
            "outcome": ("Call outcome", "Meeting outcome"),
            "done": ("Task status",),
        },
        "salesforce": {
            "external id": ("Activity ID", "Id"),
            "member": ("Assigned To Email", "Assigned", "Assigned To", "OwnerId"),
            "metric": ("Task Subtype", "TaskSubtype", "Type"),
            "date": ("Date", "ActivityDate"),
            "account": ("Company / Account", "Account Name"),
            "note": ("Subject",),
            "outcome": ("Call Result", "CallDisposition"),
            "done": ("Status",),
        },
        "pipedrive": {
            "external id": ("Activity - ID", "ID"),
            "member": ("Activity - Assigned to user", "Assigned to user"),
            "metric": ("Activity - Type", "Type"),
            "date": ("Activity - Due date", "Due date"),
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
    given: str = "",
) -> Layout:
    """The layout with this name (`plain` or one of the presets), changed by what `--columns` said.

    `given` is `column=header` several times, separated by commas. Columns of a preset keep their own names too. Raises
    WrongFile for a name or a column that does not exist.
    """
    if name != "plain" and name not in presets:
        raise WrongFile([f"There is no format {name!r} here. There are: {', '.join(['plain', *presets])}."])
    headers = {column: (*names, column) for column, names in presets.get(name, {}).items()}
    known = [column.name for column in columns]
    for pair in filter(None, (part.strip() for part in given.split(","))):
        column, _, header = pair.partition("=")
        if column.strip() not in known or not header.strip():
            raise WrongFile([f"--columns does not take {pair!r}: write COLUMN=HEADER. Columns: {', '.join(known)}."])
        headers[column.strip()] = (header.strip(),)
    return Layout(headers, strict=False) if headers else PLAIN
