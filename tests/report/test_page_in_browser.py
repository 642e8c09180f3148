"""The page as a person uses it, in a real browser."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from tests.report.browser import MISSING, browser, emulate, installed, log
from tests.report.reports import VIEW, finding, report
from tests.report.test_page import CALL, EVIL, SOURCE, many, render

PHONE = 360
CALLS = 60


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    if not installed():
        # Elsewhere a person may do without; in CI the page must be looked at.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(render(many(CALLS), VIEW), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(driver: Chrome, address: str) -> Chrome:
    emulate(driver)
    driver.get(address)
    driver.execute_script("localStorage.clear()")
    driver.get(address)
    return driver


def cards(driver: Chrome) -> list[WebElement]:
    """Those that can be seen."""
    shown: list[WebElement] = driver.execute_script(
        "return [...document.querySelectorAll('.finding')].filter((e) => e.checkVisibility())"
    )
    return shown


def told(driver: Chrome) -> str:
    return driver.find_element(By.ID, "shown").text


def choose(driver: Chrome, key: str, value: str) -> None:
    Select(driver.find_element(By.NAME, key)).select_by_value(value)


def test_each_filter_shows_what_it_says(opened: Chrome) -> None:
    assert told(opened) == "60 of 60 calls"
    for key, value in [
        ("severity", "note"),
        ("fix", "unsafe"),
        ("rule", "recent-builds"),
        ("folder", "repo-3"),
    ]:
        choose(opened, key, value)
        shown = cards(opened)
        assert 0 < len(shown) < CALLS
        assert {card.get_attribute(f"data-{key}") for card in shown} == {value}
        assert told(opened) == f"{len(shown)} of 60 calls"
        choose(opened, key, "")
    assert len(cards(opened)) == CALLS


def test_filters_and_words_hold_together(opened: Chrome) -> None:
    choose(opened, "folder", "repo-3")
    opened.find_element(By.NAME, "words").send_keys("JOB-3.sh:8  tRIGger")
    (card,) = cards(opened)
    assert "repo-3/job-3.sh:8:9" in card.text
    assert told(opened) == "1 of 60 calls"
    opened.find_element(By.NAME, "words").send_keys(" nowhere")
    assert told(opened) == "0 of 60 calls"
    opened.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    assert told(opened) == "60 of 60 calls"
    assert len(cards(opened)) == CALLS


def test_a_count_leads_to_its_calls(opened: Chrome) -> None:
    opened.find_element(By.NAME, "words").send_keys("nowhere")
    opened.find_element(By.CSS_SELECTOR, "[data-value=repo-2] button").click()
    assert told(opened) == "10 of 60 calls"
    assert (
        Select(opened.find_element(By.NAME, "folder")).first_selected_option.text == "repo-2 (10)"
    )
    assert opened.switch_to.active_element.text == "60 calls found"


def test_the_keyboard_reaches_everything_and_is_seen_to(opened: Chrome) -> None:
    reached = []
    for _ in range(40):
        ActionChains(opened).send_keys(Keys.TAB).perform()
        at = opened.switch_to.active_element
        assert at.value_of_css_property("outline-style") != "none", at.get_attribute("outerHTML")
        reached.append(at.get_attribute("id") or at.text.split("\n")[0])
    wanted = ["To the calls", "dark", "--fix", "repo-0", "trigger-job"]
    wanted += ["words", "by-severity", "by-fix", "by-rule", "by-folder", "Show all"]
    assert [each for each in reached if each in wanted] == wanted
    assert "repo-0/job-0.sh:1:9" in reached


def test_the_switch_of_colours(opened: Chrome) -> None:
    def paper() -> str:
        return opened.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")

    def switch() -> WebElement:
        return opened.find_element(By.ID, "dark")

    light = paper()
    assert switch().get_attribute("aria-checked") == "false"
    switch().send_keys(Keys.SPACE)
    assert paper() != light
    assert switch().get_attribute("aria-checked") == "true"
    opened.refresh()
    assert paper() != light, "it is remembered"
    opened.execute_script("localStorage.clear()")
    emulate(opened, scheme="dark")
    opened.refresh()
    assert paper() != light
    assert switch().get_attribute("aria-checked") == "true"
    switch().click()
    assert paper() == light


_CONTRAST = """
const shade = (color) => {
  const [r, g, b] = color.match(/[0-9.]+/g).map(Number)
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const below = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color !== "rgba(0, 0, 0, 0)") return color;
  }
};
const words = [...document.querySelectorAll("body *")].filter((element) =>
  element.checkVisibility()
  && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
return words.map((element) => {
  const pair = [getComputedStyle(element).color, below(element)];
  const [dark, light] = pair.map(shade).sort((a, b) => a - b);
  return [(light + 0.05) / (dark + 0.05), element.outerHTML.slice(0, 200), ...pair];
}).filter(([contrast]) => contrast < 4.5);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(opened: Chrome, scheme: str) -> None:
    """By the 4.5 to 1 of WCAG 2.2, 1.4.3."""
    emulate(opened, scheme=scheme)
    opened.refresh()
    assert opened.execute_script(_CONTRAST) == []


def test_a_phone_has_room_for_it(opened: Chrome) -> None:
    emulate(opened, width=PHONE)
    opened.refresh()
    wide, small = opened.execute_script("""
        const all = [...document.querySelectorAll("main *, header *")]
          .filter((e) => e.checkVisibility());
        const boxes = all.map((e) => [e, e.getBoundingClientRect()])
          .filter(([, box]) => box.width && box.left >= 0);
        const touched = (e) => e.matches("button, select, input, summary");
        return [
          boxes.filter(([, box]) => box.right > innerWidth).map(([e]) => e.outerHTML),
          boxes.filter(([e, box]) => touched(e) && box.height < 24).map(([e]) => e.outerHTML),
        ];
    """)
    assert wide == [], "nothing is cut off"
    assert small == [], "a finger hits it: WCAG 2.2, 2.5.8"


def tree(driver: Chrome) -> list[dict[str, Any]]:
    driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes: list[dict[str, Any]] = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    driver.execute_cdp_cmd("Accessibility.disable", {})
    return [node for node in nodes if not node["ignored"]]


def named(nodes: list[dict[str, Any]], role: str) -> list[str]:
    return [node["name"]["value"] for node in nodes if node["role"]["value"] == role]


def test_who_listens_finds_names_and_landmarks(opened: Chrome) -> None:
    nodes = tree(opened)
    for role in ("button", "link", "combobox", "searchbox", "switch", "heading", "search"):
        names = named(nodes, role)
        assert names
        assert all(names), f"a {role} has no name"
    assert named(nodes, "combobox") == ["Severity", "Fix", "Rule", "Folder"]
    assert named(nodes, "searchbox") == ["Search"]
    assert named(nodes, "switch") == ["Dark"]
    assert len(named(nodes, "article")) == CALLS
    assert named(nodes, "article")[0] == "repo-0/job-0.sh:1:9"
    assert {"main", "banner", "contentinfo"} <= {node["role"]["value"] for node in nodes}
    (status,) = (node for node in nodes if node["role"]["value"] == "status")
    assert {"live", "polite"} <= {each["value"].get("value") for each in status["properties"]} | {
        each["name"] for each in status["properties"]
    }
    assert "60 of 60 calls" in named(nodes, "StaticText")
    levels = [
        each["value"]["value"]
        for node in nodes
        if node["role"]["value"] == "heading"
        for each in node["properties"]
        if each["name"] == "level"
    ]
    assert levels == [1, 2, *[3] * CALLS]
    assert named(nodes, "caption") or {"By what", "By folder", "By endpoint"} <= {
        name.strip() for name in named(nodes, "StaticText")
    }
    assert named(nodes, "deletion") != []
    assert named(nodes, "insertion") != []


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(opened: Chrome) -> None:
    log(opened, "performance")
    log(opened, "browser")
    opened.refresh()
    choose(opened, "fix", "safe")
    sent = [json.loads(each["message"])["message"] for each in log(opened, "performance")]
    asked = [
        m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"
    ]
    assert asked, "the page itself"
    assert all(url.startswith(("file:", "data:")) for url in asked)
    assert log(opened, "browser") == []


def test_without_a_script_all_is_there(opened: Chrome) -> None:
    opened.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened.refresh()
        nodes = tree(opened)
    finally:
        opened.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert len(named(nodes, "article")) == CALLS
    assert not named(nodes, "button")
    assert not named(nodes, "combobox")


def test_what_is_scanned_does_not_run(driver: Chrome, tmp_path: Path) -> None:
    found = finding(SOURCE, CALL, rule=EVIL, message=EVIL, endpoint=EVIL, notes=(EVIL,))
    path = tmp_path / "page.html"
    path.write_text(render(report(SOURCE, found), VIEW), encoding="utf-8")
    driver.get(path.as_uri())
    assert told(driver) == "1 of 1 calls"
    driver.find_element(By.CSS_SELECTOR, "[data-key=rule] button").click()
    assert len(cards(driver)) == 1
    assert driver.execute_script("return document.images.length") == 0


def test_thousands_stay_usable(driver: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render(many(5_000), VIEW), encoding="utf-8")
    began = monotonic()
    driver.get(path.as_uri())
    assert told(driver) == "5000 of 5000 calls, the first 200 shown"
    assert len(cards(driver)) == 200
    loaded = monotonic()
    choose(driver, "folder", "repo-3")
    assert told(driver) == "500 of 5000 calls, the first 200 shown"
    driver.find_element(By.XPATH, "//button[.='Show 200 more']").click()
    assert len(cards(driver)) == 400
    assert driver.switch_to.active_element.text == cards(driver)[200].text.split("\n")[0]
    driver.find_element(By.NAME, "words").send_keys("job-13.sh")
    assert told(driver) == "10 of 5000 calls"
    driver.execute_script("location.hash = 'call-4321'")
    assert told(driver) == "1 of 5000 calls"
    assert cards(driver)[0].get_attribute("id") == "call-4321"
    # Far above what it takes, on a machine that has other things to do.
    assert loaded - began < 20
    assert monotonic() - loaded < 20
