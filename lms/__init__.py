"""A learning and training management system for the digital-transformation training of an army. `create_app` is the front door."""
import logging
import sys


def create_app(environment=None):
    """The Flask application, ready to serve. `environment` replaces os.environ (tests)."""
    from flask_login import LoginManager
    from werkzeug.middleware.proxy_fix import ProxyFix

    from lms import cli, config, db, texts, web, wiring

    values = config.read_settings(environment)
    app = web.House("lms", template_folder=str(config.resource("templates")), static_folder=str(config.HERE / "static"))
    app.config.update(config.flask_settings(values))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    start_log(values["LMS_LOG_LEVEL"])
    if hops := int(values["LMS_PROXY_HOPS"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)
    db.db.init_app(app)
    db.migrate.init_app(app, db.db)
    texts.babel.init_app(app, locale_selector=texts.language, timezone_selector=lambda: "Asia/Ho_Chi_Minh", default_domain=texts.words)
    from lms.accounts.queries import account_of_request
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(account_of_request)
    web.install(app)
    wiring.plug_in(app)
    cli.install(app)
    return app


def start_log(level: str) -> None:
    """JSON lines on stderr."""
    from lms.web import JsonLines
    logger = logging.getLogger("lms")
    logger.setLevel(level)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.propagate = False
