"""`flask --app lms worker`: the one background process."""
import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("worker", help="Run background jobs until SIGTERM. Several may run on PostgreSQL.")
@click.option("--once", is_flag=True, help="Work until the queue is empty, then stop.")
@with_appcontext
def commands(once: bool) -> None:
    """Start the worker."""
    from lms.worker import Worker
    worker = Worker(current_app._get_current_object())
    worker.drain() if once else worker.serve()
