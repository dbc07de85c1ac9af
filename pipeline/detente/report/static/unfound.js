"use strict";

// Pairs without a stance: those that came nearest to being called first.
detente.unfound = (() => {
  const { dom, filter, model, sentence } = detente;
  const { el } = dom;
  const PAGE = 10;
  let table = null;
  let pairs = null;
  let texts = null;

  const likelier = (row) => (pairs.cooperation[row] >= pairs.divergence[row] ? model.COOPERATION : model.DIVERGENCE);
  const probability = (row) => Math.max(pairs.cooperation[row], pairs.divergence[row]);
  const textOf = (row) => texts[pairs.article[row]].text.slice(pairs.start[row], pairs.end[row]);
  const names = (row) => [pairs.a[row], pairs.b[row]].map((key) => model.names[key]);

  const columns = [
    {
      title: "Pair", value: (row) => names(row).join(" "),
      cell: (row) => el("button", { type: "button", class: "pair", "aria-label": `${names(row).join(", ")}: read it in the article`, on: { click: () => open(row) } },
        el("bdi", {}, names(row)[0]), " – ", el("bdi", {}, names(row)[1])),
    },
    { title: "Sentence", cell: (row) => el("span", { class: "quote" }, textOf(row)) },
    { title: "Likelier", value: (row) => likelier(row), cell: (row) => [sentence.sign(likelier(row)), ` ${model.stance_names[likelier(row)]}`] },
    { title: "Probability", numeric: true, descending: true, value: probability, cell: (row) => probability(row).toFixed(2) },
    { title: "Why not", value: (row) => pairs.reasons[pairs.reason[row]], cell: (row) => pairs.reasons[pairs.reason[row]] },
  ];

  const open = (row) => detente.reading.openPlace(pairs.article[row], pairs.start[row], pairs.end[row]);

  async function show() {
    [pairs, texts] = await Promise.all([model.block("pairs"), model.block("texts")]);
    table ??= detente.table.make(dom.byId("pair-table"), {
      caption: "Pairs without a stance", columns, size: PAGE, sortBy: 3, onRow: open,
      searchIn: (row) => `${names(row).join(" ")} ${textOf(row)}`, empty: "No pair fits the filter.",
    });
    const fits = filter.placeMatcher();
    table.show(pairs.start.map((_, row) => row).filter((row) => fits(pairs.a[row], pairs.b[row], pairs.article[row])));
  }

  return { show };
})();
