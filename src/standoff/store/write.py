"""The one writer of files: whole or not at all, under a lock, and never through a link.

Every file is written beside its place, brought to the disk, and moved there. A kill at any moment leaves
the old file or the new one; what it may leave beside them is swept away by a later write. What stands at
the place and is no ordinary file (a link, a pipe, a device, a folder) is never written to or replaced.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from standoff.problem import StandoffError

try:
    import fcntl
except ImportError:  # Windows has no advisory locks on folders: a file stands for the lock there
    fcntl = None  # type: ignore[assignment]

WAIT = 20.0
"""Seconds for which a writer waits for another one to finish."""
WINDOWS = os.name == "nt"
BUSY = 2.0
"""Seconds for which a file that another program has open is tried again: Windows replaces none, and keeps
the name of one that was taken away until the last one has closed it."""
STALE = 60.0
"""Seconds after which a file left beside its place by a writer that was killed is taken away."""
_LEFT = re.compile(r"\..*\.\d+\.part")
_LOCK = ".standoff.lock"
_OPEN = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_OPEN |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
_APPEND |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class CannotWrite(StandoffError):
    """A file that cannot be written: what is at its place is as it was."""


class Changed(StandoffError):
    """A file is not what it was when it was read: nothing was written."""


class Outside(StandoffError):
    """A name that leads out of the folder it belongs to."""


@dataclass(frozen=True)
class Change:
    """A file's new text, and the text it must still have (None: there is no such file yet)."""

    path: Path
    before: str | None
    after: str


def reason(error: OSError) -> str:
    """What the system says of a failed call, without its number."""
    return error.strerror or str(error) or type(error).__name__


def cannot_write(path: Path | str, error: OSError | str) -> CannotWrite:
    """The one message of a failed write."""
    why = reason(error) if isinstance(error, OSError) else error
    return CannotWrite(f"{path}: cannot be written: {why}")


# --- places ---------------------------------------------------------------------------------------


def within(root: Path, path: Path) -> Path:
    """The path, if it stays in the folder `root` whatever links there are on the way.

    raises  Outside  it leads out of the folder
    """
    if not _plainly_in(root, path) and not path.resolve().is_relative_to(root.resolve()):
        raise Outside(f"{path} leads out of {root}: it is neither read nor written")
    return path


def _plainly_in(root: Path, path: Path) -> bool:
    """Whether a path goes down from the folder by names and no link: most do, and this is seen sooner."""
    above, place = f"{root}/", str(path)
    below = place[len(above) :].split("/")
    if WINDOWS or not place.startswith(above) or ".." in below:
        return False  # Windows has more kinds of links than can be asked for
    end = len(above) - 1
    try:
        for name in below:
            end += 1 + len(name)
            if stat.S_ISLNK(os.lstat(place[:end]).st_mode):
                return False
    except (FileNotFoundError, NotADirectoryError):
        return True  # and nothing below it either
    except OSError:
        return False
    return True


