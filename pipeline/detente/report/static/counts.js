"use strict";

// What is counted of stances: everything from row numbers, nothing kept.
detente.counts = (() => {
  const Z = 1.96;  // 95 %
  const { DIVERGENCE } = detente.model;

  // From -1, divergence only, to 1, cooperation only.
  const balance = ({ cooperation, divergence }) =>
    (cooperation - divergence) / (cooperation + divergence);

  // Wilson score interval (Wilson 1927) of the share of cooperation, on the scale of the balance.
  function interval({ cooperation, divergence }) {
    const n = cooperation + divergence;
    const share = cooperation / n;
    const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
    const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
    return { low: 2 * Math.max(0, centre - half) - 1, high: 2 * Math.min(1, centre + half) - 1 };
  }

  function group(rows, keyOf, start) {
    const groups = new Map();
    const { stance } = detente.model.stances;
    for (const row of rows) {
      for (const key of keyOf(row)) {
        let entry = groups.get(key);
        if (!entry) groups.set(key, (entry = { key, cooperation: 0, divergence: 0, ...start(row) }));
        entry[stance[row] === DIVERGENCE ? "divergence" : "cooperation"] += 1;
      }
    }
    return [...groups.values()];
  }

  function dyads(rows) {
    const { a, b, article, issue } = detente.model.stances;
    const { actors, articles } = detente.model;
    const size = actors.length;
    const found = new Map();
    const dyadOf = (row) => Math.min(a[row], b[row]) * size + Math.max(a[row], b[row]);
    for (const entry of group(rows, (row) => [dyadOf(row)], () => ({ first: "", last: "", issues: new Map() }))) {
      entry.pair = [Math.floor(entry.key / size), entry.key % size];
      found.set(entry.key, entry);
    }
    for (const row of rows) {
      const entry = found.get(dyadOf(row));
      const date = articles[article[row]].date || "";
      if (date && (!entry.first || date < entry.first)) entry.first = date;
      if (date > entry.last) entry.last = date;
      entry.issues.set(issue[row], (entry.issues.get(issue[row]) || 0) + 1);
    }
    return [...found.values()].map((entry) => ({
      ...entry,
      total: entry.cooperation + entry.divergence,
      balance: balance(entry),
      ...interval(entry),
      issue: [...entry.issues].sort((x, y) => y[1] - x[1])[0][0],
    }));
  }

  const total = (entry) => entry.cooperation + entry.divergence;

  function actors(rows) {
    const { a, b } = detente.model.stances;
    return group(rows, (row) => [a[row], b[row]], () => ({}))
      .map((entry) => ({ ...entry, total: total(entry), balance: balance(entry) }))
      .sort((x, y) => y.total - x.total || x.key - y.key);
  }

  // Holder and target; a mutual stance counts both ways.
  function directed(rows) {
    const { a, b, mutual } = detente.model.stances;
    const size = detente.model.actors.length;
    const keys = (row) => {
      const forward = a[row] * size + b[row];
      return mutual[row] ? [forward, b[row] * size + a[row]] : [forward];
    };
    return group(rows, keys, () => ({})).map((entry) => ({
      ...entry, holder: Math.floor(entry.key / size), target: entry.key % size,
      total: total(entry), balance: balance(entry),
    }));
  }

  function issues(rows) {
    const { issue } = detente.model.stances;
    return group(rows, (row) => [issue[row]], () => ({})).sort((x, y) => total(y) - total(x));
  }

  function months(rows) {
    const { article } = detente.model.stances;
    const found = group(rows, (row) => [detente.model.months[article[row]]], () => ({}));
    return new Map(found.filter((entry) => entry.key).map((entry) => [entry.key, entry]));
  }

  // Every month from the first to the last; dates of a year only stand before its months.
  function calendar(keys) {
    const sorted = [...keys].sort();
    const whole = sorted.filter((key) => key.length === 7);
    if (!whole.length) return sorted;
    const filled = new Set(sorted);
    let [year, month] = whole[0].split("-").map(Number);
    for (let key = whole[0]; key < whole[whole.length - 1];) {
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
      key = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
      filled.add(key);
    }
    return [...filled].sort();
  }

  function byIssueAndMonth(rows) {
    const { article, issue, stance } = detente.model.stances;
    const cells = new Map();
    for (const row of rows) {
      const month = detente.model.months[article[row]];
      const key = `${month} ${issue[row]} ${stance[row]}`;
      const cell = cells.get(key) || { month, issue: issue[row], stance: stance[row], total: 0 };
      cell.total += 1;
      cells.set(key, cell);
    }
    return [...cells.values()].filter((cell) => cell.month);
  }

  return { balance, interval, dyads, actors, directed, issues, months, calendar, byIssueAndMonth };
})();
