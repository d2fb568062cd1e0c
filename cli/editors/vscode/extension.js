// The extension: starts `blocks lsp`, and runs workflows.
'use strict';

const { execFile } = require('node:child_process');
const fs = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { furtherArguments, inputsBeside, interfaceArguments, missingImages, runArguments } = require('./lib/run');

const LANGUAGES = ['workflow-json', 'workflow-yaml'];
/** The command behind `Run this workflow` above the first line; the language server carries it out. */
const RUN = 'blocks.run';

let client;

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('blocks.runInTerminal', telling(runInTerminal)),
    vscode.commands.registerCommand('blocks.restart', telling(restart)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('blocks.path')) telling(restart)();
    }),
  );
  await telling(start)();
}

async function deactivate() {
  await client?.stop();
  client = undefined;
}

async function start() {
  const program = setting('path');
  client = new LanguageClient(
    'blocks',
    'Blocks',
    { command: program, args: ['lsp'] },
    {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: () => vscode.workspace.getConfiguration('blocks'),
      synchronize: { configurationSection: 'blocks' },
      middleware: { executeCommand: executed },
    },
  );
  try {
    await client.start();
  } catch (error) {
    throw new Error(`\`${program} lsp\` cannot be started: ${error.message}. Say in the setting \`blocks.path\` where the program is.`);
  }
}

async function restart() {
  // A client that never started has nothing to stop.
  await deactivate().catch(() => {});
  await start();
}

/** Asks for the images that a run needs before the server is told to run. */
async function executed(command, given, next) {
  const [uri, ...further] = given;
  if (command !== RUN || further.length > 0) return next(command, given);
  const file = vscode.Uri.parse(uri);
  if (file.scheme !== 'file') return next(command, given);
  const wanted = await choose(file.fsPath);
  return wanted && next(command, [uri, furtherArguments(file.fsPath, wanted)]);
}

async function runInTerminal() {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !LANGUAGES.includes(document.languageId) || document.uri.scheme !== 'file') {
    throw new Error('a workflow that is run must be open, and a file of this machine');
  }
  await document.save();
  const file = document.uri.fsPath;
  const wanted = await choose(file);
  if (!wanted) return;
  const execution = new vscode.ProcessExecution(setting('path'), runArguments(file, wanted), { cwd: path.dirname(file) });
  const scope = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: 'blocks' }, scope, path.basename(file), 'blocks', execution);
  task.presentationOptions = { clear: true };
  await vscode.tasks.executeTask(task);
}

/** What a run is given beside the workflow; nothing when the user calls it off. */
async function choose(file) {
  if (!vscode.workspace.isTrusted) throw new Error('workflows are run only in folders that you trust');
  const workflows = setting('workflows', vscode.Uri.file(file));
  const given = await readInputs(inputsBeside(file));
  const images = {};
  for (const name of missingImages(await describe(file, workflows), given)) {
    const chosen = await vscode.window.showOpenDialog({
      title: `Images for the input \`${name}\``,
      openLabel: 'Run',
      canSelectMany: true,
      defaultUri: vscode.Uri.file(path.dirname(file)),
    });
    if (!chosen?.length) return undefined;
    images[name] = chosen.map((image) => image.fsPath);
  }
  return { hasInputs: given !== undefined, images, workflows };
}

async function readInputs(file) {
  let text;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path.basename(file)} is no JSON: ${error.message}`);
  }
}

/** What a workflow is given and gives back. */
async function describe(file, workflows) {
  const options = { cwd: path.dirname(file), maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout } = await promisify(execFile)(setting('path'), interfaceArguments(file, { workflows }), options);
    return JSON.parse(stdout);
  } catch (error) {
    const reason = (error.stderr || error.message).trim().split('\n', 1)[0];
    throw new Error(`${path.basename(file)} cannot be run: ${reason}`);
  }
}

function setting(name, scope) {
  return vscode.workspace.getConfiguration('blocks', scope).get(name);
}

/** The same work, with its failure shown to the user. */
function telling(work) {
  return async () => {
    try {
      await work();
    } catch (error) {
      vscode.window.showErrorMessage(error.message);
    }
  };
}

module.exports = { activate, deactivate };