def ordinary(path: Path) -> int | None:
    """Pass where nothing or a writable ordinary file stands; the file's mode, if there is one.

    raises  CannotWrite  a link, a folder, a pipe, a device, or a file that is write-protected
    """
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise cannot_write(path, error if isinstance(error, OSError) else str(error)) from None
    if stat.S_ISREG(mode):
        if not os.access(path, os.W_OK):
            raise cannot_write(path, "it is write-protected")
        return mode
    what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
    if stat.S_ISLNK(mode):
        what = f"a link to {path.resolve()}: name that file itself"
    raise cannot_write(path, f"it is {what}")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there.

    raises  CannotWrite  it cannot be made
    """
    if os.path.isdir(folder):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise cannot_write(folder, "it is no folder") from None
    except (OSError, ValueError) as error:
        raise cannot_write(folder, error if isinstance(error, OSError) else str(error)) from None


# --- one file -------------------------------------------------------------------------------------


def write_bytes(path: Path, data: bytes, durable: bool = True, *, private: bool = False) -> None:
    """Write one file whole, or leave what is there.

    durable  bring it to the disk before it takes its place, so that a power cut cannot empty it
    private  nobody else may read it, whatever stood there before
    raises   CannotWrite
    """
    ready = _beside(path, data, durable, private)
    try:
        _move(ready, path)
    except BaseException:
        _gone(ready)
        raise


def write_text(path: Path, text: str) -> None:
    """Write one text file whole, or leave what is there. Raises CannotWrite."""
    write_bytes(path, text.encode("utf-8", "surrogatepass"))


def append(path: Path, data: bytes) -> int:
    """Add whole lines to a file; gives its size before. A write that fails takes its beginning back.

    A last line without an end, as a kill leaves it, gets one first: it stays a line of its own.
    raises  CannotWrite
    """
    ordinary(path)
    make_folder(path.parent)
    try:
        handle = os.open(path, _APPEND, 0o666)
    except (OSError, ValueError) as error:
        raise cannot_write(path, error if isinstance(error, OSError) else str(error)) from None
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            data = data if os.read(handle, 1) == b"\n" else b"\n" + data
        try:
            _write(handle, data)
            os.fsync(handle)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        os.close(handle)
    return size


def _write(handle: int, data: bytes) -> None:
    """Write all of the data; nothing is held back, to be tried again when the file is closed."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def write_each(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files, each of them whole or not at all, and all of them durable.

    They are brought to the disk at once: it takes hardly longer than for one.
    raises  CannotWrite  one cannot be written; of the others some may be, as if one had been killed
    """
    ready: list[tuple[str, Path]] = []
    handles: list[int] = []
    try:
        try:
            for path, data in files:
                ready.append((_beside(path, data, False, handles=handles), path))
            _to_disk(handles)
        except OSError as error:
            raise cannot_write(files[0][0].parent, error) from None
        finally:
            for handle in handles:
                os.close(handle)
        for beside, path in ready:
            _move(beside, path)
    except BaseException:
        for beside, _ in ready:
            _gone(beside)
        raise


_AT_ONCE = 8
"""Threads that bring files to the disk; it takes them together, however many there are."""


def _to_disk(handles: Sequence[int]) -> None:
    """Bring files to the disk, several at a time. Raises CannotWrite."""
    faults: list[OSError] = []

    def bring(some: Sequence[int]) -> None:
        try:
            for handle in some:
                os.fsync(handle)
        except OSError as error:
            faults.append(error)

    shares = [handles[at::_AT_ONCE] for at in range(min(_AT_ONCE, len(handles)))]
    others = [threading.Thread(target=bring, args=(share,)) for share in shares[1:]]
    for each in others:
        each.start()
    for share in shares[:1]:
        bring(share)
    for each in others:
        each.join()
    for fault in faults:
        raise fault


def _beside(
    path: Path,
    data: bytes,
    durable: bool,
    private: bool = False,
    handles: list[int] | None = None,
) -> str:
    """The data in a file beside its place, ready to be moved there.

    handles  takes the file's handle, for the caller to bring it to the disk and to close it
    """
    mode = ordinary(path)
    folder, name = os.path.split(path)
    _sweep_now_and_then(folder)
    ready = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        handle = _opened(ready, 0o600 if private else 0o666)
        try:
            _write(handle, data)
            if durable:
                os.fsync(handle)
        finally:
            if handles is None:
                os.close(handle)
            else:
                handles.append(handle)
        if mode is not None and not private:
            os.chmod(ready, stat.S_IMODE(mode))
    except BaseException as error:
        _gone(ready)
        if isinstance(error, OSError | ValueError):
            why = error if isinstance(error, OSError) else str(error)
            raise cannot_write(path, why) from None
        raise
    return ready


def _gone(ready: str) -> None:
    """Take away what was to be moved and will not be."""
    with suppress(OSError, ValueError):
        os.unlink(ready)


def _opened(ready: str, mode: int) -> int:
    """A handle to a new file; its folder is made where there is none, and what stood there is gone."""
    try:
        return os.open(ready, _OPEN, mode)
    except FileExistsError:
        os.unlink(ready)
    except (FileNotFoundError, NotADirectoryError):
        make_folder(Path(ready).parent)
    return os.open(ready, _OPEN, mode)


def _move(ready: str, path: Path) -> None:
    """Let a file that is ready take its place. Raises CannotWrite."""
    until = time.monotonic() + (BUSY if WINDOWS else 0)
    beside = Path(ready)
    while True:
        try:
            beside.replace(path)
            return
        except OSError as error:
            if not isinstance(error, PermissionError) or time.monotonic() >= until:
                raise cannot_write(path, error) from None
        time.sleep(0.01)


_SWEPT: dict[str, float] = {}
"""When this process last swept a folder: to look through it at each write takes as long as it is large."""


def _sweep_now_and_then(folder: str) -> None:
    now = time.monotonic()
    if now - _SWEPT.get(folder, -STALE) >= STALE:
        _SWEPT[folder] = now
        sweep(Path(folder))


def sweep(folder: Path) -> None:
    """Take away what writers that were killed left in a folder."""
    before = time.time() - STALE
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _LEFT.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < before:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)


# --- several files --------------------------------------------------------------------------------


def file_text(path: Path) -> str | None:
    """The text of a file with its newlines as they are; None if there is none.

    raises  CannotWrite  what stands there cannot be read, and so not be written anew
    """
    try:
        ordinary(path)
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise cannot_write(path, "what stands there is not utf-8 text") from None
    except (OSError, ValueError) as error:
        raise cannot_write(path, error if isinstance(error, OSError) else str(error)) from None


def write_all(changes: Iterable[Change]) -> None:
    """Write all files or none: each is written beside its place first and moved there at the end.

    A file that holds its new text already is left alone, so that what a kill broke off can be done again.
    raises  Changed      a file changed since it was read
            CannotWrite  a file cannot be written; in both cases no file has changed
    """
    changes = [each for each in changes if file_text(each.path) != each.after]
    ready: dict[Path, str] = {}
    try:
        for change in changes:
            make_folder(change.path.parent)
        with locked(*{change.path.parent for change in changes}):
            for change in changes:
                data = change.after.encode("utf-8", "surrogatepass")
                ready[change.path] = _beside(change.path, data, durable=True)
            for change in changes:
                if file_text(change.path) != change.before:
                    message = f"{change.path} changed meanwhile: nothing was written, try again"
                    raise Changed(message)
            for path, beside in ready.items():
                _move(beside, path)
    finally:
        for beside in ready.values():
            _gone(beside)


def remove(path: Path, before: str) -> None:
    """Take away a file that still has this text.

    raises  Changed      it has another one, or is not there: nothing was taken away
            CannotWrite
    """
    with locked(path.parent):
        if file_text(path) != before:
            raise Changed(f"{path} changed meanwhile: it was not taken away")
        try:
            path.unlink()
        except OSError as error:
            raise cannot_write(path, error) from None


def write_folder(root: Path, files: Mapping[str, str]) -> None:
    """Make a folder with all its files at once: it is there whole, or not at all.

    files   path below the folder -> text
    raises  Changed      the folder is there already and not empty
            CannotWrite
    """
    if root.is_symlink() or (root.exists() and (not root.is_dir() or any(root.iterdir()))):
        raise Changed(f"{root} is there already: nothing was written")
    make_folder(root.parent)
    sweep(root.parent)
    ready = root.with_name(f".{root.name}.{os.getpid()}.part")
    try:
        for name, text in files.items():
            path = within(ready, ready / name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with suppress(FileNotFoundError):
            root.rmdir()  # it is empty; not every system moves one folder onto another
        ready.rename(root)
    except OSError as error:
        raise cannot_write(root, error) from None
    finally:
        shutil.rmtree(ready, ignore_errors=True)


# --- locks ----------------------------------------------------------------------------------------


@contextmanager
def locked(*folders: Path) -> Iterator[None]:
    """Hold folders against other writers of this program; one that is not there is passed over.

    A lock goes with its holder, however that one ends; who holds a folder may hold it again.
    raises  CannotWrite  another writer has held it for too long
    """
    with ExitStack() as stack:
        for folder in sorted(set(folders)):
            place = _identity(folder)
            if place is not None and place not in _held_here():
                stack.enter_context(_held(folder))
                _held_here().add(place)
                stack.callback(_held_here().discard, place)
        yield


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from all others, whatever it is called; None where there is none."""
    try:
        found = os.stat(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise cannot_write(folder, error if isinstance(error, OSError) else str(error)) from None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


_local = threading.local()


def _held_here() -> set[tuple[int, int]]:
    """The folders that this thread holds."""
    if not hasattr(_local, "folders"):
        _local.folders = set()
    folders: set[tuple[int, int]] = _local.folders
    return folders


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    until = time.monotonic() + WAIT
    if fcntl is None:
        with _held_by_file(folder, until):
            yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        for tried in itertools.count():
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                _wait(folder, until, tried)
            except OSError:  # a file system without locks: writers must then keep apart themselves
                break
        yield
    finally:
        os.close(handle)


@contextmanager
def _held_by_file(folder: Path, until: float) -> Iterator[None]:
    path = folder / _LOCK
    busy = time.monotonic() + (BUSY if WINDOWS else 0)
    while True:
        try:
            os.close(os.open(path, _OPEN))
            break
        except FileExistsError:
            with suppress(OSError):
                if path.stat().st_mtime < time.time() - STALE:
                    path.unlink()
            _wait(folder, until)
        except OSError as error:
            if not isinstance(error, PermissionError) or time.monotonic() >= busy:
                raise cannot_write(folder, error) from None
            _wait(folder, until)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _wait(folder: Path, until: float, tried: int = 5) -> None:
    """Wait for a writer to be done: most are in less than a millisecond."""
    if time.monotonic() > until:
        raise cannot_write(folder, "another standoff is writing there: try again when it is done")
    time.sleep(0.01 if tried > 4 else 0.0003 * 2**tried)


def lines_of(path: Path) -> Sequence[bytes]:
    """The lines of a file as bytes, without their ends; none where there is no file. Raises OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    lines = data.split(b"\n")
    return lines if lines[-1] else lines[:-1]
