"""A small bill that meets a few elements, for tests of the faces."""

BILL = """\
# Trafficking (Prevention) Bill

## Part I Offences

1. A person who recruits, transports, harbours or receives another person by means of threat, force, coercion, fraud or deception for
the purpose of sexual exploitation commits the offence of sex trafficking and is liable to imprisonment for fifteen years.

2. A person who attempts to commit an offence under section 1 is liable to the punishment provided for that offence.
"""
