"use strict";

// Light and dark: the system's choice until the reader makes one. Charts read their colours here.
detente.theme = (() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = [];
  const KEY = "detente-theme";

  // Browsers may refuse storage to a page that was opened from disk.
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function remember(name) {
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  const current = () => root.dataset.theme || (system.matches ? "dark" : "light");

  function apply(name) {
    if (name) root.dataset.theme = name;
    else delete root.dataset.theme;
    for (const listener of listeners) listener();
  }

  function colour(name) {
    const probe = document.getElementById("probe");
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }

  function start() {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = current() === "dark" ? "Light" : "Dark";
    };
    listeners.push(label);
    button.addEventListener("click", () => {
      const name = current() === "dark" ? "light" : "dark";
      remember(name);
      apply(name);
    });
    system.addEventListener("change", () => apply(root.dataset.theme));
    let before = null;
    addEventListener("beforeprint", () => {
      before = root.dataset.theme;
      apply("light");
    });
    addEventListener("afterprint", () => apply(before));
    const name = remembered();
    if (name === "dark" || name === "light") root.dataset.theme = name;
    label();
  }

  return { start, colour, listen: (listener) => listeners.push(listener) };
})();
