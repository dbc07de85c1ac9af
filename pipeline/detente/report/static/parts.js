"use strict";

// The parts of the page, each drawn when it comes into view.
detente.parts = (() => {
  const { byId } = detente.dom;
  const NEAR = "300px";
  const visible = new Set();
  const stale = new Set();
  let parts = {};

  const draw = (ids) => Promise.all([...ids].filter((id) => stale.delete(id)).map((id) => parts[id].show()));

  // Says that parts no longer show what they should.
  function spoil(ids) {
    for (const id of ids) stale.add(id);
    draw(visible);
  }

  // A part that is drawn moves those below: only when all are is its place known.
  async function goTo(id) {
    await draw(stale);
    byId(id).scrollIntoView();
  }

  function start(all) {
    parts = all;
    spoil(Object.keys(parts));
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) visible[isIntersecting ? "add" : "delete"](target.id);
      draw(visible);
    }, { rootMargin: NEAR });
    for (const id of Object.keys(parts)) observer.observe(byId(id));
    document.addEventListener("click", ({ target }) => {
      const id = target.closest('a[href^="#"]')?.hash.slice(1);
      if (id in parts) goTo(id);
    });
    const id = location.hash.slice(1);
    if (id in parts) goTo(id);
  }

  return { start, spoil, goTo };
})();
