"""Settings, each named once. The program refuses to start on an unknown LMS_ name or a value it cannot use."""
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


@dataclass(frozen=True)
class Setting:
    """One setting: its environment name, what it means, its default (text), and whether it is a secret."""
    name: str
    meaning: str
    default: str | None
    secret: bool = False


SETTINGS = (
    Setting("LMS_INSTANCE", "folder for the embedded database, the generated secret key and logs", None),
    Setting("LMS_DATABASE_URL", "database; default is SQLite in the instance folder; PostgreSQL as postgresql://user:password@host/name", None, True),
    Setting("LMS_SECRET_KEY", "key that signs cookies (at least 32 characters); default is made once and kept in the instance folder", None, True),
    Setting("LMS_SECRET_KEY_OLD", "the key before, accepted while cookies signed with it live", "", True),
    Setting("LMS_ALLOW_PLAIN_HTTP", "1 allows plain HTTP on loopback: cookies without Secure and __Host-", "0"),
    Setting("LMS_TRUSTED_HOSTS", "host names that requests may carry, separated by commas; empty accepts loopback names only", ""),
    Setting("LMS_PUBLIC_URL", "address printed on papers and in QR codes, without a slash at the end", "http://127.0.0.1:8080"),
    Setting("LMS_DEMO", "1 shows on every page that the data are invented", "0"),
    Setting("LMS_IDLE_MINUTES", "minutes without a request after which a session ends", "30"),
    Setting("LMS_SESSION_HOURS", "hours after which a session ends in any case", "8"),
    Setting("LMS_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "INFO"),
    Setting("LMS_WORKER_LEASE_SECONDS", "seconds after which the job of a silent worker is taken over", "30"),
    Setting("LMS_SOLVER_THREADS", "threads of the quota solver; part of a plan's recipe", "1"),
    Setting("LMS_PROXY_HOPS", "number of reverse proxies whose X-Forwarded-For is believed", "0"),
    Setting("LMS_TEST_DATABASE_URL", "database of the test suite; read by the tests only", None, True),
    Setting("LMS_TEST_LONG", "1 runs the long tests; read by the tests only", "0"),
)


class BadSetting(SystemExit):
    """A setting that the program cannot start with; the message says which and why."""

    def __init__(self, message: str):
        super().__init__(f"lms: {message}")


def read_settings(environment=None) -> dict[str, str]:
    """All settings as texts, defaults filled in; refuses unknown LMS_ names."""
    environment = os.environ if environment is None else environment
    known = {setting.name: setting for setting in SETTINGS}
    unknown = sorted(name for name in environment if name.startswith("LMS_") and name not in known)
    if unknown:
        raise BadSetting(f"unknown setting {', '.join(unknown)}; docs/settings.md lists all")
    values = {name: environment.get(name, setting.default) for name, setting in known.items()}
    for name in ("LMS_IDLE_MINUTES", "LMS_SESSION_HOURS", "LMS_WORKER_LEASE_SECONDS", "LMS_SOLVER_THREADS", "LMS_PROXY_HOPS"):
        if not str(values[name]).isdigit():
            raise BadSetting(f"{name} must be a whole number, not {values[name]!r}")
    return values


def resource(name: str) -> Path:
    """`templates` or `migrations`: beside lms/ in a checkout, inside the package in a wheel."""
    beside = ROOT / name
    return beside if (ROOT / "setup.cfg").exists() and beside.is_dir() else HERE / f"_{name}"


def instance_folder(values: dict[str, str]) -> Path:
    """The instance folder, made on first use."""
    given = values["LMS_INSTANCE"]
    folder = Path(given) if given else (ROOT / "instance" if (ROOT / "setup.cfg").exists() else Path.cwd() / "instance")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(values: dict[str, str], folder: Path) -> str:
    """The signing key: as given, else made once and kept readable by the owner only."""
    given = values["LMS_SECRET_KEY"]
    if given is not None:
        if len(given) < 32:
            raise BadSetting("LMS_SECRET_KEY must have at least 32 characters")
        return given
    file = folder / "secret-key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text().strip()


def database_url(values: dict[str, str], folder: Path) -> str:
    """SQLAlchemy's form of the database address."""
    given = values["LMS_DATABASE_URL"]
    if not given:
        return f"sqlite:///{folder / 'lms.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given[len(prefix):]
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("LMS_DATABASE_URL must begin with sqlite:/// or postgresql://")
    return given


def flask_settings(values: dict[str, str]) -> dict:
    """What Flask and its extensions read."""
    folder = instance_folder(values)
    plain = values["LMS_ALLOW_PLAIN_HTTP"] == "1"
    hosts = [host.strip() for host in values["LMS_TRUSTED_HOSTS"].split(",") if host.strip()]
    old = [key for key in [values["LMS_SECRET_KEY_OLD"]] if key]
    return {
        "LMS": values,
        "INSTANCE": str(folder),
        "SECRET_KEY": secret_key(values, folder),
        "SECRET_KEY_FALLBACKS": old,
        "SQLALCHEMY_DATABASE_URI": database_url(values, folder),
        "PLAIN_HTTP": plain,
        "TRUSTED_HOSTS": hosts or ["127.0.0.1", "localhost", "[::1]"],
        "SESSION_COOKIE_NAME": "lms_page" if plain else "__Host-lms_page",
        "SESSION_COOKIE_SECURE": not plain,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": not plain,
        "MAX_CONTENT_LENGTH": 52 * 1024 * 1024,
        "MAX_FORM_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 20000,
        "BABEL_DEFAULT_LOCALE": "vi",
        "DEMO": values["LMS_DEMO"] == "1",
        "PUBLIC_URL": values["LMS_PUBLIC_URL"].rstrip("/"),
    }
