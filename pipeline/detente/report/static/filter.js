"use strict";

// Which stances every part of the page shows. A preview, while the pointer rests on something,
// stands in for the filter until it leaves.
detente.filter = (() => {
  const NOTHING = {
    actor: null, other: null, holder: null, issue: null, stance: null, modality: null,
    from: "", to: "", least: 0, reviewed: false,
  };
  let chosen = { ...NOTHING };
  let preview = null;
  let rows = null;
  const listeners = [];

  // What a filter says of any pair of actors in an article.
  function placeMatcher(state) {
    const { months } = detente.model;
    return (a, b, article) => {
      const month = months[article];
      return (state.actor === null || a === state.actor || b === state.actor)
        && (state.other === null || a === state.other || b === state.other)
        && (state.from === "" || month >= state.from)
        && (state.to === "" || (month !== "" && month <= state.to));
    };
  }

  function matches(state) {
    const { stances } = detente.model;
    const placed = placeMatcher(state);
    return (row) => {
      const a = stances.a[row];
      return placed(a, stances.b[row], stances.article[row])
        && (state.holder === null || stances.mutual[row] === 1 || a === state.holder)
        && (state.issue === null || stances.issue[row] === state.issue)
        && (state.stance === null || stances.stance[row] === state.stance)
        && (state.modality === null || stances.modality[row] === state.modality)
        && (!state.reviewed || stances.reviewed[row] !== null)
        && stances.probability[row] >= state.least;
    };
  }

  function select(state) {
    const fits = matches(state);
    const found = [];
    for (let row = 0; row < detente.model.size; row += 1) if (fits(row)) found.push(row);
    return found;
  }

  function changed(source) {
    rows = null;
    for (const listener of listeners) listener(source);
  }

  return {
    NOTHING,
    get chosen() { return chosen; },
    get previewed() { return preview !== null; },
    placeMatcher: () => placeMatcher({ ...chosen, ...preview }),
    rows: () => (rows ??= select({ ...chosen, ...preview })),
    // Without the named fields: what a part that is itself the choice of them goes on showing.
    rowsWithout: (...fields) =>
      select({ ...chosen, ...Object.fromEntries(fields.map((field) => [field, NOTHING[field]])) }),
    set(changes) {
      chosen = { ...chosen, ...changes };
      preview = null;
      changed("choice");
    },
    preview(changes) {
      preview = changes;
      changed("preview");
    },
    clear() { this.set(NOTHING); },
    listen: (listener) => listeners.push(listener),
  };
})();
