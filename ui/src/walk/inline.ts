/** A run of a card's text, as inline CommonMark sets it. */
export type Run = { text: string; bold: boolean; italic: boolean };

const MARKED =
  /\*\*(?=\S)([\s\S]*?\S)\*\*|__(?=\S)([\s\S]*?\S)__|\*(?=\S)([\s\S]*?\S)\*|(?<!\w)_(?=\S)([\s\S]*?\S)_(?!\w)/;

/** The runs of a text: bold and italic as on the sheet, links by their words, everything else as it is. */
export function runsOf(text: string, bold = false, italic = false): Run[] {
  const plain = text.replace(/\[([^\]]*)\]\([^)\s]*\)/g, '$1');
  const found = MARKED.exec(plain);
  if (!found) return plain === '' ? [] : [{ text: unescaped(plain), bold, italic }];
  const strong = found[1] ?? found[2];
  const inner = strong ?? found[3] ?? found[4] ?? '';
  return [
    ...runsOf(plain.slice(0, found.index), bold, italic),
    ...runsOf(inner, bold || strong !== undefined, italic || strong === undefined),
    ...runsOf(plain.slice(found.index + found[0].length), bold, italic),
  ];
}

function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1').replace(/^- /gm, '• ');
}

/** The words alone, in one line. */
export function plainText(text: string): string {
  return runsOf(text)
    .map((run) => run.text)
    .join('')
    .replace(/\s*\n\s*/g, ' ');
}
