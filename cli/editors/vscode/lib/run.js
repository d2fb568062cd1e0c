// What `blocks run` is given for a workflow: file names and arguments, without anything of the editor.
'use strict';

const path = require('node:path');

/** The name of a workflow's file without its endings: `a` for `a.workflow.json`, `a.workflow.yaml` and `a.json`. */
function stem(file) {
  const name = path.basename(file);
  return name.replace(/(\.workflow)?\.(json|ya?ml)$/i, '') || name;
}

/** The file with the inputs for a workflow, as the language server looks for it too. */
function inputsBeside(file) {
  return path.join(path.dirname(file), `${stem(file)}.inputs.json`);
}

/** The folder for images that a workflow makes. */
function resultsBeside(file) {
  return path.join(path.dirname(file), `${stem(file)}.results`);
}

/**
 * The inputs that take images and are not given yet, of what `blocks interface --format json` prints.
 * An input whose kinds are not known takes anything, and is not asked for.
 */
function missingImages(described, given) {
  return Object.entries(described.inputs ?? {})
    .filter(([name, kinds]) => kinds.includes('image') && !Object.hasOwn(given ?? {}, name))
    .map(([name]) => name);
}

/** The arguments of `blocks interface` for a workflow. */
function interfaceArguments(file, { workflows } = {}) {
  return ['interface', file, '--format', 'json', ...saved(workflows)];
}

/** What stands behind the workflow in the arguments of `blocks run`: images by input, and where results go. */
function furtherArguments(file, { images = {}, workflows } = {}) {
  const chosen = Object.entries(images).flatMap(([name, files]) => files.map((image) => `${name}=${image}`));
  return [...chosen.flatMap((image) => ['--image', image]), '--out-dir', resultsBeside(file), ...saved(workflows)];
}

/** All arguments of the program. They are given to it as they are, past any shell. */
function runArguments(file, { hasInputs = false, ...further } = {}) {
  const inputs = hasInputs ? ['--inputs', inputsBeside(file)] : [];
  return ['run', file, ...inputs, ...furtherArguments(file, further)];
}

function saved(workflows) {
  return workflows ? ['--workflows', workflows] : [];
}

module.exports = { furtherArguments, inputsBeside, interfaceArguments, missingImages, resultsBeside, runArguments };
