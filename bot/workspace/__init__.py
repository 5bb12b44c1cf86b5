"""What people keep: threads, reviews, uploads, overrides, in a database. Only ``opening`` and what it imports load SQLAlchemy.

    values.py                       what comes out: frozen values, no rows
    limits.py                       what goes in: lengths and ids
    tables.py, migrations/          how it is stored, and how stored things become so
    addresses.py engines.py database.py migrating.py opening.py
                                    which database, how it is connected to, transactions, versions
    threads.py reviews.py uploads.py overrides.py usage.py retention.py workspace.py
                                    what can be done

Every table's key begins with the owner, every method with the user, and foreign keys hold the owner too: no row can refer to another
user's, and what is another user's cannot be told from what does not exist.
"""
