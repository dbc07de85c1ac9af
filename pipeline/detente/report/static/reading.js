"use strict";

// The sentences behind every figure, and the article that they stand in.
detente.reading = (() => {
  const { dom, filter, model, sentence } = detente;
  const { el, byId, format } = dom;
  const PAGE = 15;
  let page = 0;
  let article = null;
  let lit = null;
  let texts = null;

  const byProbability = (x, y) => model.stances.probability[x] - model.stances.probability[y];
  const dateOf = (row) => model.articles[model.stances.article[row]].date || "";
  const ORDERS = {
    text: () => 0,
    newest: (x, y) => dateOf(y).localeCompare(dateOf(x)),
    unsure: byProbability,
    sure: (x, y) => byProbability(y, x),
  };

  function sorted() {
    return [...filter.rows()].sort(ORDERS[byId("order").value]);
  }

  const probability = (value) => value.toFixed(2);

  function facts(row) {
    const { stances, speakers, modalities, issues, names } = model;
    const unsaid = sentence.sides(row).filter(({ mentions }) => !mentions.length).map(({ actor }) => model.isolate(names[actor]));
    return [
      model.words(issues[stances.issue[row]]),
      modalities[stances.modality[row]],
      `said by ${model.isolate(speakers[stances.speaker[row]])}`,
      `probability ${probability(stances.probability[row])}`,
      ...(unsaid.length ? [`left unsaid: ${unsaid.join(", ")}`] : []),
      ...(stances.reviewed[row] ? [`review: ${stances.reviewed[row]}`] : []),
    ].join(" · ");
  }

  function item(row) {
    const { stances, articles } = model;
    const number = stances.article[row];
    const text = texts[number].text;
    return el("li", { class: row === lit ? "chosen" : null },
      el("button", {
        type: "button", class: "relation", "aria-pressed": String(row === lit),
        "aria-label": `${sentence.spoken(row)}: read it in the article`, on: { click: () => open(number, row) },
      }, sentence.relation(row)),
      el("p", { class: "quote", dir: "auto" }, sentence.pieces(text, stances.start[row], stances.end[row], sentence.stanceSpans(row))),
      el("p", { class: "facts" }, facts(row)),
      el("p", { class: "facts" }, articles[number].date || "undated", " · ", el("bdi", {}, model.articleTitle(articles[number]))));
  }

  function drawList() {
    const rows = sorted();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
    byId("sentence-count").textContent = rows.length
      ? `${format(page * PAGE + 1)}–${format(page * PAGE + shown.length)} of ${format(rows.length)}` : "none";
    byId("previous-sentences").disabled = page === 0;
    byId("next-sentences").disabled = page === pages - 1;
    byId("sentences").replaceChildren(...(shown.length ? shown.map(item) : [el("li", { class: "empty" }, "No stance fits the filter.")]));
  }

  const rowsOf = (number) => {
    const rows = [];
    for (let row = 0; row < model.size; row += 1) if (model.stances.article[row] === number) rows.push(row);
    return rows.sort((x, y) => model.stances.start[x] - model.stances.start[y]);
  };

  function badge(row) {
    return el("button", {
      type: "button", class: `badge ${model.stance_names[model.stances.stance[row]]}`, "data-row": row, "aria-pressed": String(row === lit),
      "aria-label": sentence.spoken(row), title: sentence.spoken(row), on: { click: () => light(row) },
    }, model.SIGNS[model.stances.stance[row]]);
  }

  function mentionSpans(number) {
    const { text, mentions, implied } = texts[number];
    const codes = (actors) => actors.map((key) => model.actors[key].code).join(" ");
    return [
      ...mentions.map(([start, end, actors, resolved, antecedent]) => ({
        start, end, kind: "actor", code: codes(actors), title: [model.words(resolved), antecedent && text.slice(...antecedent)].filter(Boolean).join(": "),
      })),
      ...implied.map(([start, end, actors]) => ({ start, end, kind: "unsaid", code: null, title: `leaves unsaid: ${codes(actors)}` })),
    ];
  }

  // Spans of the lit stance stand in for the mentions that they cover.
  function spansFor(number) {
    const own = lit === null ? [] : sentence.stanceSpans(lit);
    const covered = new Set(own.map((span) => span.start));
    return [...mentionSpans(number).filter((span) => !covered.has(span.start) || own.some((one) => one.kind.startsWith("cue") && one.start === span.start && !own.some((other) => other !== one && other.start === span.start))), ...own];
  }

  function sentencesOf(rows) {
    const groups = new Map();
    for (const row of rows) {
      const key = model.stances.start[row];
      groups.set(key, [...(groups.get(key) || []), row]);
    }
    return groups;
  }

  function body(number) {
    const { text } = texts[number];
    const spans = spansFor(number);
    const nodes = [];
    let done = 0;
    for (const [start, rows] of sentencesOf(rowsOf(number))) {
      const end = model.stances.end[rows[0]];
      if (start < done) continue;
      nodes.push(...sentence.pieces(text, done, start, spans));
      nodes.push(el("span", { class: `stated${rows.includes(lit) ? " lit" : ""}`, "data-start": start },
        sentence.pieces(text, start, end, spans), el("span", { class: "badges" }, rows.map(badge))));
      done = end;
    }
    nodes.push(...sentence.pieces(text, done, text.length, spans));
    return nodes;
  }

  function head(number) {
    const { title, id, date, source, genre, url, original, warnings } = model.articles[number];
    const about = [date || "undated", source, genre, title ? id : null].filter(Boolean);
    return [
      el("h3", { dir: "auto" }, title || id),
      el("p", { class: "facts" }, about.map((part, index) => [index ? " · " : "", el("bdi", {}, part)]),
        url ? [" · ", el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "original page")] : []),
      original ? null : el("p", { class: "note" }, "The article isn't as the run read it, or is gone: these are the sentences that the run kept."),
      warnings.map((warning) => el("p", { class: "note" }, warning)),
    ];
  }

  function named({ side, actor, mentions, source }) {
    const { names, actors } = model;
    const name = el("bdi", {}, `${names[actor]} (${actors[actor].code})`);
    if (mentions.length) return [name];
    if (!source) return [name, ", left unsaid"];
    const words = texts[article].text.slice(...source);
    return [name, ", left unsaid; see ", el("button", {
      type: "button", class: "link", on: { click: () => document.querySelector(`#article-text .source-${side}`).scrollIntoView({ block: "center" }) },
    }, `“${model.isolate(words)}”`)];
  }

  function detail() {
    if (lit === null) {
      return [el("p", { class: "facts" }, rowsOf(article).length
        ? "Each ● or ◆ after a sentence is a stance: choose one to see who holds it, towards whom, and on which words. Words with dots below leave an actor unsaid."
        : "No stance was found in this article.")];
    }
    const { stances, speakers, modalities, issues, stance_names: kinds } = model;
    const [a, b] = sentence.sides(lit);
    const pairs = [
      ...(stances.mutual[lit] ? [["Each towards the other", [...named(a), " and ", ...named(b)], "both"]] : [["Holder", named(a)], ["Target", named(b)]]),
      ["Modality", [modalities[stances.modality[lit]]]],
      ["Issue", [model.words(issues[stances.issue[lit]])]],
      ["Speaker", [el("bdi", {}, speakers[stances.speaker[lit]])]],
      ["Probability", [probability(stances.probability[lit])]],
      ["Review", [stances.reviewed[lit] || "not reviewed"]],
      ["Record", [el("code", {}, stances.id[lit])]],
    ];
    return [
      el("p", { class: `verdict ${kinds[stances.stance[lit]]}` }, sentence.sign(stances.stance[lit]), ` ${kinds[stances.stance[lit]]}`),
      el("dl", {}, pairs.map(([term, value, kind]) => el("div", { class: kind }, el("dt", {}, term), el("dd", {}, value)))),
    ];
  }

  function step(by) {
    const rows = rowsOf(article);
    if (rows.length) light(rows[(rows.indexOf(lit) + by + rows.length) % rows.length]);
  }

  function drawArticle() {
    byId("article").value = article;
    byId("article-head").replaceChildren(...head(article).flat().filter(Boolean));
    byId("article-text").replaceChildren(...body(article));
    byId("detail").replaceChildren(...detail());
    const steps = rowsOf(article).length < 2;
    byId("previous-stance").disabled = steps;
    byId("next-stance").disabled = steps;
  }

  function light(row) {
    const focused = document.activeElement?.dataset?.row;
    lit = row;
    drawArticle();
    drawList();
    const badgeOf = document.querySelector(`#article-text [data-row="${row}"]`);
    if (focused !== undefined) badgeOf.focus({ preventScroll: true });
    const pane = byId("article-text");
    const stated = badgeOf.closest(".stated");
    pane.scrollTop += stated.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }

  async function open(number, row) {
    texts ??= await model.block("texts");
    article = number;
    if (row === null) {
      lit = null;
      drawArticle();
      drawList();
      byId("article-text").scrollTop = 0;
    } else {
      light(row);
      if (matchMedia("(max-width: 60rem)").matches) byId("article-head").scrollIntoView();
    }
  }

  // From a figure down to its sentences.
  function follow(changes) {
    filter.set(changes);
    return goTo();
  }

  async function goTo() {
    location.hash = "#reading";
    byId("reading-title").focus({ preventScroll: true });
    await detente.parts.goTo("reading");
  }

  async function openPlace(number, start, end) {
    await open(number, null);
    await goTo();
    const range = markPlace(number, start, end);
    range?.scrollIntoView({ block: "center" });
  }

  // Shows a sentence without a stance.
  function markPlace(number, start, end) {
    const spans = [...mentionSpans(number), { start, end, kind: "place", code: null }];
    const { text } = texts[number];
    byId("article-text").replaceChildren(...sentence.pieces(text, 0, text.length, spans));
    return document.querySelector("#article-text .place");
  }

  function start() {
    const options = model.articles.map((one, number) => el("option", { value: number }, `${one.date || "undated"}  ${model.articleTitle(one)}`));
    byId("article").replaceChildren(...options);
    byId("article").addEventListener("change", (event) => open(Number(event.target.value), null));
    byId("order").addEventListener("change", () => { page = 0; drawList(); });
    byId("previous-sentences").addEventListener("click", () => { page -= 1; drawList(); });
    byId("next-sentences").addEventListener("click", () => { page += 1; drawList(); });
    byId("previous-stance").addEventListener("click", () => step(-1));
    byId("next-stance").addEventListener("click", () => step(1));
    filter.listen(() => { page = 0; });
  }

  async function show() {
    texts ??= await model.block("texts");
    drawList();
    if (article === null && model.articles.length) {
      const rows = sorted();
      const first = rows.length ? rows[0] : null;
      await open(first === null ? 0 : model.stances.article[first], first);
    }
  }

  return { start, show, follow, goTo, openPlace };
})();
