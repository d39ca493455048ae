"""The stages of the sales process: those that a workspace starts with, and changing them."""

import datetime as dt
import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from sqlmodel import Session

from bot.core.failures import Failure, Words
from bot.core.text.vocabulary import fold_words
from storage import stages
from storage.deals import LOST, WON
from storage.tables import Stage, Workspace
from storage.workspaces import record_audit

LONGEST_LABEL, MOST_STAGES = 40, 12
DEFAULT_LANGUAGE = "en"
FORMER = "former"


class WrongStage(Failure):
    """The stages cannot be changed so; the message says why and what to do."""


@dataclass(frozen=True)
class StageName:
    """A stage of the process, or one of its ends (won, lost), as people call it."""

    key: str
    label: str


def ensure_stages(session: Session, *, workspace: Workspace) -> None:
    """Give a workspace without any stage the ones to start with, in its language."""
    if stages.list_stages(session, workspace_id=workspace.id, retired=True):
        return
    defaults = default_stages()
    language = workspace.locale.replace("-", "_").split("_")[0]
    for row in defaults.get(language, defaults[DEFAULT_LANGUAGE]):
        stages.add_stage(
            session,
            stage=Stage(
                workspace_id=workspace.id,
                key=row["key"],
                label=row["label"],
                position=0,
                steps="\n".join(row["steps"]),
                tips="\n".join(row["tips"]),
            ),
        )


def default_stages() -> dict[str, list[dict[str, Any]]]:
    """The stages that ship with Pacer, by language."""
    return {language: rows for language, rows in _shipped().items() if language != FORMER}


def as_shipped_now(line: str) -> str:
    """A step or tip that shipped before as it ships now; any other line as it is."""
    return next((str(row["now"]) for row in _shipped()[FORMER] if row["was"] == line), line)


@functools.lru_cache(maxsize=1)
def _shipped() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("bot.pipeline").joinpath("stages.yml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return loaded


def stage_names(session: Session, *, workspace: Workspace, retired: bool = False) -> tuple[StageName, ...]:
    """The stages in order; the retired ones too when asked."""
    return tuple(
        StageName(stage.key, stage.label)
        for stage in stages.list_stages(session, workspace_id=workspace.id, retired=retired)
    )


def add_stage(
    session: Session, *, workspace: Workspace, label: str, before: str | None = None, now: dt.datetime
) -> Stage:
    """Add a stage at the end, or before another. Raises WrongStage when the name is taken or is none."""
    known = stages.list_stages(session, workspace_id=workspace.id, retired=True)
    name = _free_label(known, label, beside=None)
    if sum(stage.retired_at is None for stage in known) >= MOST_STAGES:
        raise WrongStage("A sales process can have up to {most} stages. Retire one first.", most=MOST_STAGES)
    key = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or f"stage-{len(known) + 1}"
    if key in {stage.key for stage in known} | {WON, LOST}:
        key = f"{key[:30]}-{len(known) + 1}"
    added = stages.add_stage(
        session,
        stage=Stage(workspace_id=workspace.id, key=key, label=name, position=0),
        before=find_stage(session, workspace=workspace, key=before) if before is not None else None,
    )
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="stage", detail=f"added {key}")
    return added


def rename_stage(session: Session, *, workspace: Workspace, key: str, label: str, now: dt.datetime) -> Stage:
    """Call a stage something else; its key and its history stay. Raises WrongStage."""
    stage = find_stage(session, workspace=workspace, key=key)
    known = stages.list_stages(session, workspace_id=workspace.id, retired=True)
    stage.label = _free_label(known, label, beside=key)
    session.add(stage)
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="stage", detail=f"renamed {key}")
    return stage


def retire_stage(session: Session, *, workspace: Workspace, key: str, now: dt.datetime) -> Stage:
    """Take a stage out of use: deals can no longer be moved to it, and those in it stay there. Raises WrongStage."""
    stage = find_stage(session, workspace=workspace, key=key)
    if len(stages.list_stages(session, workspace_id=workspace.id)) == 1:
        raise WrongStage("A sales process needs at least one stage. Add another one first.")
    stages.retire_stage(session, stage=stage, now=now)
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="stage", detail=f"retired {key}")
    return stage


def find_stage(session: Session, *, workspace: Workspace, key: str) -> Stage:
    """The stage in use with this key or label. Raises WrongStage with those that there are."""
    known = stages.list_stages(session, workspace_id=workspace.id)
    for stage in known:
        if fold_words(key) in (fold_words(stage.key), fold_words(stage.label)):
            return stage
    raise WrongStage(
        "No stage is called {name}. Stages: {known}.",
        name=" ".join(re.sub(r"[<>`*_~&]", "", key).split())[:40],
        known=tuple(Words(stage.label) for stage in known),
    )


def _free_label(known: Any, label: str, *, beside: str | None) -> str:
    name = " ".join(label.split())
    if not name or len(name) > LONGEST_LABEL or re.search(r"[<>`*_~&]", name):
        raise WrongStage("A stage's name has 1 to {most} characters, without < > & * _ ~ and `.", most=LONGEST_LABEL)
    taken = {fold_words(stage.label) for stage in known if stage.retired_at is None and stage.key != beside}
    if fold_words(name) in taken | {WON, LOST}:
        raise WrongStage("There's already a stage called {name}. Choose another name.", name=name)
    return name
