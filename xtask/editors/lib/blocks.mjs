// What the emitted schema says about blocks, for scripts that make cases of them.
import fs from 'node:fs';

export const readSchema = (file) => {
  const text = fs.readFileSync(file, 'utf8');
  const schema = JSON.parse(text);
  const definitions = schema.definitions ?? schema.$defs;
  const resolve = (node) => (node?.$ref ? definitions[node.$ref.split('/').pop()] : node);
  for (const definition of Object.values(definitions)) {
    for (const [name, property] of Object.entries(definition.properties ?? {})) definition.properties[name] = resolve(property);
  }
  return { text, schema, definitions };
};

/** The text that an editor inserts for a raw snippet body: `^` bodies as they stand, places filled with their defaults. */
const plain = (text) => text.replace(/\\?\$\{\d+:((?:\\.|[^}\\])*)\}/g, (m, inner) => (m[0] === '\\' ? '$' + m.slice(2) : inner)).replace(/\\([$}\\])/g, '$1');

function evaluate(body) {
  if (typeof body === 'string') return body.startsWith('^') ? JSON.parse(plain(body.slice(1))) : plain(body);
  if (Array.isArray(body)) return body.map(evaluate);
  if (body && typeof body === 'object') return Object.fromEntries(Object.entries(body).map(([k, v]) => [k, evaluate(v)]));
  return body;
}

/** Every block that is offered as a whole step: { id, definition, step } with the step that the snippet inserts. */
export function blocks({ definitions }) {
  return definitions.snippets.defaultSnippets.map((s) => ({ id: s.label, definition: definitions[s.label.replaceAll('/', ':')], step: evaluate(s.body) }));
}

/** The properties that completion offers: neither hidden nor other names of the same. */
export const offered = (block) => Object.entries(block.definition.properties).filter(([, p]) => p.doNotSuggest !== true).map(([name]) => name);

/** The properties that must be given, also those that may be given under another name. */
export const required = ({ definition }) => [...definition.required, ...(definition.allOf ?? []).flatMap((c) => c.else?.required ?? [])].filter((name) => name !== 'type' && name !== 'name');

const typesOf = (p) => [].concat(p.type ?? []);
export const isNumeric = (p) => typesOf(p).some((t) => t === 'integer' || t === 'number');
/** Properties whose text must match a pattern or be one of a list. */
export const isClosed = (p) => typesOf(p).length > 0 && (!typesOf(p).includes('string') || Boolean(p.enum ?? p.then?.enum) || (p.pattern !== undefined && !p.pattern.startsWith('^(?!')));
/** The values of a choice, wherever the schema keeps them. */
export const valuesOf = (p) => p.enum ?? p.then?.enum ?? p.oneOf?.find((alternative) => alternative.enum)?.enum;
export const isReferenceOnly = (p) => /^Expected a reference/.test(p.errorMessage ?? '');

/** A whole definition around steps, with the inputs that they refer to. */
export function workflow(steps) {
  const names = new Set(['image']);
  for (const m of JSON.stringify(steps).matchAll(/\$inputs\.([A-Za-z0-9_-]+)/g)) names.add(m[1]);
  return {
    version: '1.0',
    inputs: [...names].map((name) => ({ type: /^(image|frame)s?$/.test(name) ? 'WorkflowImage' : 'WorkflowParameter', name })),
    steps,
    outputs: [{ type: 'JsonField', name: 'image', selector: '$inputs.image' }],
  };
}
