"use strict";

// Actors as a network: an edge is a pair, its width how often, its colour and line the balance.
detente.network = (() => {
  const { chart, counts, dom, filter, model } = detente;
  const { el, format } = dom;
  const MIXED = 1 / 3;  // balances nearer to 0 than this are of both kinds
  const MOST_EDGES = 120;
  const LISTED = 12;
  const HOVER_DELAY = 150;  // ms
  const NAME_SIZE = 12;  // px
  const NAME_GAP = 10;
  let drawn = null;
  let least = null;
  let waiting = null;

  const kind = (balance) => (Math.abs(balance) < MIXED ? "mixed" : balance > 0 ? "cooperation" : "divergence");
  const LINES = { cooperation: "solid", divergence: "dashed", mixed: "dotted" };

  const dyads = () => counts.dyads(filter.rowsWithout("actor", "other", "holder"));

  // The least weight that leaves few enough edges to be told apart.
  function suggested(pairs) {
    const weights = pairs.map((pair) => pair.total).sort((x, y) => y - x);
    return weights.length <= MOST_EDGES ? 1 : weights[MOST_EDGES] + 1;
  }

  // From the places of the data to those on the screen, which the actors shown fill.
  function scale(values, size) {
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    return (value) => ((value - low) / span) * size;
  }

  function draw(colours) {
    const pairs = dyads();
    const fewest = least ?? suggested(pairs);
    const shown = pairs.filter((pair) => pair.total >= fewest);
    const weights = new Map();
    for (const { pair, total } of shown) for (const actor of pair) weights.set(actor, (weights.get(actor) || 0) + total);
    const heaviest = Math.max(1, ...shown.map((pair) => pair.total));
    const largest = Math.max(1, ...weights.values());
    const { actor, other } = filter.chosen;
    const near = new Set(shown.filter(({ pair }) => pair.includes(actor)).flatMap(({ pair }) => pair));
    const dim = (node) => actor !== null && (other === null ? !near.has(node) : node !== actor && node !== other);
    const [width, height] = [drawn.instance.getWidth(), drawn.instance.getHeight()];
    const margins = { left: 24, right: width < 600 ? 72 : 110, top: 24, bottom: 24 };
    const places = [...weights.keys()].map((key) => model.places[key]);
    const across = scale(places.map(([x]) => x), width - margins.left - margins.right);
    const radius = (total) => 3 + 13 * Math.sqrt(total / largest);
    // A name that the right edge would cut stands on the left.
    const side = (key, total) => {
      const end = margins.left + across(model.places[key][0]) + radius(total) + NAME_GAP;
      return end + echarts.format.getTextRect(model.names[key], `${NAME_SIZE}px sans-serif`).width > width ? "left" : "right";
    };
    const down = scale(places.map(([, y]) => y), height - margins.top - margins.bottom);
    return {
      tooltip: { formatter: ({ dataType, data }) => (dataType === "edge" ? edgeTip(data.dyad) : nodeTip(data)) },
      series: [{
        type: "graph",
        layout: "none",
        roam: "move",
        ...margins,
        emphasis: { focus: "adjacency", lineStyle: { opacity: 1 }, label: { show: true } },
        label: { show: true, color: colours.ink, fontSize: NAME_SIZE, textBorderColor: colours.surface, textBorderWidth: 3 },
        labelLayout: { hideOverlap: true },
        data: [...weights].sort((x, y) => y[1] - x[1]).map(([key, total]) => ({
          id: String(key),
          name: model.isolate(model.names[key]),
          actor: key,
          x: across(model.places[key][0]),
          y: down(model.places[key][1]),
          value: total,
          symbolSize: 2 * radius(total),
          itemStyle: {
            color: key === actor || key === other ? colours.ink : colours.muted,
            borderColor: colours.surface, borderWidth: 1.5, opacity: dim(key) ? 0.25 : 1,
          },
          label: { position: side(key, total), opacity: dim(key) ? 0.35 : 1 },
        })),
        links: shown.map((dyad) => ({
          source: String(dyad.pair[0]),
          target: String(dyad.pair[1]),
          dyad,
          lineStyle: {
            color: colours[kind(dyad.balance)],
            type: LINES[kind(dyad.balance)],
            width: 1.2 + 5 * Math.sqrt(dyad.total / heaviest),
            opacity: actor === null || (dyad.pair.includes(actor) && (other === null || dyad.pair.includes(other))) ? 0.8 : 0.1,
            curveness: 0,
          },
        })),
      }],
    };
  }

  function edgeTip(dyad) {
    const [a, b] = dyad.pair.map((key) => model.isolate(model.names[key]));
    return chart.tip(`${a} – ${b}`, ...detente.overview.stanceLines(dyad),
      `balance ${detente.dyads.signed(dyad.balance)} [${detente.dyads.signed(dyad.low)}, ${detente.dyads.signed(dyad.high)}]`);
  }

  function nodeTip({ actor, value }) {
    return chart.tip(model.names[actor], `${model.actors[actor].code}: ${dom.count(value, "stance")} in the pairs shown`);
  }

  const choice = (data) => (data.dyad
    ? { actor: data.dyad.pair[0], other: data.dyad.pair[1], holder: null }
    : { actor: data.actor, other: null, holder: null });

  const same = (changes) => Object.entries(changes).every(([key, value]) => filter.chosen[key] === value);

  function choose(changes) {
    filter.set(same(changes) ? { actor: null, other: null, holder: null } : changes);
  }

  function hover(changes) {
    clearTimeout(waiting);
    waiting = setTimeout(() => filter.preview(changes), HOVER_DELAY);
  }

  function leave() {
    clearTimeout(waiting);
    if (filter.previewed) waiting = setTimeout(() => filter.preview(null), HOVER_DELAY);
  }

  function describe() {
    const pairs = dyads();
    return `Network of ${dom.count(new Set(pairs.flatMap(({ pair }) => pair)).size, "actor")} and `
      + `${dom.count(pairs.length, "pair")}. The list beside it and the table of dyads hold the same.`;
  }

  function listActors() {
    const { actor } = filter.chosen;
    const entries = counts.actors(filter.rowsWithout("actor", "other", "holder")).slice(0, LISTED);
    dom.byId("actors").replaceChildren(...entries.map((entry) => el("li", {},
      el("button", {
        type: "button", class: "actor-choice", "aria-pressed": String(entry.key === actor),
        on: {
          click: () => choose({ actor: entry.key, other: null, holder: null }),
          mouseenter: () => hover({ actor: entry.key, other: null, holder: null }),
          mouseleave: leave,
        },
      }, el("bdi", {}, model.names[entry.key]), detente.dyads.bar(entry), el("span", { class: "number" }, format(entry.total))))));
  }

  function zoom(factor) {
    drawn.instance.dispatchAction({ type: "graphRoam", seriesIndex: 0, zoom: factor, originX: drawn.instance.getWidth() / 2, originY: drawn.instance.getHeight() / 2 });
  }

  function start() {
    const input = dom.byId("least-edges");
    input.addEventListener("change", () => {
      least = Math.max(1, Number(input.value) || 1);
      show();
    });
    dom.byId("zoom-in").addEventListener("click", () => zoom(1.3));
    dom.byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
    dom.byId("zoom-reset").addEventListener("click", () => show());
  }

  function show() {
    drawn ??= chart.make(dom.byId("graph"), describe, draw, {
      onClick: ({ data }) => choose(choice(data)),
      onHover: ({ data }) => hover(choice(data)),
      onLeave: leave,
    });
    dom.byId("least-edges").value = least ?? suggested(dyads());
    drawn.show();
    listActors();
  }

  return { start, show };
})();
