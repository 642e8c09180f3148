"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  const dark = byId("dark");
  const paint = (on) => {
    document.documentElement.dataset.theme = on ? "dark" : "light";
    dark.setAttribute("aria-checked", String(on));
  };
  const kept = {
    get() { try { return localStorage.getItem("migrator-theme"); } catch { return null; } },
    set(theme) { try { localStorage.setItem("migrator-theme", theme); } catch { /* a page in a frame */ } },
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (kept.get() ? kept.get() === "dark" : system.matches);
  paint(theme());
  system.addEventListener("change", () => paint(theme()));
  dark.hidden = false;
  dark.addEventListener("click", () => {
    const on = dark.getAttribute("aria-checked") !== "true";
    kept.set(on ? "dark" : "light");
    paint(on);
  });

  const form = byId("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll(".finding")];
  const words = new Map();
  const textOf = (card) => {
    if (!words.has(card)) words.set(card, card.textContent.toLowerCase());
    return words.get(card);
  };
  const keys = ["severity", "fix", "rule", "folder"];
  // More at once are slow to lay out; the style has this number too.
  const page = 200;
  let limit = page;
  const list = document.querySelector(".findings");
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = `Show ${page} more`;
  list.after(more);

  const show = () => {
    const wanted = keys.map((key) => [key, form.elements[key].value]).filter(([, value]) => value);
    const sought = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let fit = 0;
    for (const card of cards) {
      const fits = wanted.every(([key, value]) => card.dataset[key] === value)
        && sought.every((word) => textOf(card).includes(word));
      fit += fits;
      const hidden = !fits || fit > limit;
      if (card.hidden !== hidden) card.hidden = hidden;
    }
    const part = fit > limit ? `, the first ${limit} shown` : "";
    byId("shown").textContent = `${fit} of ${cards.length} calls${part}`;
    more.hidden = fit <= limit;
  };
  const again = () => {
    limit = page;
    show();
  };
  // The address of a call that is not shown seeks it.
  const go = () => {
    const card = byId(location.hash.slice(1));
    if (!cards.includes(card) || !card.hidden) return;
    for (const key of keys) form.elements[key].value = "";
    form.elements.words.value = card.querySelector("h3").textContent;
    again();
    card.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", again);
  form.addEventListener("change", again);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  more.addEventListener("click", () => {
    const next = cards.filter((card) => !card.hidden).at(-1);
    limit += page;
    show();
    cards.slice(cards.indexOf(next) + 1).find((card) => !card.hidden).querySelector("a").focus();
  });
  window.addEventListener("hashchange", go);
  show();
  list.classList.add("sorted");
  go();

  for (const name of document.querySelectorAll(".name")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name.textContent;
    button.title = "Show these calls";
    button.addEventListener("click", () => {
      form.reset();
      form.elements[name.dataset.key].value = name.dataset.value;
      again();
      byId("calls").focus();
    });
    name.replaceChildren(button);
  }
})();
