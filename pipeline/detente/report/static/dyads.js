"use strict";

// Pairs of actors as a table, and the timeline of the chosen one.
detente.dyads = (() => {
  const { chart, counts, dom, filter, model } = detente;
  const { el, format } = dom;
  const { COOPERATION, DIVERGENCE, SIGNS } = model;
  const PAGE = 12;
  let table = null;
  let timeline = null;

  const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
  const pairName = ([a, b]) => `${model.isolate(model.names[a])} – ${model.isolate(model.names[b])}`;

  // The share of cooperation and divergence as one bar.
  function bar({ cooperation, divergence }) {
    const part = (name, value) => {
      const element = el("span", { class: `part ${name}` });
      element.style.flexGrow = value;
      return element;
    };
    return el("span", { class: "bar", "aria-hidden": "true" },
      cooperation ? part("cooperation", cooperation) : null, divergence ? part("divergence", divergence) : null);
  }

  // The balance with its interval on a scale from -1 to 1.
  function gauge(dyad) {
    const place = (value) => `${50 + 50 * value}%`;
    const range = el("span", { class: "range" });
    range.style.left = place(dyad.low);
    range.style.right = place(-dyad.high);
    const point = el("span", { class: `point ${dyad.balance < 0 ? "divergence" : "cooperation"}` });
    point.style.left = place(dyad.balance);
    return el("span", { class: "gauge", "aria-hidden": "true" }, range, point);
  }

  function countCell(dyad, stance) {
    const value = dyad[model.stance_names[stance]];
    if (!value) return "0";
    const [actor, other] = dyad.pair;
    return el("button", {
      type: "button", class: "figure",
      "aria-label": `${format(value)} of ${model.stance_names[stance]}, ${pairName(dyad.pair)}: read the sentences`,
      on: { click: () => detente.reading.follow({ actor, other, holder: null, stance }) },
    }, format(value));
  }

  const isChosen = ({ pair }) => {
    const { actor, other } = filter.chosen;
    return other !== null && pair.includes(actor) && pair.includes(other);
  };

  function choose(dyad) {
    filter.set(isChosen(dyad)
      ? { actor: null, other: null, holder: null }
      : { actor: dyad.pair[0], other: dyad.pair[1], holder: null });
  }

  const columns = [
    {
      title: "Pair",
      value: ({ pair }) => pair.map((key) => model.names[key]).join(" "),
      cell: (dyad) => el("button", { type: "button", class: "pair", "aria-pressed": String(isChosen(dyad)), on: { click: () => choose(dyad) } },
        el("bdi", {}, model.names[dyad.pair[0]]), " – ", el("bdi", {}, model.names[dyad.pair[1]])),
    },
    { title: `${SIGNS[COOPERATION]} Cooperation`, numeric: true, descending: true, value: (dyad) => dyad.cooperation, cell: (dyad) => countCell(dyad, COOPERATION) },
    { title: `${SIGNS[DIVERGENCE]} Divergence`, numeric: true, descending: true, value: (dyad) => dyad.divergence, cell: (dyad) => countCell(dyad, DIVERGENCE) },
    { title: "All", numeric: true, descending: true, value: (dyad) => dyad.total, cell: (dyad) => format(dyad.total) },
    {
      title: "Balance, 95 %", numeric: true, descending: true, value: (dyad) => dyad.balance,
      cell: (dyad) => [gauge(dyad), el("span", { class: "balance" }, signed(dyad.balance), " ",
        el("span", { class: "muted" }, `[${signed(dyad.low)}, ${signed(dyad.high)}]`))],
    },
    { title: "First", value: (dyad) => dyad.first, cell: (dyad) => dyad.first || "undated" },
    { title: "Last", descending: true, value: (dyad) => dyad.last, cell: (dyad) => dyad.last || "undated" },
    { title: "Leading issue", value: (dyad) => model.words(model.issues[dyad.issue]), cell: (dyad) => model.words(model.issues[dyad.issue]) },
  ];

  const SHAPES = ["circle", "diamond"];

  function drawTimeline(colours) {
    const rows = filter.rows();
    const found = counts.months(rows);
    const months = counts.calendar(found.keys());
    const cells = counts.byIssueAndMonth(rows);
    const issues = counts.issues(rows).map(({ key }) => key).reverse();
    const names = issues.map((key) => model.words(model.issues[key]));
    const largest = Math.max(1, ...cells.map((cell) => cell.total));
    const entries = months.map((month) => found.get(month));
    const below = 34 * issues.length + 16;
    return {
      height: 210 + below,
      legend: detente.overview.legend(colours),
      grid: [
        { left: 148, right: 24, top: 40, height: 110 },
        { left: 148, right: 24, top: 170, height: below },
      ],
      tooltip: {
        formatter: ({ seriesType, name, data }) => (seriesType === "bar"
          ? chart.tip(name, ...detente.overview.stanceLines(found.get(name) || { cooperation: 0, divergence: 0 }))
          : chart.tip(`${data.cell.month}, ${model.words(model.issues[data.cell.issue])}`,
            `${SIGNS[data.cell.stance]} ${format(data.cell.total)} ${model.stance_names[data.cell.stance]}`)),
      },
      xAxis: [
        { ...detente.overview.monthAxis(months, colours), gridIndex: 0, axisLabel: { show: false } },
        { ...detente.overview.monthAxis(months, colours), gridIndex: 1 },
      ],
      yAxis: [
        chart.axis(colours, { type: "value", gridIndex: 0, minInterval: 1, splitNumber: 3, axisLabel: { color: colours.muted, formatter: (value) => format(Math.abs(value)) } }),
        chart.axis(colours, { type: "category", data: names, gridIndex: 1, splitLine: { show: true, lineStyle: { color: colours.line } }, axisLabel: { color: colours.ink, margin: 16 } }),
      ],
      series: [
        ...detente.overview.opposed(entries, colours),
        ...[COOPERATION, DIVERGENCE].map((stance) => ({
          name: `${SIGNS[stance]} ${model.stance_names[stance]}`,
          type: "scatter",
          xAxisIndex: 1,
          yAxisIndex: 1,
          symbol: SHAPES[stance],
          symbolOffset: [0, stance === COOPERATION ? -6 : 6],
          itemStyle: { color: stance === COOPERATION ? colours.cooperation : colours.divergence, opacity: 0.8, decal: chart.PLAIN },
          data: cells.filter((cell) => cell.stance === stance).map((cell) => ({
            cell,
            value: [cell.month, names[issues.indexOf(cell.issue)]],
            symbolSize: 6 + 11 * Math.sqrt(cell.total / largest),
          })),
        })),
      ],
    };
  }

  function describe() {
    return `Timeline of ${dom.count(filter.rows().length, "stance")} by month of publication and by issue. ${dom.byId("timeline-title").textContent}`;
  }

  function followPoint({ data, name, seriesType, seriesIndex }) {
    if (seriesType === "bar") detente.reading.follow({ from: name, to: name, stance: seriesIndex });
    else detente.reading.follow({ from: data.cell.month, to: data.cell.month, issue: data.cell.issue, stance: data.cell.stance });
  }

  function title() {
    const { actor, other } = filter.chosen;
    if (actor === null) return "All pairs";
    if (other === null) return `${model.isolate(model.names[actor])} with all others`;
    return pairName([actor, other]);
  }

  function start() {
    table = detente.table.make(dom.byId("dyad-table"), {
      caption: "Pairs of actors", columns, size: PAGE, sortBy: 3, onRow: choose, isChosen,
      searchIn: (dyad) => dyad.pair.map((key) => `${model.names[key]} ${model.actors[key].code}`).join(" "),
      empty: "No pair fits the filter.",
    });
  }

  function show() {
    table.show(counts.dyads(filter.previewed ? filter.rows() : filter.rowsWithout("other", "holder")));
    dom.byId("timeline-title").textContent = title();
    timeline ??= chart.make(dom.byId("timeline"), describe, drawTimeline, { onClick: followPoint });
    timeline.show();
  }

  return { start, show, signed, bar, pairName };
})();
