"""Runs the migrations on the app's database, inside one transaction each, on SQLite by table copy where ALTER cannot."""

from alembic import context
from flask import current_app

from lms.db import db, writing

config = context.config


def run() -> None:
    """Online only: there is always a database."""
    engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.metadata, render_as_batch=True, compare_type=False, transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()


run()
