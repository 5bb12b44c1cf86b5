"""Signing in as secrets.toml sets it: read from where Streamlit reads it, and refused where it could not work or would not be safe."""

from __future__ import annotations

import tomllib

import pytest

from bot.errors import SettingsError
from ui.web import sign_in_settings
from ui.web.sign_in_settings import SignIn, open_to_others, read_sign_in, secret_files, sign_in_of

ONE = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "id"
client_secret = "hush-hush"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
client_kwargs = { prompt = "login" }
"""
TWO = """
[auth]
redirect_uri = "https://drafts.example/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
[auth.ministry]
client_id = "id"
client_secret = "hush-hush"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
[auth.google]
client_id = "id"
client_secret = "hush-hush"
server_metadata_url = "https://accounts.example/.well-known/openid-configuration"
"""


def auth(toml: str):
    return tomllib.loads(toml)["auth"]


def complaint(toml: str) -> str:
    with pytest.raises(SettingsError) as caught:
        sign_in_of(auth(toml), "secrets.toml")
    assert "hush-hush" not in str(caught.value)
    assert "0123456789" not in str(caught.value)
    return str(caught.value)


def test_one_provider_and_several():
    assert sign_in_of(auth(ONE), "") == SignIn(("default",))
    assert sign_in_of(auth(TWO), "") == SignIn(("ministry", "google"))


@pytest.mark.parametrize("toml", [ONE, TWO])
@pytest.mark.parametrize("key", ["redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"])
def test_what_is_missing_or_empty_is_named(toml, key):
    lines = toml.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(key))
    assert f"{key} is missing" in complaint("\n".join([*lines[:at], *lines[at + 1 :]]))
    assert f"{key} is missing" in complaint("\n".join([*lines[:at], f'{key} = " "', *lines[at + 1 :]]))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/oauth2callback", "/", "redirect_uri does not end in /oauth2callback"),
        ("https://drafts", "http://drafts", "redirect_uri is no https address"),
        ("https://id", "http://id", "server_metadata_url is no https address"),
        ("https://id.example", "file://localhost", "server_metadata_url is no https address"),
        ("https://id.example/", "https:///", "server_metadata_url is no https address"),
        ("0123456789abcdef0123", "short", "cookie_secret has under 32 characters"),
        ("auth.google", "auth.my_google", "[auth.my_google]: a provider's name has no underscore"),
    ],
)
def test_what_could_not_work_or_would_not_be_safe_is_refused(old, new, said):
    assert said in complaint(TWO.replace(old, new))


def test_plain_http_is_for_this_machine():
    on_this_machine = TWO.replace("https://id.example", "http://127.0.0.1:9000").replace(
        "https://drafts.example", "http://localhost:8501"
    )
    assert sign_in_of(auth(on_this_machine), "").providers


def test_no_provider_is_refused():
    assert "names no provider" in complaint("\n".join(TWO.splitlines()[:4]))


@pytest.mark.parametrize("value", ["text", 1, []])
def test_auth_that_is_no_table_is_refused(value):
    with pytest.raises(SettingsError, match="no table"):
        sign_in_of(value, "secrets.toml")


def test_without_authlib_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sign_in_settings, "find_spec", lambda _name: None)
    assert complaint(ONE) == 'secrets.toml: signing in is set and needs Authlib; pip install "clausewise[signin]"'


def test_the_data_directorys_file_wins_and_no_file_is_no_sign_in(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    files = secret_files(tmp_path / "data")
    assert files == tuple(
        tmp_path / name for name in ("home/.streamlit/secrets.toml", ".streamlit/secrets.toml", "data/secrets.toml")
    )
    assert read_sign_in(files) is None
    for file, text in zip(files, ("[other]\nkey = 1\n", ONE, TWO), strict=True):
        file.parent.mkdir(parents=True)
        file.write_text(text)
    assert read_sign_in(files[:2]) == SignIn(("default",))
    assert read_sign_in(files) == SignIn(("ministry", "google"))
    files[2].write_text("[other]\n")
    assert read_sign_in(files) == SignIn(("default",))


@pytest.mark.parametrize("data", [b"[auth\n", b"\xff"])
def test_a_file_that_is_no_toml_is_named(tmp_path, data):
    file = tmp_path / "secrets.toml"
    file.write_bytes(data)
    with pytest.raises(SettingsError, match="this is no TOML") as caught:
        read_sign_in([file])
    assert caught.value.where == str(file)


def test_a_file_that_cannot_be_read_is_no_absent_one(tmp_path):
    (tmp_path / "secrets.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        read_sign_in([tmp_path / "secrets.toml"])


@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o620, True)])
def test_a_file_that_others_may_read_or_change_is_named(tmp_path, mode, is_open):
    file = tmp_path / "secrets.toml"
    file.write_text(ONE)
    file.chmod(mode)
    assert open_to_others([file, tmp_path / "none.toml"]) == ((file,) if is_open else ())
