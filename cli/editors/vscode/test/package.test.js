'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { promisify } = require('node:util');
const { createVSIX } = require('@vscode/vsce');
const yauzl = require('yauzl');

const root = path.join(__dirname, '..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'blocks-vscode-'));
const unpacked = path.join(scratch, 'unpacked');
let files;

before(async () => {
  const packagePath = path.join(scratch, 'blocks-workflows.vsix');
  await createVSIX({ cwd: root, packagePath, allowMissingRepository: true });
  files = await unpack(packagePath, unpacked);
});

after(() => fs.rmSync(scratch, { recursive: true }));

test('the package holds the extension, and nothing else of this folder', () => {
  const own = files.filter((file) => file.startsWith('extension/') && !file.includes('/node_modules/'));
  assert.deepEqual(own.sort(), [
    'extension/LICENSE.txt',
    'extension/README.md',
    'extension/extension.js',
    'extension/languages/workflow-json.json',
    'extension/languages/workflow-yaml.json',
    'extension/lib/run.js',
    'extension/package.json',
    'extension/syntaxes/workflow-json.tmLanguage.json',
    'extension/syntaxes/workflow-yaml.tmLanguage.json',
  ]);
});

test('the package holds its dependencies without what only their authors need', () => {
  const packages = files.filter((file) => /node_modules\/[^/]+\/package\.json$/.test(file));
  const names = packages.map((file) => path.basename(path.dirname(file))).sort();
  assert.deepEqual(names, [
    'balanced-match', 'brace-expansion', 'minimatch', 'semver', 'vscode-jsonrpc', 'vscode-languageclient',
    'vscode-languageserver-protocol', 'vscode-languageserver-textdocument', 'vscode-languageserver-types',
  ]);
  assert.deepEqual(files.filter((file) => /\.(d\.ts|map|node)$/.test(file)), []);
});

test('files that the manifest names are there', () => {
  const { main, contributes } = manifest();
  const named = [main, ...contributes.languages.map((one) => one.configuration), ...contributes.grammars.map((one) => one.path)];
  for (const file of named) assert.ok(fs.existsSync(path.join(unpacked, 'extension', file)), file);
  for (const file of named.slice(1)) JSON.parse(fs.readFileSync(path.join(unpacked, 'extension', file), 'utf8'));
});

test('the packaged extension loads, registers its commands and starts the server', async () => {
  const commands = new Map();
  const editor = stubOfEditor(commands);
  const started = [];
  const loaded = load(editor, (options) => started.push(options));
  await loaded.activate({ subscriptions: [] });
  assert.deepEqual([...commands.keys()].sort(), manifest().contributes.commands.map((one) => one.command).sort());
  assert.equal(started.length, 1);
  const [[, , server, client]] = started;
  assert.deepEqual(server, { command: 'blocks', args: ['lsp'] });
  const languages = manifest().contributes.languages.map((one) => one.id);
  assert.deepEqual(client.documentSelector.map((one) => one.language), languages);
  await commands.get('blocks.restart')();
  assert.equal(started.length, 2);
  await loaded.deactivate();
});

test('a run in the server is given what is to be asked for, once', async () => {
  const started = [];
  load(stubOfEditor(new Map()), (options) => started.push(options)).activate({ subscriptions: [] });
  const { executeCommand } = started[0][3].middleware;
  const passedOn = [];
  const next = (...call) => passedOn.push(call);
  await executeCommand('other', ['file:///a.workflow.json'], next);
  await executeCommand('blocks.run', ['file:///a.workflow.json', '--quiet'], next);
  await executeCommand('blocks.run', ['untitled:a'], next);
  assert.deepEqual(passedOn, [
    ['other', ['file:///a.workflow.json']],
    ['blocks.run', ['file:///a.workflow.json', '--quiet']],
    ['blocks.run', ['untitled:a']],
  ]);
});

function manifest() {
  return JSON.parse(fs.readFileSync(path.join(unpacked, 'extension', 'package.json'), 'utf8'));
}

/** Loads the packaged extension, with the real client on a stub of the editor; only its start is caught. */
function load(editor, onStart) {
  const main = path.join(unpacked, 'extension', 'extension.js');
  const original = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? editor : original(request, ...rest));
  try {
    for (const file of Object.keys(require.cache)) if (file.startsWith(unpacked)) delete require.cache[file];
    const client = Module.createRequire(main)('vscode-languageclient/node');
    assert.equal(typeof client.LanguageClient.prototype.start, 'function');
    class Caught {
      constructor(...options) { this.options = options; }
      async start() { onStart(this.options); }
      async stop() {}
    }
    const replaced = { ...client, LanguageClient: Caught };
    Module._load = (request, ...rest) => {
      if (request === 'vscode') return editor;
      return request === 'vscode-languageclient/node' ? replaced : original(request, ...rest);
    };
    return require(main);
  } finally {
    Module._load = original;
  }
}

/** As much of the editor as is touched before anybody types: real where the extension looks, classes everywhere else. */
function stubOfEditor(commands) {
  const defaults = manifest().contributes.configuration.properties;
  const real = {
    commands: { registerCommand: (name, work) => (commands.set(name, work), { dispose() {} }) },
    workspace: {
      getConfiguration: () => ({ get: (name) => defaults[`blocks.${name}`].default }),
      onDidChangeConfiguration: () => ({ dispose() {} }),
      isTrusted: true,
    },
    window: { showErrorMessage: (message) => assert.fail(message) },
    Uri: { parse: (text) => ({ scheme: text.split(':', 1)[0], fsPath: text }), file: (file) => ({ scheme: 'file', fsPath: file }) },
  };
  return new Proxy(real, { get: (target, name) => target[name] ?? (target[name] = class {}) });
}

async function unpack(archive, to) {
  const zip = await promisify(yauzl.open)(archive, { lazyEntries: true });
  const names = [];
  await new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry) => {
      names.push(entry.fileName);
      const target = path.join(to, entry.fileName);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        stream.pipe(fs.createWriteStream(target)).on('finish', () => zip.readEntry()).on('error', reject);
      });
    });
    zip.readEntry();
  });
  return names;
}
