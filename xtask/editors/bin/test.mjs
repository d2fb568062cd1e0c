#!/usr/bin/env node
// The schema for editors in the editors' own engines, a current and an old release of each: hand-written cases, cases
// of every block, whole steps as they are inserted, and how much time it takes; and the same cases in a language server.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import YAML from 'yaml';
import { jsonEngine, makeDoc, yamlEngine } from '../lib/engines.mjs';
import { lspEngine } from '../lib/lsp.mjs';
import { check, languageOf, loadCases, unmark } from '../lib/cases.mjs';
import { blocks, readSchema, workflow } from '../lib/blocks.mjs';
import { generate } from '../lib/generate.mjs';
import { inserted } from '../lib/inserted.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: a } = parseArgs({
  options: {
    schema: { type: 'string', default: path.join(here, '../../../schemas/editor/workflow.schema.json') },
    filter: { type: 'string' },
    release: { type: 'string' },
    figures: { type: 'boolean' },
    server: { type: 'string' },
  },
});
const RELEASES = [
  { name: 'JSON', language: 'json', module: 'vscode-json-languageservice', budget: 60 },
  { name: 'JSON, old', language: 'json', module: 'vscode-json-languageservice-old' },
  { name: 'YAML', language: 'yaml', module: 'yaml-language-server', budget: 120 },
  { name: 'YAML, old', language: 'yaml', module: 'yaml-language-server-old' },
].filter((r) => !a.release || r.module === a.release);
const MOST_BYTES = 60 * 1024;
const STEPS = 50;

const read = readSchema(a.schema);
const schemas = [{ uri: 'file:///workflow.schema.json', text: read.text, fileMatch: ['*'] }];
const filter = a.filter ? new RegExp(a.filter) : /./;
const generated = generate(read).flatMap(({ name, documents, expect }) => Object.entries(documents).map(([languageId, text]) => ({ name, languageId, expect, ...unmark(text) })));
const store = path.join(here, '../../../schemas/editor/schemastore');
const stored = [['test', { clean: true }], ['negative_test', { diagnostics: [{ maxChars: 160 }] }]].flatMap(([folder, expect]) => {
  const files = path.join(store, folder, 'workflow');
  return fs.readdirSync(files).map((file) => ({ name: `${folder}/${file}`, languageId: languageOf(file), expect, ...unmark(fs.readFileSync(path.join(files, file), 'utf8')) }));
});
const cases = [...loadCases(path.join(here, '../cases')), ...stored, ...generated].filter((c) => filter.test(c.name));

let failed = 0;
const fail = (release, what, reasons) => {
  failed++;
  console.log(`FAIL ${what} [${release.name}]`);
  for (const reason of reasons) console.log(`    ${reason}`);
};

async function runCases(release, engine, of = cases) {
  let passed = 0;
  for (const c of of.filter((c) => c.languageId === release.language)) {
    if (c.expect.only && ![].concat(c.expect.only).includes(engine.id)) continue;
    let reasons;
    try {
      reasons = await check(engine, c);
      reasons.push(...(engine.problems?.splice(0) ?? []).map((p) => `engine error: ${p.name}: ${p.error.split('\n')[0]}`));
    } catch (error) {
      reasons = [`error: ${error.message}`];
    }
    if (reasons.length) fail(release, `${c.name} - ${c.expect.description ?? ''}`, reasons);
    else passed++;
  }
  return passed;
}

/** Every block is offered as a whole step, and what is inserted is sound. */
async function runSnippets(release, engine) {
  const marked = release.language === 'json' ? '{"version": "1.0", "inputs": [{"type": "WorkflowImage", "name": "image"}], "steps": [<|>], "outputs": []}' : 'version: "1.0"\ninputs:\n  - type: WorkflowImage\n    name: image\noutputs: []\nsteps:\n  - <|>\n';
  const { text, marks } = unmark(marked);
  const doc = makeDoc(release.language, text);
  const items = (await engine.complete(doc, doc.positionAt(marks['']))).items;
  for (const { id } of blocks(read)) {
    const offers = items.filter((i) => i.label.replace(/^"|"$/g, '') === id);
    if (offers.length !== 1) {
      fail(release, `whole step of ${id}`, [`it is offered ${offers.length} times`]);
      continue;
    }
    const result = inserted(text, marks[''], offers[0], doc);
    const found = await engine.validate(makeDoc(release.language, result));
    if (found.length) fail(release, `whole step of ${id}`, [...found.map((d) => d.message), result]);
  }
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** CPU milliseconds of one validation: the lower quartile, since other programs run here too. */
async function time(release, engine) {
  const all = blocks(read);
  const usual = ({ definition }) => Object.fromEntries(Object.entries(definition.properties).filter(([, p]) => p.default !== undefined).map(([name, p]) => [name, p.default]));
  const steps = Array.from({ length: STEPS }, (_, i) => all[(i * 37) % all.length]).map((block, i) => ({ ...usual(block), ...block.step, name: `s${i}` }));
  const document = workflow(steps);
  const text = release.language === 'json' ? JSON.stringify(document, null, 2) : YAML.stringify(document);
  const times = [];
  for (let i = 0; i < 15; i++) {
    const start = cpu();
    await engine.validate(makeDoc(release.language, text));
    times.push(cpu() - start);
  }
  return times.slice(2).sort((x, y) => x - y)[3];
}

const gz = zlib.gzipSync(read.text, { level: 9 }).length;
if (gz > MOST_BYTES) fail({ name: 'size' }, 'the schema is too large', [`${gz} bytes compressed, more than ${MOST_BYTES}`]);
console.log(`schema: ${(read.text.length / 1024).toFixed(0)} KB, compressed ${(gz / 1024).toFixed(1)} KB, ${blocks(read).length} blocks`);
for (const release of RELEASES) {
  const engine = await (release.language === 'json' ? jsonEngine : yamlEngine)(schemas, { module: release.module });
  const before = failed;
  const passed = a.figures ? 0 : await runCases(release, engine);
  if (!a.figures) await runSnippets(release, engine);
  const ms = await time(release, engine);
  if (release.budget && ms > release.budget) fail(release, `${STEPS} steps`, [`${ms.toFixed(0)} ms of CPU, more than ${release.budget}`]);
  console.log(`${release.name}: ${passed} cases passed, ${failed - before} failures; ${STEPS} steps take ${ms.toFixed(1)} ms of CPU`);
}
if (a.server && !a.figures) {
  // What is superfluous in a workflow is no business of a schema, and so of no case; in cases that are made from the
  // schema, neither is what references lead to.
  const superfluous = ['unused-input', 'unused-step'];
  const isMade = (c) => generated.includes(c);
  const groups = [
    [superfluous, cases.filter((c) => !isMade(c))],
    [[...superfluous, 'unknown-reference', 'unknown-output', 'kind-mismatch'], cases.filter(isMade)],
  ];
  let passed = 0;
  for (const [ignore, of] of groups) {
    const engine = await lspEngine(a.server.split(/\s+/), { settings: { blocks: { diagnostics: { ignore } } }, diagnose: { quiet: 20 } });
    for (const language of ['json', 'yaml']) {
      const release = { name: `server, ${language}`, language };
      passed += await runCases(release, engine, of);
      if (of.some(isMade)) await runSnippets(release, engine);
    }
    await engine.close();
  }
  console.log(`language server: ${passed} cases passed`);
}
process.exit(failed ? 1 : 0);
