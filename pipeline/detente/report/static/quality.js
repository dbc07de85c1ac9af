"use strict";

// What an evaluation measured: calibration, learning curve and ablation as charts, mistakes as a table.
detente.quality = (() => {
  const { chart, dom, model, sentence } = detente;
  const { el } = dom;
  const PAGE = 10;
  const LEVELS = [
    { name: "pair F1", field: "pair", colour: "ink", symbol: "circle", line: "solid" },
    { name: "directed F1", field: "directed", colour: "muted", symbol: "diamond", line: "dashed" },
  ];
  const APART = 7;  // pixels between the two scores of a row
  const ROW = 56;
  const charts = {};
  let table = null;
  let quality = null;

  const percent = (value) => `${Math.round(100 * value)} %`;

  const score = (value) => value.toFixed(2);
  const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  const within = ({ low, high }, write) => `95 %: ${write(low)} to ${write(high)}`;

  function legend(colours) {
    return { ...detente.overview.legend(colours), data: LEVELS.map(({ name }) => name) };
  }

  // Bars from the low to the high end of intervals, along one axis.
  function whiskers(intervals, colour, ends) {
    return {
      type: "custom", silent: true, z: 1,
      data: intervals.map(({ low, high }, index) => [index, low, high]),
      renderItem: (_, api) => {
        const [[x1, y1], [x2, y2]] = [1, 2].map((column) => ends(api, api.value(0), api.value(column)));
        return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 2 } };
      },
    };
  }

  function drawLearning(colours) {
    const rows = quality.learning_curve;
    return {
      grid: { left: 56, right: 16, top: 40, bottom: 52 },
      legend: legend(colours),
      tooltip: {
        formatter: ({ dataIndex, seriesName }) => {
          const level = LEVELS.find(({ name }) => name === seriesName);
          const row = rows[dataIndex];
          return chart.tip(`${dom.count(row.articles, "article")}, ${dom.count(row.stances, "stance")}`, `${level.name} ${score(row[level.field].f1)}`, within(row.intervals[level.field], score));
        },
      },
      xAxis: chart.axis(colours, { type: "category", data: rows.map(({ articles }) => dom.format(articles)), splitLine: { show: false }, name: "articles fitted on", nameLocation: "middle", nameGap: 32, nameTextStyle: { color: colours.muted } }),
      yAxis: chart.axis(colours, { type: "value", min: 0, max: ({ max }) => Math.min(1, Math.ceil(10 * max + 0.5) / 10) }),
      series: LEVELS.flatMap(({ name, field, colour, symbol, line }) => [
        { name, type: "line", symbol, symbolSize: 9, data: rows.map((row) => row[field].f1), lineStyle: { color: colours[colour], type: line, width: 2 }, itemStyle: { color: colours[colour] } },
        { ...whiskers(rows.map((row) => row.intervals[field]), colours[colour], (api, index, value) => api.coord([index, value])), encode: { x: 0, y: [1, 2] } },
      ]),
    };
  }

  const describeLearning = () => `Learning curve: ${quality.learning_curve.map((row) => `fitted on ${dom.count(row.articles, "article")}, pair F1 ${score(row.pair.f1)}, directed F1 ${score(row.directed.f1)}`).join("; ")}.`;

  function drawAblation(colours) {
    const names = Object.keys(quality.ablation);
    const changes = Object.values(quality.ablation).map(({ change }) => change);
    return {
      height: 100 + ROW * names.length,
      grid: { left: 12, right: 24, top: 40, bottom: 40, containLabel: true },
      legend: legend(colours),
      tooltip: {
        formatter: ({ dataIndex, seriesName }) => {
          const level = LEVELS.find(({ name }) => name === seriesName);
          const change = changes[dataIndex][level.field];
          return chart.tip(`without ${names[dataIndex]}`, `${level.name} ${signed(change.value)}`, within(change, signed));
        },
      },
      xAxis: chart.axis(colours, { type: "value", axisLabel: { color: colours.muted, fontSize: 12, hideOverlap: true, formatter: (value) => (value ? signed(value).replace(/0+$/, "") : "0") }, name: "change of F1", nameLocation: "middle", nameGap: 28, nameTextStyle: { color: colours.muted } }),
      yAxis: chart.axis(colours, { type: "category", data: names, inverse: true, splitLine: { show: false }, axisLabel: { color: colours.ink, fontSize: 12, lineHeight: 16, width: 160, overflow: "break" } }),
      series: LEVELS.flatMap(({ name, field, colour, symbol }, number) => {
        const shift = number ? APART : -APART;
        const of = changes.map((change) => change[field]);
        return [
          {
            name, type: "scatter", symbol, symbolSize: 11, symbolOffset: [0, shift], itemStyle: { color: colours[colour], decal: chart.PLAIN }, z: 2,
            data: of.map(({ value }, index) => [value, index]),
            markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colours.muted, type: "dashed" }, data: [{ xAxis: 0 }] },
          },
          { ...whiskers(of, colours[colour], (api, index, value) => api.coord([value, index]).map((at, axis) => at + axis * shift)), encode: { x: [1, 2], y: 0 } },
        ];
      }),
    };
  }

  const describeAblation = () => `Change of pair F1 without a part: ${Object.entries(quality.ablation).map(([name, { change }]) => `${name} ${signed(change.pair.value)}, ${within(change.pair, signed)}`).join("; ")}.`;

  function drawCalibration(colours) {
    const scale = { type: "value", min: 0, max: 1, interval: 0.2, axisLabel: { color: colours.muted, formatter: percent }, nameTextStyle: { color: colours.muted }, nameLocation: "middle" };
    return {
      grid: { left: 64, right: 16, top: 16, bottom: 52 },
      tooltip: { formatter: ({ data }) => chart.tip(`${percent(data.bin.low)} to ${percent(data.bin.high)}`, `mean probability ${percent(data.bin.probability)}`, `right: ${percent(data.bin.precision)} of ${dom.count(data.bin.n, "stance")}`) },
      xAxis: chart.axis(colours, { ...scale, name: "probability given", nameGap: 32 }),
      yAxis: chart.axis(colours, { ...scale, name: "share that was right", nameGap: 44 }),
      series: [
        { type: "line", silent: true, symbol: "none", data: [[0, 0], [1, 1]], lineStyle: { color: colours.muted, type: "dashed", width: 1 } },
        {
          type: "line", lineStyle: { color: colours.cooperation, width: 2 }, itemStyle: { color: colours.cooperation },
          data: quality.calibration.map((bin) => ({ bin, value: [bin.probability, bin.precision], symbol: "circle", symbolSize: 6 + 14 * Math.sqrt(bin.n / Math.max(...quality.calibration.map(({ n }) => n))) })),
        },
      ],
    };
  }

  const describeCalibration = () => `Calibration: ${quality.calibration.map((bin) => `of ${dom.count(bin.n, "stance")} with a mean probability of ${percent(bin.probability)}, ${percent(bin.precision)} are right`).join("; ")}.`;

  const CHARTS = {
    calibration: [describeCalibration, drawCalibration],
    learning: [describeLearning, drawLearning],
    ablation: [describeAblation, drawAblation],
  };

  const columns = [
    { title: "Kind", value: (mistake) => mistake.kind, cell: (mistake) => model.words(mistake.kind) },
    { title: "Pair", value: (mistake) => mistake.actors.join(" "), cell: (mistake) => el("bdi", {}, mistake.actors.join(" – ")) },
    { title: "Stance", value: (mistake) => mistake.stance, cell: (mistake) => [sentence.sign(model.stance_names.indexOf(mistake.stance)), ` ${mistake.stance}`] },
    { title: "Gold", cell: (mistake) => mistake.gold.join(", ") || "none" },
    { title: "Called", cell: (mistake) => mistake.predicted.join(", ") || "none" },
    { title: "Probability", numeric: true, value: (mistake) => mistake.probability ?? -1, cell: (mistake) => mistake.probability?.toFixed(2) ?? "" },
    {
      title: "Sentence",
      cell: (mistake) => (mistake.place
        ? el("button", { type: "button", class: "quote link", on: { click: () => detente.reading.openPlace(...mistake.place) } }, mistake.sentence)
        : el("span", { class: "quote" }, mistake.sentence)),
    },
  ];

  async function show() {
    if (!dom.byId("calibration")) return;
    quality ??= await model.block("quality");
    for (const [id, [describe, draw]] of Object.entries(CHARTS)) {
      if (!dom.byId(id)) continue;
      charts[id] ??= chart.make(dom.byId(id), describe, draw);
      charts[id].show();
    }
    table ??= detente.table.make(dom.byId("mistake-table"), {
      caption: "Mistakes", columns, size: PAGE, sortBy: 0,
      searchIn: (mistake) => `${mistake.kind} ${mistake.actors.join(" ")} ${mistake.stance} ${mistake.sentence} ${mistake.article}`, empty: "No mistake.",
    });
    table.show(quality.mistakes);
  }

  return { show };
})();
