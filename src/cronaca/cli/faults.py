"""What ends a command that neither its user nor an author got wrong: the machine, or we."""

from __future__ import annotations

import errno
import sys
import tempfile
import traceback

from cronaca import __version__
from cronaca.cache.store import Busy
from cronaca.output.stage import OutputRefused

_FULL = "free some space, then run it again"
_RIGHTS = "give this user the right to it, or name another folder"
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: _FULL,
    errno.EFBIG: "raise the limit on the size of a file (ulimit -f), then run it again",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "name a folder on another disk: this one may only be read",
    errno.EISDIR: "a folder stands where a file belongs: move it away",
    errno.ENOTDIR: "a folder belongs there: move away what stands in its place",
    errno.EEXIST: "move away what stands there",
    errno.ENOTEMPTY: "move away what stands there",
    errno.ENOENT: "is the folder there, and are its links whole?",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "mend the links that lead in a circle",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "close other programs: too many files are open",
    errno.EAGAIN: "close other programs, or use fewer processes (--jobs 1)",
    errno.ENOMEM: "close other programs, or use fewer processes (--jobs 1)",
    errno.EBUSY: "close the program that uses it",
    errno.EIO: "the disk may be failing: look to your copies",
}


def refusal(error: BaseException) -> tuple[int, str] | None:
    """What the machine, or a folder's owner, would not have: the exit code, and a line with a remedy.

    None for an error that is ours.
    """
    if isinstance(error, OutputRefused):
        return 2, str(error)
    if isinstance(error, Busy):
        return 1, str(error)
    if not isinstance(error, OSError) or not (error.filename or error.errno in _REMEDIES):
        return None
    named = error.filename2 or error.filename
    parts = (str(named) if named else "", error.strerror or str(error), _REMEDIES.get(error.errno or 0, ""))
    return 1, ": ".join(part for part in parts if part)


def fault(error: BaseException) -> tuple[int, str]:
    """What we got wrong: the exit code, and a line that says where its trace was written."""
    trace = f"cronaca {__version__}, Python {sys.version}\n\n{''.join(traceback.format_exception(error))}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="cronaca-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as log:
            log.write(trace)
        where = f"the trace is in {log.name}"
    except OSError:
        where = f"its trace:\n{trace}"
    return 3, f"a fault of ours: {error!r}; {where}"
