// What leaves Waymark, read by tools that are not ours.

import assert from "node:assert/strict";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { cli, place, run } from "./app.mjs";

let here;
let map;
let file;

before(async () => {
  here = await place();
  file = `${here.folder}/map.json`;
  await cli("new", "--template", "flood-insurance", "-o", file);
  map = JSON.parse(await readFile(file, "utf8"));
});
after(() => here?.done());

/** Words of a text without Markdown's signs, spaces folded. */
const plain = (text) =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_]{1,2}/g, "")
    .replace(/^\s*[-*] /gm, "")
    .replace(/\s+/g, " ")
    .trim();

/** Text without any white space or bullets: lines wrap where they want to. */
const squeezed = (text) => text.replace(/[\s•]+/g, "");

test("the PDF is searchable, with embedded subsets, and sound", async () => {
  const pdf = `${here.folder}/map.pdf`;
  await cli("export", file, "-o", pdf);
  const text = squeezed((await run("pdftotext", ["-raw", pdf, "-"])).stdout);
  for (const card of map.cards) {
    assert.ok(text.includes(squeezed(plain(card.text))), `pdftotext does not find “${plain(card.text)}”`);
  }
  const fonts = (await run("pdffonts", [pdf])).stdout.split("\n").slice(2).filter(Boolean);
  assert.ok(fonts.length > 0);
  for (const font of fonts) assert.match(font, /\+\S+.*\s+yes\s+yes\s+yes\s/, `not embedded, subset and mapped: ${font}`);
  await run("qpdf", ["--check", pdf]);
  const about = (await run("pdfinfo", [pdf])).stdout;
  assert.match(about, /Title:\s+Buying flood insurance in Louisiana/);
  assert.match(about, /Tagged:\s+yes/);
  const attached = (await run("pdfdetach", ["-list", pdf])).stdout;
  assert.match(attached, /\.json/);
  const out = `${here.folder}/from-pdf.json`;
  await run("pdfdetach", ["-save", "1", "-o", out, pdf]);
  assert.deepEqual(JSON.parse(await readFile(out, "utf8")), map);
});

test("pages: papers, orientations, tiles", async () => {
  for (const [page, size] of [["a4", "841.89 x 595.276"], ["letter", "792 x 612"], ["16:9", "960 x 540"]]) {
    const pdf = `${here.folder}/page.pdf`;
    await cli("export", file, "-o", pdf, "--page", page, "--orientation", "landscape");
    const about = (await run("pdfinfo", [pdf])).stdout;
    assert.match(about, /Pages:\s+1\n/);
    assert.ok(about.includes(size), `${page}: ${about.match(/Page size:.*/)?.[0]}`);
  }
  const tiles = `${here.folder}/tiles.pdf`;
  await cli("export", file, "-o", tiles, "--page", "a4", "--tile");
  const pages = Number((await run("pdfinfo", [tiles])).stdout.match(/Pages:\s+(\d+)/)[1]);
  assert.ok(pages > 1, `${pages} pages`);
});

test("the PNG decodes at the right size and resolution, and brings the map back", async () => {
  const sizes = {};
  for (const scale of [1, 2]) {
    const png = `${here.folder}/map-${scale}.png`;
    await cli("export", file, "-o", png, "--scale", String(scale), "--dpi", "192");
    // Header fields as the PNG specification places them: IHDR is the first chunk.
    const bytes = await readFile(png);
    assert.equal(bytes.toString("latin1", 12, 16), "IHDR");
    sizes[scale] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const at = bytes.indexOf("pHYs", 0, "latin1");
    assert.equal(bytes.readUInt32BE(at + 4), Math.round(192 / 0.0254));
    // A decoder that is not ours reads every row.
    const script = "import sys, PIL.Image as I; i = I.open(sys.argv[1]); i.load(); print(*i.size)";
    const { stdout } = await run("/usr/bin/python3", ["-c", script, png]);
    assert.equal(stdout.trim(), sizes[scale].join(" "));
  }
  const double = sizes[1].map((side) => side * 2);
  assert.ok(sizes[2].every((side, i) => Math.abs(side - double[i]) <= 1), `${sizes[1]} and ${sizes[2]}`);

  const [id] = (await cli("import", `${here.folder}/map-1.png`, "--library", here.library)).split("\t");
  const back = `${here.folder}/from-png.json`;
  await cli("export", id, "-o", back, "--library", here.library);
  const texts = (m) => m.cards.map((card) => card.text).sort();
  assert.deepEqual(texts(JSON.parse(await readFile(back, "utf8"))), texts(map));
});

