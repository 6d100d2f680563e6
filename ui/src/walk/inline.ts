/** A run of a card's text, as inline CommonMark sets it. */
export type Run = { text: string; bold: boolean; italic: boolean };

const MARKED =
  /\*\*(?=\S)([\s\S]*?\S)\*\*|__(?=\S)([\s\S]*?\S)__|\*(?=\S)([\s\S]*?\S)\*|(?<!\w)_(?=\S)([\s\S]*?\S)_(?!\w)/;
/** Where characters that are meant as they are wait meanwhile: a part of Unicode that texts do not use. */
const ASIDE = 0xe000;

/** The runs of a text: bold and italic as on the sheet, links by their words, everything else as it is. */
export function runsOf(text: string): Run[] {
  const aside = text.replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) =>
    String.fromCharCode(ASIDE + mark.charCodeAt(0)),
  );
  const plain = aside.replace(/\[([^\]]*)\]\([^)\s]*\)/g, '$1').replace(/^[-*] /gm, '• ');
  return parsed(plain, false, false).map((run) => ({
    ...run,
    text: run.text.replace(/[\ue021-\ue07e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - ASIDE)),
  }));
}

function parsed(text: string, bold: boolean, italic: boolean): Run[] {
  const found = MARKED.exec(text);
  if (!found) return text === '' ? [] : [{ text, bold, italic }];
  const strong = found[1] ?? found[2];
  const inner = strong ?? found[3] ?? found[4] ?? '';
  return [
    ...parsed(text.slice(0, found.index), bold, italic),
    ...parsed(inner, bold || strong !== undefined, italic || strong === undefined),
    ...parsed(text.slice(found.index + found[0].length), bold, italic),
  ];
}

/** The words alone, in one line. */
export function plainText(text: string): string {
  return runsOf(text)
    .map((run) => run.text)
    .join('')
    .replace(/\s*\n\s*/g, ' ');
}
