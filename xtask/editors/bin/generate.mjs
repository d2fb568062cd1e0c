#!/usr/bin/env node
// Writes the cases of every block to a folder, for `run.mjs`, which also runs them in language servers.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readSchema } from '../lib/blocks.mjs';
import { generate } from '../lib/generate.mjs';

const { values: a } = parseArgs({ options: { schema: { type: 'string' }, out: { type: 'string' } } });
if (!a.schema || !a.out) {
  console.error('usage: generate.mjs --schema FILE --out DIR');
  process.exit(2);
}
const cases = generate(readSchema(a.schema));
fs.mkdirSync(a.out, { recursive: true });
for (const { name, documents, expect } of cases) {
  const file = path.join(a.out, name.replace('/', '.'));
  fs.writeFileSync(`${file}.expect.json`, JSON.stringify(expect, null, 2) + '\n');
  for (const [language, text] of Object.entries(documents)) fs.writeFileSync(`${file}.${language}`, text);
}
console.log(`${cases.length} cases in ${a.out}`);
