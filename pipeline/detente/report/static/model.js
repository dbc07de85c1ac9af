"use strict";

// The data of the run: blocks of JSON, gzip and base64, decoded when a part first asks for them.
detente.model = (() => {
  const blocks = new Map();

  function block(name) {
    if (!blocks.has(name)) blocks.set(name, decode(document.getElementById(`data-${name}`).textContent));
    return blocks.get(name);
  }

  async function decode(base64) {
    const bytes = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  const COOPERATION = 0;
  const DIVERGENCE = 1;
  const SIGNS = ["●", "◆"];
  const SPELT = {
    trade_economy: "trade, economy",
    border_territory: "borders, territory",
    security_military: "security, military",
    diplomacy_political: "diplomacy, politics",
    multilateral_integration: "multilateral ties",
    space_science_tech: "space, science",
    migration_society: "migration, society",
    human_rights_domestic: "human rights",
  };

  // Isolated, so that a name written from right to left leaves the words around it in place.
  const isolate = (text) => `\u2068${text}\u2069`;

  function words(name) {
    return SPELT[name] || name.replaceAll("_", " ");
  }

  function actorNames(actors) {
    const regions = new Intl.DisplayNames(["en"], { type: "region", style: "short" });
    return actors.map((actor) => (actor.region ? regions.of(actor.region) : actor.name));
  }

  function articleTitle(article) {
    return article.title || article.id;
  }

  async function load() {
    const core = await block("core");
    const names = actorNames(core.actors);
    Object.assign(detente.model, {
      ...core,
      names,
      months: core.articles.map((article) => (article.date || "").slice(0, 7)),
      size: core.stances.id.length,
    });
  }

  return { block, load, words, isolate, articleTitle, COOPERATION, DIVERGENCE, SIGNS };
})();
