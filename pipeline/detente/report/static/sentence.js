"use strict";

// Text with its marks, in the manner of displaCy: actors with their code, cues underlined.
detente.sentence = (() => {
  const { dom, model } = detente;
  const { el } = dom;

  // Cuts a stretch of text where a span starts or ends; a piece has the classes of all over it.
  function pieces(text, start, end, spans) {
    const inside = spans.filter((span) => span.start < end && span.end > start && span.start < span.end);
    const cuts = [...new Set([start, end, ...inside.flatMap((span) => [span.start, span.end])])]
      .filter((cut) => cut >= start && cut <= end).sort((x, y) => x - y);
    return cuts.slice(1).map((cut, index) => {
      const from = cuts[index];
      const over = inside.filter((span) => span.start <= from && span.end >= cut);
      const words = text.slice(from, cut);
      if (!over.length) return words;
      const codes = over.filter((span) => span.code && span.end === cut).map((span) => el("span", { class: "code" }, span.code));
      const title = over.map((span) => span.title).filter(Boolean).join("; ");
      return el("mark", { class: over.map((span) => span.kind).join(" "), title: title || null }, words, codes);
    });
  }

  const toSpans = (ranges, kind, code) => ranges.map(([start, end]) => ({ start, end, kind, code }));

  // The actors of a stance, with their words in the sentence, or else where they come from.
  function sides(row) {
    const { stances } = model;
    return [
      { side: "a", actor: stances.a[row], role: "holder", mentions: stances.a_mentions[row], source: stances.a_source[row] },
      { side: "b", actor: stances.b[row], role: stances.mutual[row] ? "holder" : "target", mentions: stances.b_mentions[row], source: stances.b_source[row] },
    ];
  }

  // Holder, target and cue of a stance; both sides of a mutual one hold it.
  function stanceSpans(row) {
    const { stances, actors, stance_names: names } = model;
    return [
      ...sides(row).flatMap(({ side, actor, role, mentions, source }) => [
        ...toSpans(mentions, `actor ${role}`, actors[actor].code),
        ...toSpans(source ? [source] : [], `actor ${role} source source-${side}`, actors[actor].code),
      ]),
      ...toSpans([stances.cue[row]], `cue ${names[stances.stance[row]]}`, null),
    ];
  }

  function sign(stance) {
    return el("span", { class: `sign ${model.stance_names[stance]}`, "aria-hidden": "true" }, model.SIGNS[stance]);
  }

  function relation(row) {
    const { stances, names } = model;
    return [
      sign(stances.stance[row]), " ",
      el("bdi", {}, names[stances.a[row]]), stances.mutual[row] ? " ↔ " : " → ", el("bdi", {}, names[stances.b[row]]),
    ];
  }

  // In words, for those who hear the page.
  function spoken(row) {
    const { stances, names, stance_names: kinds } = model;
    const link = stances.mutual[row] ? "and" : "towards";
    return `${kinds[stances.stance[row]]}, ${names[stances.a[row]]} ${link} ${names[stances.b[row]]}`;
  }

  return { pieces, sides, stanceSpans, relation, spoken, sign };
})();
