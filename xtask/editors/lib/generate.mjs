// Cases for every block of a schema, in the form of hand-written ones: name, JSON and YAML document, expectation.
import YAML from 'yaml';
import { blocks, offered, valuesOf, workflow } from './blocks.mjs';
import { faults } from './faults.mjs';

const HOVER = 600;
const slug = (id) => id.replace(/^.*\//, '').replace(/[^A-Za-z0-9]+/g, '-');
const json = (value) => JSON.stringify(value, null, 2) + '\n';

/** [{ name, documents: { json, yaml }, expect }] */
export function generate(read) {
  const all = blocks(read);
  const found = [];
  for (const block of all) {
    const others = all.filter((o) => o !== block);
    const name = slug(block.id);
    found.push({ name: `${name}/clean`, documents: both(workflow([block.step])), expect: { description: `${block.id}: what completion inserts is sound`, clean: true } });
    for (const f of others.length ? faults(block, others) : []) {
      found.push({ name: `${name}/${f.name}`, documents: both(f.document), expect: { description: `${block.id}: ${f.description}`, diagnostics: f.diagnostics, lsp: f.lsp, absent: ['Matches multiple', '/[Mm]atches? none/'] } });
    }
    found.push(keys(name, block), hover(name, block));
    const chosen = values(name, block);
    if (chosen) found.push(chosen);
  }
  found.push(types(all, read));
  return found;
}

const both = (document) => ({ json: json(document), yaml: YAML.stringify(document) });

/** After `type` completion has the properties of the block and no others. */
function keys(name, block) {
  const only = offered(block).filter((n) => n !== 'type' && n !== 'name');
  const completion = [{ at: 'keys', only, unique: true }];
  return {
    name: `${name}/keys`,
    documents: {
      json: `{"version": "1.0", "steps": [{"type": "${block.id}", "name": "a", <|keys|>}]}\n`,
      yaml: `version: "1.0"\nsteps:\n  - type: ${block.id}\n    name: a\n    <|keys|>\n`,
    },
    // The service for YAML adds an entry for all required properties at once, with the name of the block.
    // (Those that have another name as well it does not know to be required.)
    expect: { description: `${block.id}: keys after its type`, completion, yaml: { completion: [{ ...completion[0], only: block.definition.required.length > 2 ? [...only, block.id] : only }] }, lsp: { completion } },
  };
}

const sample = (p) => p.default ?? p.examples?.[0] ?? valuesOf(p)?.[0] ?? 1;

/** A step with all properties, in JSON and YAML, with a cursor in each key. */
function withCursors(block) {
  const step = { type: block.id, name: 'a', ...Object.fromEntries(offered(block).filter((n) => n !== 'type' && n !== 'name').map((n) => [n, sample(block.definition.properties[n])])) };
  // A member of the step begins after six spaces in JSON, after four of them in YAML.
  const marked = (text, member) => text.replace(member, (_, start, first, rest) => `${start}${first}<|${first}${rest}|>${rest}`);
  const document = { version: '1.0', inputs: [], steps: [step], outputs: [] };
  return {
    step,
    json: marked(JSON.stringify(document, null, 2), /^( {6}")(\w)(\w*)(?=":)/gm),
    yaml: marked(YAML.stringify(document, { lineWidth: 0 }), /^( {4}| {2}- )(\w)(\w*)(?=:)/gm),
  };
}

/** Wherever the pointer rests on a property there is a short text that begins with its description. */
function hover(name, block) {
  const { step, json: asJson, yaml } = withCursors(block);
  const at = Object.keys(step).filter((n) => asJson.includes(`<|${n}|>`) && yaml.includes(`<|${n}|>`));
  const expected = at.map((n) => {
    const words = block.definition.properties[n]?.markdownDescription?.split('\n')[0].replace(/[*`_[\]()\\]/g, ' ').split(/\s+/).filter((w) => /^[A-Za-z]{3,}$/.test(w)).slice(0, 3);
    return { at: n, ...(words ? { contains: words } : {}), maxChars: HOVER };
  });
  // The service for YAML lists all types where the pointer rests on one.
  return { name: `${name}/hover`, documents: { json: asJson, yaml }, expect: { description: `${block.id}: texts where the pointer rests`, hover: expected, yaml: { hover: expected.filter((h) => h.at !== 'type') } } };
}

/** Completion has the values of each choice. */
function values(name, block) {
  const P = block.definition.properties;
  const chosen = offered(block).filter((n) => valuesOf(P[n]) && !/[^A-Za-z0-9_]/.test(n));
  if (!chosen.length) return undefined;
  const steps = (make) => chosen.map(make).join('');
  return {
    name: `${name}/values`,
    documents: {
      json: `{"version": "1.0", "steps": [${chosen.map((n) => `{"type": "${block.id}", "name": "a", "${n}": <|${n}|>}`).join(',\n')}]}\n`,
      yaml: `version: "1.0"\nsteps:\n${steps((n) => `  - type: ${block.id}\n    name: a\n    ${n}: <|${n}|>\n`)}`,
    },
    expect: { description: `${block.id}: values of its choices`, completion: chosen.map((n) => ({ at: n, contains: valuesOf(P[n]).filter((v) => v !== null).map(String), unique: true })) },
  };
}

/** All types are offered, also in place of one that stands there. */
function types(all, { definitions }) {
  const first = all[0].id;
  const contains = valuesOf(definitions.step.properties.type);
  const completion = (contains) => [{ at: 'new', contains, unique: true, items: { [first]: { doc: '/./' } } }, { at: 'instead', contains, unique: true }];
  return {
    name: 'types/completion',
    documents: {
      json: `{"version": "1.0", "steps": [{"name": "a", "type": <|new|>}, {"name": "b", "type": "rob<|instead|>${first.slice(3)}"}]}\n`,
      yaml: `version: "1.0"\nsteps:\n  - name: a\n    type: <|new|>\n  - name: b\n    type: rob<|instead|>${first.slice(3)}\n`,
    },
    // The server offers each block once, by its first name.
    expect: { description: 'types of blocks', completion: completion(contains), lsp: { completion: completion(all.map(({ id }) => id)) } },
  };
}
