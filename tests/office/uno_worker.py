"""The far side of libreoffice.py: run by the system's Python, which has uno.

Reads one JSON job a line on standard input, answers {"error": …} on standard output, and ends
LibreOffice when the input ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import uno
from com.sun.star.beans import PropertyValue

Remote: TypeAlias = Any  # an object inside LibreOffice; nothing says what it can do

# Recalculate on loading whatever the file says; Chinese dates as they are typed in Taiwan.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-TW</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Input"><prop oor:name="AutoInput" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
EXCEL = "Calc MS Excel 2007 XML"


def properties(**given: object) -> tuple[Remote, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in given.items())


def start(profile: Path) -> tuple[Remote, Remote]:
    """The running LibreOffice's (desktop, dispatcher)."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    pipe = f"gmreports{os.getpid()}"
    process = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            if process.poll() is not None:
                raise
            time.sleep(0.1)
    else:
        raise TimeoutError("LibreOffice did not start within a minute")
    create = context.ServiceManager.createInstanceWithContext
    return (
        create("com.sun.star.frame.Desktop", context),
        create("com.sun.star.frame.DispatchHelper", context),
    )


def recalculate(document: Remote, dispatcher: Remote, job: dict[str, Any]) -> None:
    document.calculateAll()
    save(document, job["out"], EXCEL)


def type_text(document: Remote, dispatcher: Remote, job: dict[str, Any]) -> None:
    controller = document.CurrentController
    for title, cell, text in job["typed"]:
        controller.setActiveSheet(document.Sheets.getByName(title))
        for command, given in (
            (".uno:GoToCell", {"ToPoint": cell}),
            (".uno:EnterString", {"StringName": text}),
        ):
            dispatcher.executeDispatch(controller.Frame, command, "", 0, properties(**given))
    document.calculateAll()
    save(document, job["out"], EXCEL)


def pdf(document: Remote, dispatcher: Remote, job: dict[str, Any]) -> None:
    save(document, job["out"], "calc_pdf_Export")


def convert(document: Remote, dispatcher: Remote, job: dict[str, Any]) -> None:
    save(document, job["out"], job["filter"])


def save(document: Remote, out: str, filter_name: str) -> None:
    document.storeToURL(Path(out).resolve().as_uri(), properties(FilterName=filter_name))


JOBS: dict[str, Callable[[Remote, Remote, dict[str, Any]], None]] = {
    "recalculate": recalculate,
    "type": type_text,
    "pdf": pdf,
    "convert": convert,
}


def answer(desktop: Remote, dispatcher: Remote, job: dict[str, Any]) -> str:
    """Do one job; the error in words, "" for none."""
    document = None
    try:
        # Hidden=True together with a protected cell aborts LibreOffice.
        url = Path(job["path"]).resolve().as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=False))
        if document is None:
            return f"LibreOffice cannot open {job['path']}"
        JOBS[job["do"]](document, dispatcher, job)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        if document is not None:
            document.close(True)
    return ""


def main() -> None:
    desktop, dispatcher = start(Path(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps({"error": answer(desktop, dispatcher, json.loads(line))}), flush=True)
    try:
        desktop.terminate()
    except Exception:
        sys.exit(1)


if __name__ == "__main__":
    main()
