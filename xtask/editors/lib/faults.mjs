// The faults that people make, planted in documents of every block: what must be said about each, and where.
import { isClosed, isNumeric, isReferenceOnly, offered, required as requiredOf, valuesOf, workflow } from './blocks.mjs';

const UNKNOWN_TYPE = '/[Nn]o block has th/';
const MOST = 160;
/** The language server names what is accepted, also where that is long. */
const MOST_OF_SERVER = 320;

/** [{ name, description, document, diagnostics }] for one block; `others` are the blocks around it. */
export function faults(block, others) {
  const [before, after] = [0, 1].map((i) => others[i % others.length]);
  const found = [];
  const P = block.definition.properties;
  const named = (other, name) => ({ ...other.step, name });
  const plant = (name, description, over, diagnostics) => {
    const step = over === null || typeof over === 'string' ? over : { ...block.step, name: 'planted', ...over };
    if (step && typeof step === 'object') for (const k of Object.keys(step)) if (step[k] === undefined) delete step[k];
    const document = workflow([named(before, 'first'), step, named(after, 'last')]);
    const placed = diagnostics.map((d) => ({ maxChars: MOST, ...d, path: d.path === undefined ? '/steps/1' : `/steps/1/${d.path}` }));
    // Of a step that was pasted the server tells more, and what is missing at the misspelt property that stands for it.
    const isPasted = name.startsWith('e13');
    const told = placed.filter((d) => !isPasted || d.path !== '/steps/1').map((d) => ({ ...d, maxChars: MOST_OF_SERVER }));
    found.push({ name, description, document, diagnostics: placed, lsp: { diagnostics: told, exact: !isPasted } });
  };
  const names = offered(block);
  const required = requiredOf(block);
  const bound = (p) => ('maximum' in p ? p.maximum + 1 : 'minimum' in p ? p.minimum - 1 : 'exclusiveMinimum' in p ? p.exclusiveMinimum : 'exclusiveMaximum' in p ? p.exclusiveMaximum : undefined);
  const value = (p) => (valuesOf(p) ? '/' + String(valuesOf(p)[0]).replace(/[.*+?^${}()|[\]\\]/g, '.') + '|completion lists/' : '/[Ee]xpected|does not accept|accepts|has no value|must be|not a reference/');
  const wrong = names.filter((n) => isClosed(P[n]));

  for (const n of names) {
    const p = P[n];
    if (isNumeric(p) && isClosed(p)) {
      plant(`e1-wrong-type-${n}`, `text for the number \`${n}\``, { [n]: 'many' }, [{ path: n, on: 'value', contains: '/number/' }]);
      if (bound(p) !== undefined) plant(`e2-range-${n}`, `\`${n}\` outside of its range`, { [n]: bound(p) }, [{ path: n, on: 'value', contains: '/inimum|aximum|must be|below|above|from .* to/' }]);
    }
    if (valuesOf(p) && isClosed(p)) plant(`e7-value-${n}`, `no value of \`${n}\``, { [n]: 'warp' }, [{ path: n, on: 'value', contains: value(p) }]);
    if (isReferenceOnly(p)) plant(`e11-reference-${n}`, `a reference without its sign in \`${n}\``, { [n]: 'inputs.image' }, [{ path: n, on: 'value', contains: 'reference' }]);
  }
  plant('e3-unknown', 'a misspelt property', { [`${names.at(-1)}z`]: 1 }, [{ path: `${names.at(-1)}z`, on: 'key', contains: `${names.at(-1)}z` }]);
  for (const n of required) plant(`e4-missing-${n}`, `\`${n}\` is missing`, { [n]: undefined }, [{ contains: n }]);
  const bare = Object.fromEntries(Object.keys(block.step).filter((n) => n !== 'type' && n !== 'name').map((n) => [n, undefined]));
  const nope = [{ path: 'type', on: 'value', contains: UNKNOWN_TYPE }];
  plant('e5-unknown-type', 'no block of this type', { type: 'roboflow_core/nope@v9' }, nope);
  plant('e5b-unknown-type-alone', 'no block of this type, and nothing else', { ...bare, type: 'roboflow_core/nope@v9' }, nope);
  plant('e6-no-type', 'no type', { type: undefined }, [{ contains: 'type' }]);
  plant('e6b-no-type-alone', 'no type, and nothing else', { ...bare, type: undefined }, [{ contains: 'type' }]);
  for (const [i, n] of wrong.entries()) {
    const m = wrong[i + 1];
    if (m) plant(`e8-two-${n}-${m}`, `\`${n}\` and \`${m}\` are wrong`, { [n]: 'warp', [m]: 'warp' }, [{ path: n, on: 'value', contains: value(P[n]) }, { path: m, on: 'value', contains: value(P[m]) }]);
  }
  const foreign = others.flatMap((o) => Object.values(o.definition.properties).flatMap((p) => valuesOf(p) ?? []));
  for (const n of wrong.filter((n) => valuesOf(P[n]))) {
    const theirs = foreign.find((v) => typeof v === 'string' && !valuesOf(P[n]).includes(v));
    const m = names.find((k) => k !== n && isNumeric(P[k]) && isClosed(P[k]));
    if (theirs) plant(`e9-value-of-another-${n}`, `a value of another block in \`${n}\``, { [n]: theirs, ...(m ? { [m]: [] } : {}) }, [{ path: n, on: 'value', contains: value(P[n]) }, ...(m ? [{ path: m, on: 'value', contains: '/number/' }] : [])]);
  }
  plant('e10-type-number', 'a number for a type', { type: 7 }, [{ path: 'type', on: 'value', contains: '/[Nn]o block has th|text/' }]);
  const known = (n) => n in P;
  const stranger = others.flatMap((o) => offered(o)).find((n) => !known(n));
  if (stranger) plant('e12-foreign', 'a property of another block', { [stranger]: 2 }, [{ path: stranger, on: 'key', contains: stranger }]);
  const pasted = others.find((o) => Object.keys(o.step).some((n) => !known(n)));
  if (pasted) {
    const step = { ...pasted.step, type: block.id };
    const missing = required.filter((n) => !(n in step) && !Object.entries(P).some(([alias, p]) => alias in step && p.markdownDescription === `Another name of \`${n}\`.`));
    plant('e13-pasted', 'a step of another block with only its type changed', { ...bare, ...step, name: 'planted' }, [
      ...Object.keys(step).filter((n) => !known(n)).map((n) => ({ path: n, on: 'key', contains: n })),
      ...missing.map((n) => ({ contains: n })),
    ]);
  }
  plant('e14-text', 'a text for a step', 'hello', [{ on: 'value', contains: '/object|step/' }]);
  plant('e15-version', 'a version of the block that does not exist', { type: block.id.replace(/@v\d+$/, '@v99') }, nope);
  for (const [i, condition] of (block.definition.allOf ?? []).entries()) {
    const unconditional = condition.if?.properties && !condition.if.required;
    for (const n of unconditional ? condition.then?.required ?? [] : []) {
      if (n in block.step) plant(`e16-condition-${i}-${n}`, `\`${n}\` is missing where others make it necessary`, { [n]: undefined }, [{ contains: n }]);
    }
  }
  return found;
}
