"use strict";

// Everything that reaches the page goes through here: text stays text.
const detente = {};

detente.dom = (() => {
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") {
        for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
  }

  const byId = (id) => document.getElementById(id);

  const number = new Intl.NumberFormat("en");
  const count = (value, noun) => `${number.format(value)} ${noun}${value === 1 ? "" : "s"}`;

  return { el, byId, count, format: (value) => number.format(value) };
})();
