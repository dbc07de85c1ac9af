"use strict";

// Stances by month of publication: cooperation upwards, divergence downwards.
detente.overview = (() => {
  const { chart, counts, dom, filter, model } = detente;
  const { COOPERATION, DIVERGENCE, SIGNS } = model;
  const MOST_MONTH_LABELS = 36;
  let drawn = null;

  function signed(entries, stance) {
    return entries.map((entry) => {
      const value = entry ? entry[model.stance_names[stance]] : 0;
      return stance === DIVERGENCE ? -value : value;
    });
  }

  // Two bars from one baseline, for any categories along the other axis.
  function opposed(entries, colours) {
    return [COOPERATION, DIVERGENCE].map((stance) => ({
      name: `${SIGNS[stance]} ${model.stance_names[stance]}`,
      type: "bar",
      stack: "stances",
      barMaxWidth: 28,
      itemStyle: chart.stanceStyle(stance, colours),
      data: signed(entries, stance),
    }));
  }

  function legend(colours) {
    return { top: 0, left: 0, itemGap: 20, textStyle: { color: colours.ink, fontSize: 13 } };
  }

  // Over some years only Januaries have a label, which is the year.
  function monthAxis(months, colours) {
    const years = months.length > MOST_MONTH_LABELS
      ? { interval: (_, month) => month.endsWith("-01") || month.length === 4, formatter: (month) => month.slice(0, 4) } : {};
    return chart.axis(colours, {
      type: "category", data: months, splitLine: { show: false },
      axisLabel: { color: colours.muted, fontSize: 12, hideOverlap: true, ...years },
    });
  }

  function draw(colours) {
    const found = counts.months(filter.rowsWithout("from", "to"));
    const months = counts.calendar(found.keys());
    const { from, to } = filter.chosen;
    const within = (month) => (from === "" || month >= from) && (to === "" || month <= to);
    const series = opposed(months.map((month) => (within(month) ? found.get(month) : null)), colours);
    return {
      grid: { left: 44, right: 12, top: 40, bottom: 28 },
      legend: legend(colours),
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        formatter: ([first]) => monthTip(first.name, found.get(first.name)),
      },
      xAxis: monthAxis(months, colours),
      yAxis: chart.axis(colours, { type: "value", minInterval: 1, axisLabel: { color: colours.muted, formatter: (value) => dom.format(Math.abs(value)) } }),
      series,
    };
  }

  function monthTip(month, entry) {
    return chart.tip(month, ...stanceLines(entry || { cooperation: 0, divergence: 0 }));
  }

  function stanceLines(entry) {
    return [COOPERATION, DIVERGENCE].map((stance) =>
      `${SIGNS[stance]} ${dom.format(entry[model.stance_names[stance]])} ${model.stance_names[stance]}`);
  }

  function describe() {
    return `Bars: stances by month of publication, ${dom.count(filter.rows().length, "stance")}. `
      + "The table of dyads has the same numbers.";
  }

  function start() {
    for (const figure of document.querySelectorAll("#overview .figure")) {
      const stance = model.stance_names.indexOf(figure.dataset.stance);
      figure.addEventListener("click", () => detente.reading.follow({ ...filter.NOTHING, stance }));
    }
  }

  function show() {
    drawn ??= chart.make(dom.byId("months"), describe, draw, {
      onClick: ({ name, seriesIndex }) => detente.reading.follow({ from: name, to: name, stance: seriesIndex }),
    });
    drawn.show();
  }

  return { start, show, opposed, legend, monthAxis, stanceLines };
})();