test("the SVG is well-formed, draws in librsvg, and holds no foreignObject", async () => {
  const svg = `${here.folder}/map.svg`;
  await cli("export", file, "-o", svg);
  const text = await readFile(svg, "utf8");
  assert.ok(!/foreignObject|\sstyle="/.test(text));
  await run("rsvg-convert", [svg, "-o", `${here.folder}/svg.png`]);
  assert.ok((await stat(`${here.folder}/svg.png`)).size > 10_000);
});

test("JSON validates against the published schema, and exports of it are the same bytes", async () => {
  const schema = `${here.folder}/schema.json`;
  await writeFile(schema, await cli("schema"));
  const script = "import sys, json, jsonschema; jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))";
  await run("/usr/bin/python3", ["-c", script, schema, file]);
  for (const format of ["json", "svg", "png", "pdf"]) {
    const [a, b] = [`${here.folder}/a.${format}`, `${here.folder}/b.${format}`];
    await cli("export", file, "-o", a);
    await cli("export", file, "-o", b);
    assert.ok((await readFile(a)).equals(await readFile(b)), `${format} differs from one export to the next`);
  }
});

/** Runs the command line, which must fail with this code, and returns its message. */
async function fails(code, ...args) {
  try {
    await cli(...args);
  } catch (problem) {
    assert.equal(problem.code, code, problem.stderr);
    assert.equal(problem.stderr.trim().split("\n").length, 1, `more than one line: ${problem.stderr}`);
    return problem.stderr;
  }
  assert.fail(`waymark ${args.join(" ")} did not fail`);
}

test("failures name the file and the remedy, and write nothing", async () => {
  const bad = `${here.folder}/bad.json`;
  const broken = structuredClone(map);
  broken.cards[3].span = "two";
  await writeFile(bad, JSON.stringify(broken));
  const message = await fails(1, "check", bad);
  assert.match(message, /bad\.json/);
  assert.match(message, /\$\.cards\[3\]\.span/);
  assert.match(message, /two/);
  const files = (await readdir(here.folder)).length;
  await fails(1, "export", bad, "-o", `${here.folder}/bad.pdf`);
  await fails(1, "export", `${here.folder}/gone.json`, "-o", `${here.folder}/bad.pdf`);
  await fails(1, "export", file, "-o", `${here.folder}/no/such/folder.pdf`);
  await fails(2, "export", file, "-o", `${here.folder}/map.doc`);
  await fails(2, "export", file, "-o", `${here.folder}/map.png`, "--scale", "40");
  await fails(2, "new", "--template", "nonsense", "-o", `${here.folder}/x.json`);
  await fails(2, "frobnicate");
  assert.equal((await readdir(here.folder)).length, files, "a failed command left a file");
  const newer = structuredClone(map);
  newer.version.major = 2;
  await writeFile(bad, JSON.stringify(newer));
  assert.match(await fails(1, "check", bad), /newer/);
});

test("the list of templates", async () => {
  const templates = JSON.parse(await cli("templates", "--json"));
  assert.ok(templates.length >= 10);
  for (const template of templates) {
    for (const key of ["id", "title", "category", "description"]) assert.equal(typeof template[key], "string");
  }
});
