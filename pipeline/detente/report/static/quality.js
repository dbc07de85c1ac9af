"use strict";

// What an evaluation measured: calibration as a curve, mistakes as a table.
detente.quality = (() => {
  const { chart, dom, model, sentence } = detente;
  const { el } = dom;
  const PAGE = 10;
  let curve = null;
  let table = null;
  let quality = null;

  const percent = (value) => `${Math.round(100 * value)} %`;

  function draw(colours) {
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

  const describe = () => `Calibration: ${quality.calibration.map((bin) => `of ${dom.count(bin.n, "stance")} with a mean probability of ${percent(bin.probability)}, ${percent(bin.precision)} are right`).join("; ")}.`;

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
    curve ??= chart.make(dom.byId("calibration"), describe, draw);
    curve.show();
    table ??= detente.table.make(dom.byId("mistake-table"), {
      caption: "Mistakes", columns, size: PAGE, sortBy: 0,
      searchIn: (mistake) => `${mistake.kind} ${mistake.actors.join(" ")} ${mistake.stance} ${mistake.sentence} ${mistake.article}`, empty: "No mistake.",
    });
    table.show(quality.mistakes);
  }

  return { show };
})();
