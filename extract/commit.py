"""Replace a folder as a whole: at any moment, even if the process dies, it is the old one or the new one."""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock; folders of dead builds are then left for the user to remove
    fcntl = None  # type: ignore[assignment]

_BUILDING = "building"
_REPLACED = "replaced"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def replace_folder(target: Path, is_replaced: Callable[[str], bool]) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of `target` if the block ends well.

    The new folder lies beside the target. Entries of the old folder whose names are not `is_replaced` are not
    ours: they are carried over. The swap is one system call on Linux (`renameat2` with RENAME_EXCHANGE), so
    `target` is never missing or half there. Elsewhere it is two renames, and a process that dies between them
    leaves the old folder beside its place, where the next build puts it back. Folders that dead builds left
    are removed first.

    Raises OSError, among others where the target is a mount point, which cannot be replaced.
    """
    target = Path(os.path.realpath(target))  # a link stays a link: what it leads to is replaced
    if target.is_mount():
        raise OSError(errno.EBUSY, "is a mount point; name a folder inside it", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _hold(target.parent):
        _clean(target)
        folder = _beside(target, _BUILDING)
        folder.mkdir()
        lock = _try_lock(folder)
    try:
        yield folder
        if target.is_dir():
            _carry_over(target, folder, is_replaced)
        _flush(folder)
        _swap(folder, target)
        _flush_entry(target.parent)
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)  # the old folder after a swap, else what was begun


def _beside(target: Path, purpose: str) -> Path:
    """Return the path of a new hidden folder beside the target."""
    return target.with_name(f".{target.name}.{purpose}-{secrets.token_hex(4)}")


def _list_beside(target: Path, purpose: str) -> list[Path]:
    """List the hidden folders of one purpose beside the target."""
    start = f".{target.name}.{purpose}-"
    return sorted(path for path in target.parent.iterdir() if path.name.startswith(start))


def _clean(target: Path) -> None:
    """Put back what a dead build had moved away, and remove what it had begun."""
    moved = _list_beside(target, _REPLACED)
    if moved and not target.exists():
        moved.pop().rename(target)
    for path in moved + _list_beside(target, _BUILDING):
        lock = _try_lock(path)
        if lock is not None:  # whoever builds there holds the lock as long as it lives
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _try_lock(folder: Path) -> int | None:
    """Lock a folder for as long as the returned descriptor is open; None if another holds it or none can."""
    if fcntl is None:
        return None
    descriptor = None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or removed in the meantime by the build it belonged to
        if descriptor is not None:
            os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def _hold(folder: Path) -> Iterator[None]:
    """Keep other builds from cleaning between the making of a folder and its locking."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems lock no folders: there no build is locked, and none is cleaned away.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _carry_over(old: Path, new: Path, is_replaced: Callable[[str], bool]) -> None:
    """Bring what is not ours, such as a dataset card, along to the new folder."""

    def skip(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if is_replaced(name)] if Path(folder) == old else []

    shutil.copytree(old, new, symlinks=True, ignore=skip, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, destination: str) -> None:
    """Link a file, or copy it where the file system has no links."""
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


def _flush(folder: Path) -> None:
    """Have the files of a folder, and then the folder, on the disk before it is put in its place."""
    for path in sorted(folder.iterdir()):
        if path.is_file():
            _flush_entry(path)
    _flush_entry(folder)


def _flush_entry(path: Path) -> None:
    """Flush one file or folder; a system that opens no folders flushes none."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(folder: Path, target: Path) -> None:
    """Put the folder in the target's place; the old one is then in the folder's place or gone."""
    if not target.exists():
        folder.rename(target)
    elif not _exchange(folder, target):
        moved = _beside(target, _REPLACED)
        target.rename(moved)
        try:
            folder.rename(target)
        except OSError:
            moved.rename(target)
            raise
        shutil.rmtree(moved, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one system call; return False where the system has none."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # an old kernel, or a file system without it
        return False
    raise OSError(number, os.strerror(number), str(other))
