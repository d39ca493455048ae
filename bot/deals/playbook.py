"""The playbook of each stage: what to do there, and what helped others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.work import Work
from bot.pipeline.stages import StageName, WrongStage, default_stages, find_stage
from storage import stages
from storage.tables import Stage

LONGEST = 3000
"""Characters of a stage's steps, and of its tips."""


@dataclass(frozen=True)
class Playbook:
    """A stage's steps in order, and its tips; either may be empty."""

    stage: StageName
    steps: tuple[str, ...]
    tips: tuple[str, ...]


def how_of(work: Work, *, stage_key: str) -> Playbook | None:
    """How to go about a deal in this stage; None for the ends of the process and where nothing is written."""
    stage = stages.find_stage(work.session, workspace_id=work.workspace_id, key=stage_key)
    if stage is None or not (stage.steps.strip() or stage.tips.strip()):
        return None
    return playbook_of(stage)


def playbooks(work: Work) -> tuple[Playbook, ...]:
    """The playbook of each stage in use, in order."""
    return tuple(playbook_of(stage) for stage in stages.list_stages(work.session, workspace_id=work.workspace_id))


def playbook_of(stage: Stage) -> Playbook:
    """What is written for a stage."""
    return Playbook(StageName(stage.key, stage.label), _lines(stage.steps), _lines(stage.tips))


def may_edit_playbook(viewer: Viewer) -> bool:
    """Whether the viewer writes the playbook, or reads it only."""
    return may(viewer, Action.EDIT_PLAYBOOK, Subject())


def playbook_to_edit(work: Work, *, viewer: Viewer, stage_key: str) -> Playbook:
    """What is written for a stage, for who is about to change it. Raises NotAllowed, WrongStage."""
    require(viewer, Action.EDIT_PLAYBOOK, Subject())
    return playbook_of(find_stage(work.session, workspace=work.workspace, key=stage_key))


def edit_playbook(work: Work, *, viewer: Viewer | None, stage_key: str, steps: str, tips: str) -> Playbook:
    """Write a stage's steps and tips, a line each; `viewer` None is the operator. Raises NotAllowed, WrongStage."""
    if viewer is not None:
        require(viewer, Action.EDIT_PLAYBOOK, Subject())
    stage = find_stage(work.session, workspace=work.workspace, key=stage_key)
    for field, text in (("steps", steps), ("tips", tips)):
        if len(text) > LONGEST:
            raise WrongStage("This text has more than {most} characters. Shorten it.", field=field, most=LONGEST)
    stage.steps, stage.tips = "\n".join(_lines(steps)), "\n".join(_lines(tips))
    work.session.add(stage)
    work.audit(actor_id=viewer.member_id if viewer is not None else None, action="playbook", detail=stage.key)
    return playbook_of(stage)


def take_playbook(work: Work, *, text: str) -> tuple[Playbook, ...]:
    """Take the playbooks of a YAML file, all or none; the stages that it names. Raises WrongStage, which says where.

    The file is a list of stages, each with `key` (a stage's key or name) and `steps` and `tips` as lists of lines. What
    is left out stays. `label` is passed over: renaming is a command of its own.
    """
    found = []
    for row in _rows(text):
        stage = find_stage(work.session, workspace=work.workspace, key=str(row["key"]))
        known = playbook_of(stage)
        steps, tips = (_given(row, name, getattr(known, name)) for name in ("steps", "tips"))
        found.append(
            edit_playbook(work, viewer=None, stage_key=stage.key, steps="\n".join(steps), tips="\n".join(tips))
        )
    return tuple(found)


def write_playbook(work: Work) -> str:
    """The playbooks as a YAML file that `take_playbook` takes again."""
    rows = [
        {"key": each.stage.key, "label": each.stage.label, "steps": list(each.steps), "tips": list(each.tips)}
        for each in playbooks(work)
    ]
    written: str = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=110)
    return written


def default_playbook(key: str, language: str) -> Playbook | None:
    """What ships for this stage; None for a stage of the workspace's own."""
    for row in default_stages().get(language, default_stages()["en"]):
        if row["key"] == key:
            return Playbook(StageName(key, row["label"]), tuple(row["steps"]), tuple(row["tips"]))
    return None


def _rows(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WrongStage("The file isn't valid YAML: {why}", why=" ".join(str(error).split())[:200]) from error
    if not isinstance(loaded, list) or not all(isinstance(row, dict) and row.get("key") for row in loaded):
        raise WrongStage("The file needs to be a list of stages, each with a key, steps and tips.")
    return loaded


def _given(row: Mapping[str, Any], name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    value = row.get(name)
    if value is None:
        return known
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise WrongStage("The {name} of stage {key} need to be a list of lines.", name=name, key=row["key"])
    return tuple(" ".join(line.split()) for line in value)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(each.split()) for each in text.splitlines()) if line)
