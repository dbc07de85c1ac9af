"use strict";

// Who towards whom, as a heat map, and what about, as bars.
detente.matrix = (() => {
  const { chart, counts, dom, filter, model } = detente;
  const WIDE = 20;
  const NARROW = 10;
  const SHORT = 14;
  let heat = null;
  let bars = null;

  const label = (key) => (model.names[key].length > SHORT ? model.actors[key].code : model.names[key]);

  function drawHeat(colours) {
    const rows = filter.rows();
    const narrow = dom.byId("heat").clientWidth < 600;
    const shown = counts.actors(rows).slice(0, narrow ? NARROW : WIDE).map(({ key }) => key);
    const cells = counts.directed(rows).filter(({ holder, target }) => shown.includes(holder) && shown.includes(target));
    const names = shown.map((key) => model.isolate(narrow ? model.actors[key].code : label(key)));
    return {
      height: 150 + 26 * shown.length,
      grid: { left: narrow ? 56 : 120, right: 44, top: narrow ? 64 : 110, bottom: 52 },
      tooltip: {
        formatter: ({ data }) => chart.tip(
          `${model.isolate(model.names[data.entry.holder])} → ${model.isolate(model.names[data.entry.target])}`,
          ...detente.overview.stanceLines(data.entry), `balance ${detente.dyads.signed(data.entry.balance)}`),
      },
      visualMap: {
        min: -1, max: 1, dimension: 2, calculable: false, orient: "horizontal", left: "center", bottom: 0,
        itemWidth: 12, itemHeight: 160, text: ["● cooperation", "◆ divergence"], textStyle: { color: colours.ink },
        inRange: { color: [colours.divergence, colours.mixed, colours.cooperation] }, formatter: () => "",
      },
      xAxis: chart.axis(colours, { type: "category", data: names, position: "top", axisLabel: { color: colours.ink, rotate: -60, interval: 0, fontSize: 12 }, splitLine: { show: true, lineStyle: { color: colours.line } } }),
      yAxis: chart.axis(colours, { type: "category", data: names, inverse: true, axisLabel: { color: colours.ink, interval: 0, fontSize: 12 }, splitLine: { show: true, lineStyle: { color: colours.line } } }),
      series: [{
        type: "heatmap",
        itemStyle: { borderColor: colours.surface, borderWidth: 1.5, borderRadius: 2, decal: chart.PLAIN },
        label: {
          show: true, color: colours["on-fill"], fontSize: 11,
          formatter: ({ data }) => `${data.entry.balance < 0 ? "◆" : data.entry.balance > 0 ? "●" : "="}${narrow ? "" : ` ${dom.format(data.entry.total)}`}`,
        },
        data: cells.map((entry) => ({ entry, value: [shown.indexOf(entry.target), shown.indexOf(entry.holder), entry.balance] })),
      }],
    };
  }

  function drawBars(colours) {
    const entries = counts.issues(filter.rowsWithout("issue")).reverse();
    const { issue } = filter.chosen;
    const shown = entries.map((entry) => (issue === null || entry.key === issue ? entry : null));
    const series = detente.overview.opposed(shown, colours).map((bar) => ({
      ...bar,
      barMaxWidth: 18,
      label: {
        show: true, position: bar.itemStyle.decal === chart.PLAIN ? "right" : "left", color: colours.ink, fontSize: 12,
        formatter: ({ value }) => (value ? dom.format(Math.abs(value)) : ""),
      },
    }));
    return {
      height: 80 + 34 * entries.length,
      legend: detente.overview.legend(colours),
      grid: { left: 136, right: 40, top: 40, bottom: 8 },
      tooltip: { trigger: "item", formatter: ({ dataIndex }) => chart.tip(model.words(model.issues[entries[dataIndex].key]), ...detente.overview.stanceLines(entries[dataIndex])) },
      xAxis: chart.axis(colours, { type: "value", axisLabel: { show: false } }),
      yAxis: chart.axis(colours, { type: "category", data: entries.map(({ key }) => model.words(model.issues[key])), axisLabel: { color: colours.ink, fontSize: 13 }, splitLine: { show: false } }),
      series,
    };
  }

  const describeHeat = () => "Heat map of holders by targets, coloured by the balance of cooperation and divergence. The table of dyads holds the same numbers.";
  const describeBars = () => `Bars: stances by issue. ${counts.issues(filter.rows()).map((entry) =>
    `${model.words(model.issues[entry.key])}: ${entry.cooperation} cooperation, ${entry.divergence} divergence`).join("; ")}.`;

  function followBar({ dataIndex, seriesIndex }) {
    const entries = counts.issues(filter.rowsWithout("issue")).reverse();
    detente.reading.follow({ issue: entries[dataIndex].key, stance: seriesIndex });
  }

  function show() {
    heat ??= chart.make(dom.byId("heat"), describeHeat, drawHeat, {
      onClick: ({ data }) => detente.reading.follow({ actor: data.entry.holder, other: data.entry.target, holder: data.entry.holder }),
    });
    bars ??= chart.make(dom.byId("issues"), describeBars, drawBars, { onClick: followBar });
    heat.show();
    bars.show();
  }

  return { show };
})();
