"""Fill in a workbook with LibreOffice, every cell typed as a person types it.

Two halves in one file: `type_and_save` starts this file with the Python that has uno, which drives
LibreOffice in `main`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

Remote: TypeAlias = Any  # an object inside LibreOffice; nothing says what it can do

# Dates as they are typed in Taiwan, and no completion of what is typed from the cells above.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-TW</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Input"><prop oor:name="AutoInput" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
EXCEL = "Calc MS Excel 2007 XML"
PATIENCE = 180


def python_with_uno() -> str | None:
    """The Python that can drive LibreOffice; None where either is missing."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None or shutil.which("soffice") is None:
        return None
    found = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
    return python if found.returncode == 0 else None


def type_and_save(python: str, workbook: bytes, typed: Iterable[tuple[str, str, str]]) -> bytes:
    """The workbook after typing each (sheet title, cell, text) and saving as xlsx."""
    with tempfile.TemporaryDirectory(prefix="gmreports-samples-") as folder:
        Path(folder, "in.xlsx").write_bytes(workbook)
        job = json.dumps(list(typed))
        subprocess.run([python, __file__, folder], input=job, text=True, check=True, timeout=PATIENCE)
        return Path(folder, "out.xlsx").read_bytes()


def version(workbook: bytes) -> str:
    """Which program saved the workbook, in its own words; another version may give other bytes."""
    with zipfile.ZipFile(BytesIO(workbook)) as members:
        found = re.search("<Application>(.*?)</Application>", members.read("docProps/app.xml").decode())
    return found[1] if found else ""


def main() -> None:
    folder = Path(sys.argv[1])
    process, desktop, dispatcher = _start(folder)
    try:
        # Hidden=True together with a protected cell aborts LibreOffice.
        document = desktop.loadComponentFromURL(
            (folder / "in.xlsx").as_uri(), "_blank", 0, _given(Hidden=False)
        )
        frame = document.CurrentController.Frame
        for title, cell, text in json.load(sys.stdin):
            document.CurrentController.setActiveSheet(document.Sheets.getByName(title))
            dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, _given(ToPoint=cell))
            dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, _given(StringName=text))
        document.CurrentController.setActiveSheet(document.Sheets.getByIndex(0))
        document.calculateAll()
        document.storeToURL((folder / "out.xlsx").as_uri(), _given(FilterName=EXCEL))
        document.close(True)
        desktop.terminate()
        process.wait(60)
    finally:
        process.kill()


def _start(folder: Path) -> tuple[subprocess.Popen[bytes], Remote, Remote]:
    import uno

    (folder / "profile/user").mkdir(parents=True)
    (folder / "profile/user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    place = f"pipe,name={folder.name};urp;StarOffice.ComponentContext"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", f"--accept={place}"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    process = subprocess.Popen(
        ["soffice", profile, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # it asks for Java, which nothing here needs
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:{place}")
        except Exception:  # uno has no narrower type for "not there yet"
            time.sleep(0.1)
            continue
        create = context.ServiceManager.createInstanceWithContext
        desktop, dispatcher = "com.sun.star.frame.Desktop", "com.sun.star.frame.DispatchHelper"
        return process, create(desktop, context), create(dispatcher, context)
    process.kill()
    raise TimeoutError("LibreOffice did not start within a minute")


def _given(**values: object) -> tuple[Remote, ...]:
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


if __name__ == "__main__":
    main()
