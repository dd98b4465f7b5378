"""The doors, tried as somebody would who wants in: another site, another name for us, too much, a way out.

Every attack is first made in a way that would succeed if the one thing it lacks were there.
"""

from __future__ import annotations

import socket
from urllib.parse import unquote

import pytest
from tests.app.web.conftest import Client, folder, on_disk

from standoff.app.web import server
from standoff.app.web.guard import HEADERS, MAX_BODY, Keys


def test_with_everything_in_order_the_doors_are_open(syria: Client):
    assert syria.get("/case").status_code == 200
    assert syria.send("poll", {}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8123",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:8123",
        "[::1]:8123",
        "",
        "127.0.0.1:8123.evil.example",
    ],
)
def test_only_our_own_address_is_answered(syria: Client, host: str):
    assert syria.get("/case", host=host).status_code == 403
    refused = syria.http.post("/api/poll", json={}, headers={**syria.headers, "host": host})
    assert refused.status_code == 403
    assert syria.http.get("/static/app.css", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.example",
        "https://127.0.0.1:8123",
        "http://127.0.0.1:8124",
        "http://localhost:8123",
        "",
    ],
)
def test_another_origin_is_refused_even_with_the_token(syria: Client, origin: str):
    refused = syria.http.post("/api/poll", json={}, headers={**syria.headers, "origin": origin})
    assert refused.status_code == 403
    assert syria.get("/case", origin=origin).status_code == 403


def test_a_program_without_an_origin_needs_the_token_all_the_same(syria: Client):
    token = {"x-standoff-token": syria.app.keys.write}
    assert syria.http.post("/api/poll", json={}, headers=token).status_code == 200
    assert syria.http.post("/api/poll", json={}).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "None"])
def test_a_wrong_token_writes_nothing(syria: Client, token: str):
    headers = {**syria.headers, "x-standoff-token": token}
    assert syria.http.post("/api/poll", json={}, headers=headers).status_code == 403


def test_the_token_of_the_link_does_not_write(syria: Client):
    headers = {**syria.headers, "x-standoff-token": syria.app.keys.look}
    assert syria.http.post("/api/poll", json={}, headers=headers).status_code == 403


