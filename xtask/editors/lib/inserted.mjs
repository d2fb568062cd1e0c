// A document after an item of completion has been chosen, with every place of its snippet filled as proposed.

export function inserted(text, offset, item, doc) {
  const edit = item.textEdit;
  const range = edit?.range ?? edit?.insert;
  const [start, end] = range ? [doc.offsetAt(range.start), doc.offsetAt(range.end)] : [offset, offset];
  let snippet = edit?.newText ?? item.insertText ?? item.label;
  // Editors indent what follows in a snippet as the line in which it begins.
  if (item.insertTextMode !== 1) {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    snippet = snippet.replaceAll('\n', '\n' + line.match(/^\s*/)[0]);
  }
  return text.slice(0, start) + (item.insertTextFormat === 2 ? filled(snippet) : snippet) + text.slice(end);
}

/** The text of a snippet in the notation of LSP. */
function filled(snippet) {
  let out = '';
  for (let i = 0; i < snippet.length; ) {
    if (snippet[i] === '\\' && /[$}\\]/.test(snippet[i + 1] ?? '')) {
      out += snippet[i + 1];
      i += 2;
    } else if (snippet[i] === '$') {
      const stop = /^\$(?:\d+|\{\d+\})/.exec(snippet.slice(i));
      const open = /^\$\{\d+:/.exec(snippet.slice(i));
      if (stop) i += stop[0].length;
      else if (open) {
        let j = i + open[0].length;
        while (j < snippet.length && snippet[j] !== '}') j += snippet[j] === '\\' ? 2 : 1;
        out += filled(snippet.slice(i + open[0].length, j));
        i = j + 1;
      } else {
        const variable = /^\$[A-Za-z_]\w*|^\$\{[A-Za-z_][^}]*\}/.exec(snippet.slice(i));
        i += variable ? variable[0].length : ((out += '$'), 1);
      }
    } else out += snippet[i++];
  }
  return out;
}
