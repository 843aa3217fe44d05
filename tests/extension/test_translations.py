"""Every text has a Danish translation, and JupyterLab is given it."""

import json
import subprocess
import sys
from pathlib import Path

from jupyterlab_server.translation_utils import get_language_pack

EXTENSION = Path(__file__).parents[2] / "extension"


def test_the_catalogues_are_up_to_date_and_whole():
    done = subprocess.run(
        [sys.executable, EXTENSION / "scripts" / "translations.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_placeholders_survive_translation():
    for file in EXTENSION.glob("underhood_lab/locale/*/LC_MESSAGES/*.json"):
        for text, strings in json.loads(file.read_text("utf-8")).items():
            for string in strings if text else ():
                wanted = {f"%{number}" for number in range(1, 10) if f"%{number}" in text}
                # "1 test fails" has no number in the singular, and its plural has.
                assert {f"%{n}" for n in range(1, 10) if f"%{n}" in string} <= wanted | {"%1"}, (text, string)
                assert len(strings) > 1 or all(one in string for one in wanted), (text, string)


def test_jupyterlab_is_given_the_danish_texts():
    texts, message = get_language_pack("da_DK")
    assert message == ""
    assert texts["underhood"]["Level"] == ["Niveau"]