def test_pages_need_the_cookie_and_the_link_gives_it(syria: Client):
    syria.http.cookies.clear()
    for path in ("/", "/case", "/events", "/report", "/pack", "/evidence?cite=003%23s1"):
        assert syria.get(path).status_code == 403
    assert syria.get("/?t=wrong").status_code == 403
    assert syria.http.get("/static/app.css").status_code == 200  # the same for everybody
    opened = syria.get(f"/case?t={syria.app.keys.look}")
    assert opened.status_code == 200  # at once: a strict cookie would not travel on a redirect
    cookie = opened.headers["set-cookie"]
    assert cookie.startswith("standoff-8123=")
    assert {"SameSite=Strict", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert syria.get("/case").status_code == 200


def test_the_cookie_of_another_port_opens_nothing(syria: Client):
    syria.http.cookies.clear()
    cookie = f"standoff-9999={syria.app.keys.look}"
    assert syria.get("/case", cookie=cookie).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_get_and_post(syria: Client, method: str):
    assert syria.http.request(method, "/case", headers=syria.headers).status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_elsewhere_can_neither_load_nor_send(syria: Client, site: str):
    fetch = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    assert syria.get("/case", **fetch).status_code == 403
    sent = syria.http.post("/api/poll", json={}, headers={**syria.headers, "sec-fetch-site": site})
    assert sent.status_code == 403


def test_what_decides_may_not_stand_twice(syria: Client):
    headers = [*syria.headers.items(), ("origin", syria.app.keys.origin)]
    assert syria.http.post("/api/poll", json={}, headers=headers).status_code == 400


def test_eleven_megabytes_are_too_much_whatever_is_said_of_their_length(syria: Client):
    much = b"x" * 11_000_000
    assert syria.http.post("/api/poll", content=much, headers=syria.headers).status_code == 413

    def in_parts():
        for at in range(0, len(much), 1_000_000):
            yield much[at : at + 1_000_000]

    headers = {**syria.headers, "content-type": "application/json"}
    assert syria.http.post("/api/poll", content=in_parts(), headers=headers).status_code == 413
    assert (
        syria.http.post("/api/unpack?to=x", content=much, headers=syria.headers).status_code == 413
    )
    lied = {**syria.headers, "content-length": "-1"}
    assert syria.http.post("/api/poll", content=b"{}", headers=lied).status_code == 400


@pytest.mark.thorough
def test_a_text_may_be_as_large_as_import_takes(ferry: Client):
    long = b"A ferry sails. " * (MAX_BODY // 15 + 10_000)
    assert len(long) > MAX_BODY
    assert ferry.upload("/api/text?name=long.txt", long)["source"]["id"] == "long"


def test_every_answer_carries_the_policy_also_a_refusal(syria: Client):
    answers = [
        syria.get("/case", accept="text/html"),
        syria.get("/nowhere"),
        syria.get("/case", host="evil.example"),
        syria.send("poll", {}),
        syria.send("poll", []),
        syria.http.get("/static/app.css"),
        syria.http.get("/static/none.js"),
        syria.get("/pack"),
    ]
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, answer.url
    assert "unsafe" not in HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    "name",
    [
        "../pages.py",
        "..%2fpages.py",
        "%2e%2e/pages.py",
        "....//pages.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "app.css%00.js",
        "..\\pages.py",
        "",
    ],
)
def test_static_names_are_looked_up_never_joined(syria: Client, name: str):
    assert syria.http.get(f"/static/{name}").status_code in {404, 403}


@pytest.mark.parametrize(
    "name",
    [
        "../ledger.jsonl",
        "CODING.md",
        "ledger.jsonl",
        "readings%2f..%2fcase.yaml",
        "/etc/passwd",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "case.yaml%00",
    ],
)
def test_files_of_a_case_are_looked_up_never_joined(syria: Client, name: str):
    assert syria.get(f"/file/{name}").status_code == 404
    assert (
        syria.send("file", {"name": name.replace("%2e", ".").replace("%2f", "/")}).status_code
        == 404
    )


@pytest.mark.parametrize(
    "id", ["..%2fpost", "%2e%2e", "post%2f..%2fpost", "post%00", ".", "post.txt"]
)
def test_texts_are_looked_up_never_joined(ferry: Client, id: str):
    assert ferry.get(f"/texts/{id}").status_code == 404 or id == "."
    id = unquote(id)
    asked = ("source", {"id": id}), ("read", {"sources": [id]})
    for name, body in asked:
        assert ferry.send(name, body).status_code == 404
    decided = {"source": id, "decisions": [{"id": "x", "action": "accept"}]}
    assert ferry.send("decide", decided).status_code == 404
    assert ferry.send("gloss", {"source": id, "sentence": 1, "gloss": "x"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "..\\..\\evil.txt", "/tmp/evil.txt", "C:\\evil.txt"]
)
def test_the_name_of_an_uploaded_file_leads_nowhere(ferry: Client, name: str):
    outside = on_disk(folder(ferry).parent)
    ferry.upload(f"/api/text?name={name}", b"Some text of our own.")
    new = set(on_disk(folder(ferry).parent)) - set(outside)
    assert new == {
        "ferry-desk/texts/evil.txt",
        "ferry-desk/sources/evil.json",
        "ferry/readings/evil.yaml",
        "ferry/sources/evil.yaml",
    }


def test_the_id_of_an_uploaded_file_leads_nowhere(ferry: Client):
    for id in ("../x", "a/b", "..", "-", "a b"):
        ferry.upload(f"/api/text?name=x.txt&id={id}", b"Some text.", 400)


def test_a_link_out_of_a_case_is_neither_read_nor_written(coded: Client, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("case: nobody else's business\n", "utf-8")
    (folder(coded) / "readings" / "out.yaml").symlink_to(secret)
    assert "readings/out.yaml" not in coded.files
    shown = coded.get("/check").text + coded.get("/case").text
    assert "nobody else's business" not in shown
    assert coded.get("/file/readings/out.yaml").status_code == 404
    body = {"name": "readings/out.yaml", "text": "case: mine\n", "based": {}}
    assert coded.send("file", body).status_code == 404
    copied = coded.send("copy", {"reading": "post", "name": "out"})
    assert copied.status_code in {409, 422}
    assert secret.read_text("utf-8") == "case: nobody else's business\n"


def test_it_listens_on_this_machine_alone_and_no_child_inherits_the_port():
    bound = server.listening()
    try:
        assert bound.getsockname()[0] == "127.0.0.1"
        assert not bound.get_inheritable()
        assert bound.family == socket.AF_INET
    finally:
        bound.close()


def test_the_secrets_are_long_of_their_own_and_not_told():
    one, other = Keys("127.0.0.1", 1), Keys("127.0.0.1", 1)
    assert len({one.look, one.write, other.look, other.write}) == 4
    assert min(map(len, (one.look, one.write))) >= 32
    assert one.look not in repr(one)
    assert one.write not in repr(one)


def test_hostile_words_come_back_as_words(ferry: Client):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
    ferry.upload("/api/text?name=evil.txt", f"{evil} says Northport. {evil}".encode())
    ferry.post("source", {"id": "evil", "title": evil, "outlet": evil, "author": evil})
    ferry.write("edit", {"op": "title", "text": evil})
    for path in (
        "/",
        "/texts/evil",
        "/case",
        "/answer",
        "/readings?tab=said",
        "/check",
        "/file/case.yaml",
    ):
        shown = ferry.get(path, accept="text/html")
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text
        assert "<img src=x" not in shown.text
