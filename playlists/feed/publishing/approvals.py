"""Editors' approvals in a feed's folder: what each has said, by campaign, and saying it anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tuf.api.metadata import TargetFile

from playlists.errors import FeedError
from playlists.feed import approval
from playlists.feed.publishing.files import place
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import APPROVALS, campaign_target, document_path, editor_role

Said = dict[str, set[str]]
"""Digests by campaign."""


def standing(repository: Repository) -> dict[str, Said]:
    """What each editor has approved. Raises `FeedError` where an approval is not as promised."""
    return {editor: _said_by(repository, editor) for editor in repository.chain.editors}


def everything(said: Mapping[str, Said]) -> dict[str, set[str]]:
    """The digests of each editor, whatever the campaign."""
    return {editor: set[str]().union(*own.values()) for editor, own in said.items()}


def write_approvals(repository: Repository, editor: str, said: Mapping[str, set[str]]) -> bool:
    """Put an editor's approvals into the feed, and name them in the editor's role, in memory.

    Campaigns that are not in `said` are approved no more. Returns whether anything is different.
    """
    targets: dict[str, TargetFile] = {}
    for campaign, digests in sorted(said.items()):
        data = approval.pack(campaign, digests)
        sha256 = hashlib.sha256(data).hexdigest()
        place(repository.feed / document_path(APPROVALS, sha256), data)
        path = campaign_target(editor, campaign)
        targets[path] = TargetFile(len(data), {"sha256": sha256}, path)
    role = editor_role(editor)
    if repository.role(role).targets == targets:
        return False
    repository.edit(role).targets = targets
    return True


def _said_by(repository: Repository, editor: str) -> Said:
    said: Said = {}
    for campaign, pointer in repository.chain.campaigns(editor).items():
        file = repository.feed / document_path(APPROVALS, pointer.sha256)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise FeedError(f"{file}: {editor}’s approval of {campaign} cannot be read") from error
        if hashlib.sha256(data).hexdigest() != pointer.sha256:
            raise FeedError(f"{file}: {editor}’s approval of {campaign} is not what was signed")
        said[campaign] = set(approval.read(data).digests)
    return said
