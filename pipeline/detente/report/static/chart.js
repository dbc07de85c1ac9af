"use strict";

// One ECharts instance in one container, drawn in the colours of the theme.
detente.chart = (() => {
  const { el } = detente.dom;
  const charts = new Set();

  const PLAIN = { color: "transparent" };
  const HATCHED = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, symbolSize: 1 };

  function palette() {
    const { colour } = detente.theme;
    const names = ["ink", "muted", "line", "surface", "cooperation", "divergence", "mixed", "on-fill"];
    return Object.fromEntries(names.map((name) => [name, colour(name)]));
  }

  // Numbers of the two stances side by side: colour and pattern tell them apart.
  function stanceStyle(stance, colours) {
    return stance === detente.model.DIVERGENCE
      ? { color: colours.divergence, decal: { ...HATCHED, color: colours["on-fill"] } }
      : { color: colours.cooperation, decal: PLAIN };
  }

  function axis(colours, extra) {
    return {
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours.muted, fontSize: 12, hideOverlap: true },
      splitLine: { lineStyle: { color: colours.line } },
      ...extra,
    };
  }

  // Tooltips are elements, never markup: what comes from articles stays text.
  function tip(title, ...lines) {
    return el("div", { class: "tip" }, el("strong", { dir: "auto" }, title), lines.map((line) => el("div", {}, line)));
  }

  function make(container, describe, draw, { onClick, onHover, onLeave } = {}) {
    let instance = null;
    let height = 0;
    let printed = null;

    function show() {
      if (!instance) {
        instance = echarts.init(container, null, { renderer: "canvas" });
        if (onClick) instance.on("click", onClick);
        if (onHover) instance.on("mouseover", onHover);
        if (onLeave) instance.on("globalout", onLeave).on("mouseout", onLeave);
      }
      const colours = palette();
      const option = draw(colours);
      if (option.height && option.height !== height) {
        height = option.height;
        container.style.height = `${height}px`;
        instance.resize();
      }
      const { height: _, ...rest } = option;
      instance.setOption({
        backgroundColor: "transparent",
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        ...rest,
        tooltip: {
          confine: true, backgroundColor: colours.surface, borderColor: colours.line,
          textStyle: { color: colours.ink, fontSize: 13 }, ...rest.tooltip,
        },
        aria: { enabled: true, label: { enabled: true, description: describe() }, decal: { show: true } },
      }, { notMerge: true });
    }

    function refit() {
      if (!instance) return;
      instance.resize();
      show();
    }

    // A copy on one canvas, which the paper's width can shrink.
    function print() {
      if (!instance) return;
      printed = instance.renderToCanvas({ pixelRatio: 2 });
      printed.className = "printed";
      container.append(printed);
    }

    function afterPrint() {
      printed?.remove();
    }

    const chart = { show, refit, print, afterPrint, redraw: () => instance && show(), get instance() { return instance; } };
    charts.add(chart);
    return chart;
  }

  function start() {
    detente.theme.listen(() => charts.forEach((chart) => chart.redraw()));
    let waiting = null;
    addEventListener("resize", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => charts.forEach((chart) => chart.refit()), 100);
    });
    addEventListener("beforeprint", () => charts.forEach((chart) => chart.print()));
    addEventListener("afterprint", () => charts.forEach((chart) => chart.afterPrint()));
  }

  return { make, start, axis, tip, stanceStyle, PLAIN };
})();
