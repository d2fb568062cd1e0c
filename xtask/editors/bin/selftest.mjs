#!/usr/bin/env node
// Do the tests fail when they should? Every sort of expectation is made wrong, and has to be refused.
import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonEngine, makeDoc, yamlEngine } from '../lib/engines.mjs';
import { check, unmark } from '../lib/cases.mjs';
import { readSchema } from '../lib/blocks.mjs';
import { generate } from '../lib/generate.mjs';
import { inserted } from '../lib/inserted.mjs';
import { indexDocument, locate } from '../lib/locate.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const read = readSchema(process.argv[2] ?? path.join(here, '../../../schemas/editor/workflow.schema.json'));
const schemas = [{ uri: 'file:///workflow.schema.json', text: read.text, fileMatch: ['*'] }];
const engines = { json: await jsonEngine(schemas), yaml: await yamlEngine(schemas) };

assert.deepEqual(unmark('a<|>b<|x|>c'), { text: 'abc', marks: { '': 1, x: 2 } });
assert.throws(() => unmark('<|><|>'));
const text = '{"a": [{"b/c": 1}]}';
const index = indexDocument(text, 'json');
assert.deepEqual(locate(index, text.indexOf('1'), text.indexOf('1') + 1), { path: '/a/0/b~1c', on: 'value' });
assert.deepEqual(locate(index, text.indexOf('"b/c"'), text.indexOf('"b/c"') + 5), { path: '/a/0/b~1c', on: 'key' });
assert.deepEqual(locate(index, 7, 8), { path: '/a/0', on: 'node' });
const item = { label: 'x', insertText: '{"a": "\\$${1:inputs.image}", "b": ${2:5}$0}', insertTextFormat: 2 };
assert.equal(inserted('[]', 1, item, makeDoc('json', '[]')), '[{"a": "$inputs.image", "b": 5}]');

const twists = {
  clean: (x) => ({ ...x, clean: undefined, diagnostics: [{ path: '/nowhere' }] }),
  diagnostics: (x) => ({ ...x, diagnostics: x.diagnostics.slice(1) }),
  completion: (x) => ({ ...x, yaml: undefined, completion: [{ ...x.completion[0], contains: ['no such label'] }] }),
  hover: (x) => ({ ...x, yaml: undefined, hover: [{ ...x.hover[0], maxChars: 3 }] }),
};
const generated = generate(read);
for (const [key, twist] of Object.entries(twists)) {
  const found = generated.find((c) => c.expect[key]);
  for (const [languageId, engine] of Object.entries(engines)) {
    const c = { name: found.name, languageId, ...unmark(found.documents[languageId]) };
    assert.deepEqual(await check(engine, { ...c, expect: found.expect }), [], `${found.name} must pass as it is [${languageId}]`);
    assert.ok((await check(engine, { ...c, expect: twist(found.expect) })).length, `${found.name} must fail with a wrong ${key} [${languageId}]`);
  }
}
console.log('the tests fail when they should');
process.exit(0);
