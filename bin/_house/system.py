"""What must come from the system's packages. Each need is checked by using it, not by looking for its name."""
import os
import shutil
import subprocess
import tempfile

from _house import postgres
from _house.crew import unhurried
from _house.places import PYTHON, ROOT, Stop, clean_environment, say

PAPER = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-croscore")
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3")
PAGE = "data:text/html,<p id=here>%E1%BB%87</p>"


def works(*command, says=b"", timeout=60):
    """True when the command runs, exits 0 and says what is expected."""
    try:
        done = subprocess.run([str(part) for part in command], check=False, cwd=str(ROOT), stdin=subprocess.DEVNULL, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean_environment())
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and says in done.stdout


def papers():
    """Papers come out right: the product's own check, which renders one."""
    if not (ROOT / "lms" / "pdf" / "selfcheck.py").exists():
        return works(PYTHON, "-c", "import weasyprint")
    return works(PYTHON, "-m", "lms.pdf.selfcheck")


def browser():
    """Chromium draws a page."""
    program = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as profile:
        return bool(program) and works(
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--user-data-dir=" + profile, "--dump-dom", PAGE, says=b"id=\"here\"")


def server():
    """A PostgreSQL server that is new enough can be started."""
    return postgres.programs() is not None


RUNTIME = ((papers, PAPER),)
TESTS = (
    (server, ("postgresql",)),
    (browser, ("chromium",)),
    (lambda: works("pdftotext", "-v"), ("poppler-utils",)),
    (lambda: works("qpdf", "--version"), ("qpdf",)),
    (lambda: works("zbarimg", "--version"), ("zbar-tools",)),
    (lambda: works("fc-match", "Noto Sans:lang=vi", says=b"NotoSans"), ("fonts-noto-core",)),
)


def missing(tests):
    """The Debian packages of all needs that are not met."""
    needs = RUNTIME + (TESTS if tests else ())
    return [package for met, packages in needs if not met() for package in packages]


def fingerprint():
    """Changes when a system package was installed or removed, or when the check of papers itself changed."""
    parts = ["/var/lib/dpkg/status", "/usr/bin/chromium", str(ROOT / "lms" / "pdf" / "selfcheck.py")]
    return [os.stat(part).st_mtime_ns if os.path.exists(part) else 0 for part in parts]


def line(packages):
    """The one line that a person types to install `packages`."""
    return "sudo apt-get install -y " + " ".join(packages)


def apt(*words):
    """Runs apt-get without questions; services are left stopped when they come with RUNLEVEL=1."""
    environment = clean_environment(DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1", LC_ALL="C.UTF-8")
    with unhurried():
        done = subprocess.run(list(APT + words), check=False, stdin=subprocess.DEVNULL, env=environment, start_new_session=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode(errors="replace")


def install(packages):
    """Installs Debian packages when we may; else says the one line to type."""
    if not shutil.which("apt-get"):
        raise Stop("these system packages are missing (named as in Debian): " + " ".join(packages), 2)
    if os.geteuid() != 0:
        raise Stop("system packages are missing; type this, then start again:\n" + line(packages), 2)
    say("installing system packages: " + " ".join(packages))
    apt("update")
    code, output = apt("install", "-y", "--no-install-recommends", *packages)
    if code:
        last = "\n  ".join(output.splitlines()[-15:])
        raise Stop(f"the system packages could not be installed:\n  {last}\ntry: {line(packages)}", 2)


def prepare(tests):
    """Installs what is missing and checks again."""
    lacking = missing(tests)
    if not lacking:
        return
    install(lacking)
    lacking = missing(tests)
    if lacking:
        raise Stop("these system packages are installed but do not work: " + " ".join(lacking), 2)
