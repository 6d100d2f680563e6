// The table and its JSON, in the shape of `out/bench.json`.

/** Value of nearest rank at a part of the figures. */
export function rank(figures, part) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

const number = (value) => value.toFixed(value < 0.995 ? 3 : value < 9.95 ? 2 : value < 99.5 ? 1 : 0);

export class Report {
  rows = [];
  skipped = [];

  /**
   * Adds a row and prints it. `aim` is the most that the median (or, with `of: "p95"`, the 95th
   * percentile) should be.
   */
  add(work, cards, unit, figures, aim = null, of = "median") {
    const row = { work, cards, unit, median: rank(figures, 0.5), p95: rank(figures, 0.95), runs: figures.length };
    if (aim !== null) {
      const ratio = row[of] / aim;
      Object.assign(row, { aim, of, ratio, mark: ratio <= 1 ? "within" : ratio <= 2 ? "within-twice" : "beyond-twice" });
    }
    this.rows.push(row);
    console.error(line(row));
  }

  skip(work, reason) {
    this.skipped.push({ work, reason });
    console.error(`${work}: skipped, ${reason}`);
  }

  toString() {
    const head = `${"work".padEnd(44)} ${"cards".padStart(6)} ${"median".padStart(8)} ${"p95".padStart(8)}    ${"aim".padStart(12)} ${"ratio".padStart(6)}`;
    const skipped = this.skipped.map(({ work, reason }) => `${work}: skipped, ${reason}`);
    return [head, ...this.rows.map(line), ...skipped].join("\n");
  }
}

function line({ work, cards, unit, median, p95, aim, of, ratio, mark }) {
  const figures = `${number(median).padStart(8)} ${number(p95).padStart(8)} ${unit.padEnd(2)}`;
  const name = `${work.padEnd(44)} ${(cards === null ? "" : cards.toLocaleString("en")).padStart(6)}`;
  if (aim === undefined) return `${name} ${figures}`;
  const judged = `${of === "p95" ? "p95 " : ""}≤ ${number(aim)}`.padStart(12);
  const said = { within: "", "within-twice": "  over", "beyond-twice": "  BEYOND TWICE" }[mark];
  return `${name} ${figures} ${judged} ${ratio.toFixed(2).padStart(6)}${said}`;
}
