"""Pulling a model from a publisher that cuts, redirects, forgets and lies: whole in the end, or not there."""

from __future__ import annotations

import json
import resource
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.asr.published import NAME, Publisher, archive_of, archive_with, published
from voicebot.asr.installed import find_model, installed_fault, installed_models, models_folder
from voicebot.asr.manifest import transcribe
from voicebot.asr.pull import pull
from voicebot.asr.pullable import PullableModel, pullable_models, read_pullable
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import Audio
from voicebot.audio.files import resample
from voicebot.cli import build
from voicebot.errors import ModelError
from voicebot.paths import data_dir
from voicebot.tts import espeak

EMBEDDED = data_dir("models") / "zh-phone"


@pytest.fixture(scope="module")
def archive() -> bytes:
    """The embedded model as a publisher would pack it."""
    return archive_of(EMBEDDED)


@pytest.fixture
def publisher(archive: bytes) -> Iterator[Publisher]:
    with published(archive) as server:
        yield server


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of models."""
    folder = tmp_path / "models"
    monkeypatch.setenv("VOICEBOT_MODELS", str(folder))
    return folder


def refused(model: PullableModel, source: str | None = None) -> str:
    """Why a pull fails: one line; and nothing is installed by it."""
    with pytest.raises(ModelError) as caught:
        pull(model, source)
    assert installed_models() == {}
    assert {path.name for path in models_folder().glob("*")} <= {f".{NAME}.lock", f".{NAME}.zip.part"}
    assert "\n" not in str(caught.value)
    return str(caught.value)


def part(place: Path) -> Path:
    return place / f".{NAME}.zip.part"


def spoken(text: str) -> Audio:
    edge = np.zeros(2400, np.int16)
    return Audio(np.concatenate([edge, resample(espeak.synthesise(text, "cmn+f5").samples, 22050), edge]))


def test_a_pulled_model_is_whole_loads_and_is_found_by_name(publisher: Publisher, place: Path) -> None:
    seen: list[int] = []
    folder = pull(publisher.model(), progress=seen.append)
    assert folder == place / NAME == find_model(NAME)
    files = {path.relative_to(EMBEDDED) for path in EMBEDDED.rglob("*") if path.is_file()}
    assert {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} == files
    assert all((folder / file).read_bytes() == (EMBEDDED / file).read_bytes() for file in files)
    assert transcribe(spoken("你打错电话了"), VoskAsr(folder)).text == "你打错电话了"
    assert seen == sorted(seen)
    assert seen[-1] == len(publisher.body)
    assert not part(place).exists()


def test_a_model_that_is_here_is_not_fetched_again_unless_forced(publisher: Publisher) -> None:
    model = publisher.model()
    folder = pull(model)
    (folder / "note.txt").write_text("mine")
    pull(model)
    assert publisher.asked == [""]
    pull(model, force=True)
    assert publisher.asked == ["", ""]
    assert not (folder / "note.txt").exists()
    assert installed_fault(folder) is None


def test_a_damaged_model_is_replaced(publisher: Publisher) -> None:
    folder = pull(publisher.model())
    (folder / "am" / "final.mdl").unlink()
    assert installed_fault(pull(publisher.model())) is None


def test_a_forced_pull_that_fails_leaves_the_model_as_it_was(publisher: Publisher) -> None:
    folder = pull(publisher.model())
    with pytest.raises(ModelError):
        pull(publisher.model(sha256="0" * 64), force=True)
    assert installed_fault(folder) is None


@pytest.mark.parametrize("silent", [False, True])
def test_a_cut_connection_goes_on_where_it_stopped(publisher: Publisher, place: Path, silent: bool) -> None:
    publisher.silent = silent
    publisher.cuts = [200_000, 300_000]
    for have in (200_000, 500_000):
        why = refused(publisher.model())
        assert "cut" in why
        assert "again" in why
        assert part(place).stat().st_size == have
    assert installed_fault(pull(publisher.model())) is None
    assert publisher.asked == ["", "bytes=200000-", "bytes=500000-"]


def test_a_server_without_ranges_starts_over(publisher: Publisher) -> None:
    publisher.ranges = False
    publisher.cuts = [200_000]
    refused(publisher.model())
    seen: list[int] = []
    assert installed_fault(pull(publisher.model(), progress=seen.append)) is None
    assert seen[0] == 0


def test_a_whole_part_file_needs_no_network(publisher: Publisher, place: Path) -> None:
    place.mkdir()
    part(place).write_bytes(publisher.body)
    assert installed_fault(pull(publisher.model(url="http://127.0.0.1:9/nothing"))) is None


def test_a_part_file_that_is_too_long_is_thrown_away(publisher: Publisher, place: Path) -> None:
    place.mkdir()
    part(place).write_bytes(publisher.body + b"more")
    assert installed_fault(pull(publisher.model())) is None


def test_redirects_are_followed_and_keep_the_range(publisher: Publisher) -> None:
    publisher.redirects = 1
    publisher.cuts = [100_000]
    refused(publisher.model())
    assert installed_fault(pull(publisher.model())) is None
    assert publisher.asked[-1] == "bytes=100000-"


def test_a_circle_of_redirects_is_an_error(publisher: Publisher) -> None:
    assert "circle" in refused(publisher.model(url=f"{publisher.url}/circle"))


def test_a_wrong_checksum_is_refused_before_unpacking_and_the_part_goes(
    publisher: Publisher, place: Path
) -> None:
    assert "sha256" in refused(publisher.model(sha256="0" * 64))
    assert not part(place).exists()


def test_a_spoilt_part_is_found_out_and_the_next_pull_works(publisher: Publisher, place: Path) -> None:
    place.mkdir()
    part(place).write_bytes(b"x" * 1000)
    assert "sha256" in refused(publisher.model())
    assert installed_fault(pull(publisher.model())) is None


def test_a_file_of_another_size_does_not_spoil_what_is_there(publisher: Publisher, place: Path) -> None:
    model = publisher.model()
    publisher.cuts = [100_000]
    refused(model)
    publisher.body, publisher.ranges = b"<html>please log in</html>", False
    assert "not the published file" in refused(model)
    assert part(place).stat().st_size == 100_000


def test_a_server_that_never_stops_is_stopped(publisher: Publisher, place: Path) -> None:
    publisher.silent = True
    assert "more than the published" in refused(publisher.model(bytes=50_000))
    assert not part(place).exists()


def test_what_is_not_there_is_named_with_the_servers_answer(publisher: Publisher) -> None:
    assert "404" in refused(publisher.model(url=f"{publisher.url}/gone"))


def test_without_network_the_remedy_is_a_file(publisher: Publisher) -> None:
    assert "--from FILE" in refused(publisher.model(url="http://127.0.0.1:9/model.zip"))


def test_an_address_that_is_none_is_named(publisher: Publisher) -> None:
    assert "no address" in refused(publisher.model(), "http://")


def test_a_file_fetched_before_is_checked_and_kept(publisher: Publisher, tmp_path: Path) -> None:
    file = tmp_path / "model.zip"
    file.write_bytes(publisher.body[:-1] + b"?")
    assert "not the published file" in refused(publisher.model(), str(file))
    file.write_bytes(publisher.body)
    assert installed_fault(pull(publisher.model(), file.as_uri())) is None
    assert file.exists()
    assert publisher.asked == []


def test_another_address_serves_the_same_archive(publisher: Publisher) -> None:
    model = publisher.model(url="http://127.0.0.1:9/model.zip")
    assert installed_fault(pull(model, f"{publisher.url}/mirror.zip")) is None


@pytest.mark.parametrize(("source", "why"), [("absent.zip", "no such file"), (".", "is a folder")])
def test_a_source_that_is_no_file_is_named(publisher: Publisher, source: str, why: str) -> None:
    assert why in refused(publisher.model(), source)


def _link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _lying() -> bytes:
    """Says that two million zeros are ten bytes."""
    body = archive_with(("m/zeros", b"\0" * 2_000_000))
    return body.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


HOSTILE = {
    "a path upwards": (archive_with(("m/../../evil.txt", b"x")), "leads out"),
    "an absolute path": (archive_with(("/tmp/evil.txt", b"x")), "leads out"),
    "a path of Windows": (archive_with(("m\\..\\evil.txt", b"x")), "leads out"),
    "a drive": (archive_with(("C:/evil.txt", b"x")), "leads out"),
    "a link": (archive_with((_link("m/am"), b"/etc"), ("m/am/passwd", b"x")), "is a link"),
    "a bomb": (archive_with(("m/zeros", b"\0" * 30_000_000)), "beyond measure"),
    "a bomb that lies": (_lying(), "can be unpacked"),
    "thousands of files": (archive_with(*((f"m/{n}", b"") for n in range(1001))), "1001 files"),
    "names in other case": (archive_with(("m/a", b"x"), ("m/A", b"y")), "there twice"),
    "a file as a folder": (archive_with(("m/a", b"x"), ("m/a/b", b"y")), "another file's place"),
    "no archive at all": (b"<html>" + b"x" * 1000, "not a zip archive"),
    "half an archive": (archive_with(("m/a", b"x" * 1000))[:-10], "not a zip archive"),
    "no model": (archive_with(("m/readme.txt", b"hello")), "am/final.mdl is missing"),
    "nothing": (archive_with(), "am/final.mdl is missing"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_installs_nothing(kind: str, place: Path, tmp_path: Path) -> None:
    body, why = HOSTILE[kind]
    with published(body) as server:
        assert why in refused(server.model())
    assert not part(place).exists()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f".{NAME}.lock"]


def test_an_archive_that_is_not_complete_is_never_installed(tmp_path: Path) -> None:
    small = {path: (EMBEDDED / path).read_bytes() for path in ("am/final.mdl", "conf/mfcc.conf")}
    with published(archive_with(*((f"m/{path}", content) for path, content in small.items()))) as server:
        assert "conf/model.conf is missing" in refused(server.model())


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VOICEBOT_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(ModelError, match="set VOICEBOT_MODELS"):
        pull(publisher.model())


def test_a_full_disk_is_one_line_and_keeps_the_part(publisher: Publisher, place: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, {resource.RLIM_INFINITY}))\n"
        "from voicebot.asr.pull import pull\n"
        "from voicebot.asr.pullable import PullableModel\n"
        "from voicebot.errors import ModelError\n"
        "try:\n    pull(PullableModel(*sys.argv[1:4], int(sys.argv[4]), *sys.argv[5:]))\n"
        "except ModelError as error:\n    print(error)\n"
    )
    model = publisher.model()
    fields = (model.name, model.language, model.url, str(model.bytes), model.sha256, model.licence, "")
    done = subprocess.run(
        [sys.executable, "-c", code, *fields], capture_output=True, text=True, timeout=60, check=True
    )
    # The limit of a process on file size stands for the disk's.
    assert "cannot be written" in done.stdout
    assert done.stdout.count("\n") == 1
    assert 0 < part(place).stat().st_size <= 500_000
    assert installed_fault(pull(model)) is None
    assert publisher.asked[-1].startswith("bytes=")


def test_two_pulls_of_one_model_do_not_spoil_each_other(publisher: Publisher) -> None:
    model = publisher.model()
    told: list[str] = []

    def meanwhile(done: int) -> None:
        if not told:
            told.append("")
            with pytest.raises(ModelError, match="being pulled by another"):
                pull(model)
            told.append("refused")

    assert installed_fault(pull(model, progress=meanwhile)) is None
    assert told == ["", "refused"]


def test_what_a_killed_pull_left_is_in_nobodys_way(publisher: Publisher, place: Path) -> None:
    for left in (f".{NAME}.unpacked", f".{NAME}.old"):
        (place / left / "am").mkdir(parents=True)
        (place / left / "am" / "final.mdl").write_bytes(b"half")
    assert installed_models() == {}
    assert installed_fault(pull(publisher.model())) is None
    assert sorted(path.name for path in place.iterdir()) == [f".{NAME}.lock", NAME]


def test_the_published_models_are_those_of_vosk() -> None:
    models = {model.name: model for model in pullable_models()}
    assert {model.language for model in models.values()} == {"zh", "en"}
    assert all(model.url.startswith("https://") and len(model.sha256) == 64 for model in models.values())
    assert read_pullable("zh").bytes == 43_898_754
    assert read_pullable("vosk-model-small-en-us-0.15").bytes == 41_205_931


def test_an_unknown_language_is_named_with_what_there_is() -> None:
    with pytest.raises(ModelError, match="there are zh, en"):
        read_pullable("fr")


def test_names_that_lead_nowhere_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="voicebot models pull en"):
        find_model("vosk-model-small-en-us-0.15")
    with pytest.raises(ModelError, match="did you mean 'zh-phone'"):
        find_model("zh-phon")
    with pytest.raises(ModelError, match="no such model folder"):
        find_model(tmp_path / "elsewhere")
    assert find_model("zh-phone") == EMBEDDED


def test_the_folder_of_models_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VOICEBOT_MODELS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert models_folder() == tmp_path / "voicebot" / "models"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert models_folder() == Path.home() / ".local" / "share" / "voicebot" / "models"


def test_the_commands_pull_list_and_verify(tmp_path: Path, place: Path) -> None:
    runner, app = CliRunner(), build()
    absent = runner.invoke(app, ["models", "pull", "zh", "--from", str(tmp_path / "none.zip"), "--json"])
    assert isinstance(absent.exception, ModelError)
    before = json.loads(runner.invoke(app, ["models", "list", "--json"]).stdout)
    assert [model["language"] for model in before["pull"]] == ["zh", "en"]
    # A user's own model folder beside pulled ones counts as one.
    own = place / "vosk-model-small-cn-0.22"
    own.mkdir(parents=True)
    for file in (file for file in EMBEDDED.rglob("*") if file.is_file()):
        (own / file.relative_to(EMBEDDED)).parent.mkdir(parents=True, exist_ok=True)
        (own / file.relative_to(EMBEDDED)).write_bytes(file.read_bytes())
    here = json.loads(runner.invoke(app, ["models", "pull", "zh", "--json"]).stdout)
    assert (here["path"], here["fetched"]) == (str(own), False)
    after = json.loads(runner.invoke(app, ["models", "list", "--json"]).stdout)
    assert [model["language"] for model in after["pull"]] == ["en"]
    assert [m["path"] for m in after["models"] if m["name"] == own.name and m["complete"]] == [str(own)]
    assert runner.invoke(app, ["models", "verify", own.name]).stdout == f"{own.name}: works\n"
    assert runner.invoke(app, ["models", "verify", str(EMBEDDED)]).stdout == f"{EMBEDDED}: works\n"
    (own / "graph" / "words.txt").unlink()
    damaged = runner.invoke(app, ["models", "verify", own.name, "--json"])
    assert damaged.exit_code == 2
    assert "words.txt" in json.loads(damaged.stdout)["models"][own.name]["fault"]
