"use strict";

// Starts the page: its parts, and the controls of the filter.
(() => {
  const { dom, filter, model } = detente;
  const { el, byId, format } = dom;
  const PARTS = {
    overview: detente.overview, network: detente.network, dyads: detente.dyads, matrix: detente.matrix,
    reading: detente.reading, unfound: detente.unfound, quality: detente.quality,
  };
  // Decoded soon after the start, for printing doesn't wait.
  const REST = ["texts", "pairs", "quality"];
  const IDLE = 500;  // ms

  function options(select, labels) {
    select.append(...labels.map((label, value) => el("option", { value }, label)));
  }

  const FIELDS = {
    issue: () => model.issues.map(model.words),
    stance: () => model.stance_names.map((name, value) => `${model.SIGNS[value]} ${name}`),
    modality: () => model.modalities,
  };

  function startControls() {
    const form = byId("filter");
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const [field, labels] of Object.entries(FIELDS)) {
      options(form[field], labels());
      form[field].addEventListener("change", () => filter.set({ [field]: form[field].value === "" ? null : Number(form[field].value) }));
    }
    const months = model.months.filter(Boolean).sort();
    for (const field of ["from", "to"]) {
      form[field].min = months[0] || "";
      form[field].max = months.at(-1) || "";
      form[field].addEventListener("change", () => filter.set({ [field]: form[field].value }));
    }
    form.least.addEventListener("input", () => filter.set({ least: Number(form.least.value) }));
    form.reviewed.addEventListener("change", () => filter.set({ reviewed: form.reviewed.checked }));
    byId("actor-names").append(...model.actors.map((actor, key) => el("option", { value: model.names[key] }, actor.code)));
    form.actor.addEventListener("change", () => chooseActor(form.actor));
    byId("clear").addEventListener("click", () => filter.clear());
    byId("to-sentences").addEventListener("click", () => detente.reading.goTo());
  }

  function chooseActor(input) {
    const wanted = input.value.trim().toLowerCase();
    const key = model.actors.findIndex((actor, index) => [actor.code, model.names[index]].some((name) => name.toLowerCase() === wanted));
    input.setCustomValidity(wanted && key < 0 ? "No actor has this name or code." : "");
    input.reportValidity();
    if (wanted === "" || key >= 0) filter.set({ actor: wanted === "" ? null : key, other: null, holder: null });
  }

  function showControls() {
    const form = byId("filter");
    const { chosen, NOTHING } = filter;
    for (const field of Object.keys(FIELDS)) form[field].value = chosen[field] ?? "";
    form.from.value = chosen.from;
    form.to.value = chosen.to;
    form.least.value = chosen.least;
    form.reviewed.checked = chosen.reviewed;
    byId("least-shown").textContent = chosen.least.toFixed(2);
    form.actor.value = chosen.actor === null ? "" : model.names[chosen.actor];
    const partner = byId("partner");
    partner.hidden = chosen.other === null;
    if (chosen.other !== null) {
      const link = chosen.holder === null ? "with" : "towards";
      partner.replaceChildren(el("button", {
        type: "button", class: "chip", "aria-label": `${link} ${model.names[chosen.other]}: remove`,
        on: { click: () => filter.set({ other: null, holder: null }) },
      }, `${link} `, el("bdi", {}, model.names[chosen.other]), " ×"));
    }
    byId("selected").textContent = `${format(filter.rows().length)} of ${dom.count(model.size, "stance")}`;
    byId("clear").disabled = Object.keys(NOTHING).every((field) => chosen[field] === NOTHING[field]);
  }

  function refresh(source) {
    showControls();
    detente.parts.spoil(Object.keys(PARTS).filter((id) => source !== "preview" || id !== "network"));
  }

  async function start() {
    detente.theme.start();
    await model.load();
    addEventListener("beforeprint", () => Object.values(PARTS).forEach((part) => part.show()));
    detente.chart.start();
    for (const part of [detente.overview, detente.network, detente.dyads, detente.reading]) part.start();
    startControls();
    showControls();
    filter.listen(refresh);
    detente.parts.start(PARTS);
    document.documentElement.dataset.ready = "";
    setTimeout(() => REST.forEach(model.block), IDLE);
  }

  start();
})();
