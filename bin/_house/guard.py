"""Ends everything that a command started, also when the command itself was killed without a word.

The command starts this program first and writes to its standard input: `group PGID SIGNAL START` for each child it
starts, `folder PATH` for each temporary folder. When that pipe closes, for whatever reason, the guard ends the
groups (first kindly, with SIGKILL after some seconds), then strays that left their group but still carry our mark
in their environment, and removes the folders. It is the only place that ends anything."""
import os
import shutil
import signal
import sys
import time

MARK = "HOUSE_RUN"
PATIENCE = 15


def fields(pid):
    """(process group, start time) of a process, or None when it is gone or a zombie."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            words = stat.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return None if len(words) < 20 or words[0] in (b"Z", b"X") else (int(words[2]), int(words[19]))


def marked(pid, mark):
    """True when the process carries our mark in its environment."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as environ:
            return mark in environ.read().split(b"\0")
    except OSError:
        return False


def living(groups, mark):
    """{pid: group or None} of all living processes that are ours; None is one that is known by its mark only.

    A number may have been given to somebody else since: a group is ours while its first process is the one we started."""
    about = {int(name): fields(int(name)) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()}
    ours = {group for group, (_, start) in groups.items() if about.get(group) == (group, start)}
    found = {}
    for pid, known in about.items():
        if known and known[0] in ours:
            found[pid] = known[0]
        elif known and marked(pid, mark):
            found[pid] = None
    return found


def send(call, number, which):
    """Sends a signal; somebody who is gone already is no fault."""
    try:
        call(number, which)
    except (ProcessLookupError, PermissionError):
        pass


def end(groups, mark):
    """Ends the groups and the strays: kindly, then for certain. Returns the pids that outlived even that."""
    for group in set(living(groups, mark).values()) - {None}:
        send(os.killpg, group, groups[group][0])
    kind_until, end_until = time.monotonic() + PATIENCE, time.monotonic() + PATIENCE + 5
    asked, pause = set(), 0.05
    while time.monotonic() < end_until:
        left = living(groups, mark)
        if not left:
            return []
        harsh = time.monotonic() > kind_until
        for pid, group in left.items():
            if harsh or (group is None and pid not in asked):
                send(os.kill, pid, signal.SIGKILL if harsh else signal.SIGTERM)
                asked.add(pid)
        time.sleep(pause)
        pause = min(0.3, pause * 1.2)
    return sorted(living(groups, mark))


def listen(lines):
    """Reads what there is to end and to remove, until the pipe closes."""
    groups, folders = {}, []
    for line in lines:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "group":
            group, name, start = rest.split()
            groups[int(group)] = getattr(signal, "SIG" + name), int(start)
        elif word == "gone":
            groups.pop(int(rest), None)
        elif word == "folder":
            folders.append(rest)
    return groups, folders


def main(mark):
    """The guard's life."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    groups, folders = listen(sys.stdin)
    left = end(groups, (MARK + "=" + mark).encode())
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    if left:
        print("still running: " + " ".join(map(str, left)), file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
