"""A headless Chromium, to look at a page as a person does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

MISSING = (
    "The page is tested in a browser: install one with"
    " `apt-get install chromium chromium-driver`, or anything else that puts `chromium` or"
    " `google-chrome` and a `chromedriver` of the same version on the PATH."
)
_QUIET = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
    --disable-background-networking --disable-component-update --disable-sync
    --force-color-profile=srgb --hide-scrollbars
""".split()


def installed() -> tuple[str, str] | None:
    """The browser and its driver."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextmanager
def browser(profile: Path, *, width: int = 1280, height: int = 900) -> Iterator[Chrome]:
    """One with the empty folder ``profile`` for its own, in a window of CSS pixels."""
    found = installed()
    assert found, MISSING
    options = ChromeOptions()
    options.binary_location = found[0]
    for argument in (*_QUIET, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, Service(found[1]))
    try:
        yield driver
    finally:
        driver.quit()


def emulate(driver: Chrome, *, scheme: str = "light", width: int = 1280, height: int = 900) -> None:
    """The colours that the system prefers, and a window as narrow as a phone's."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def log(driver: Chrome, name: str) -> list[dict[str, Any]]:
    """What was written since it was last read."""
    entries: list[dict[str, Any]] = driver.execute("getLog", {"type": name})["value"]
    return entries
