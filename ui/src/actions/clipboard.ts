import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { nodesIn, takesCards } from '../canvas/grid';
import { type Clipping, type Edit, host } from '../host';
import { t } from '../i18n';
import { columnHere } from '../palette/add';
import { notices } from '../panels/notices.svelte';
import { selected } from './selected.svelte';
import { only } from './subject';

/** What Waymark writes on the clipboard for itself, beside the text and the table for other programs. */
const CLIP_TYPE = 'application/x-waymark';

type PasteEdit = Extract<Edit, { type: 'paste' }>;

/**
 * What was copied last. Where the platform keeps only plain text, that text leads back to the records
 * that it is of.
 */
let last: Clipping | null = null;

/** Whether a clipboard event is the canvas's business: not a text field's, and no dialog is open. */
export function concernsCanvas(event: Event): boolean {
  const target = event.target instanceof Element ? event.target : document.activeElement;
  return !target?.closest('input, textarea, select, dialog') && !document.querySelector('dialog[open]');
}

/** Puts the selection on the clipboard. */
export function copy(event: ClipboardEvent, session: CanvasSession): void {
  if (session.map.selection.length === 0) return;
  event.preventDefault();
  if (!write(event, session)) void copyLate(session).catch(session.fail);
}

/** Copies the selection and takes it away. */
export function cut(event: ClipboardEvent, session: CanvasSession): void {
  if (session.map.selection.length === 0) return;
  event.preventDefault();
  if (write(event, session)) session.removeSelected();
  else void copyLate(session).then(() => session.removeSelected(), session.fail);
}

/** Puts what is on the clipboard where the person is. */
export function paste(event: ClipboardEvent, session: CanvasSession): void {
  const { clipboardData: data } = event;
  if (!data) return;
  event.preventDefault();
  const text = data.getData('text/plain');
  const own = data.getData(CLIP_TYPE) || (last && last.text === text ? last.clip : '');
  const file = [...data.files].find((one) => one.type.startsWith('image/'));
  // WebKitGTK tells the event nothing of a picture; it has to be asked for while the event lasts.
  const asked = own === '' && !file && text.trim() === '' ? readPicture() : null;
  const work = async () => {
    if (own !== '') return pasteClip(session, own);
    const picture = file ?? (await asked);
    if (picture) await pastePicture(session, picture);
    else if (text.trim() !== '') {
      const clip = await host.clipOfText(text);
      if (clip !== null) await pasteClip(session, clip);
    } else session.announce(t.actions.nothingToPaste);
  };
  void work().catch(session.fail);
}

/** Writes what is known of the selection; false where that is still on its way. */
function write({ clipboardData: data }: ClipboardEvent, session: CanvasSession): boolean {
  const clipping = selected.clipping(session);
  if (clipping === undefined || !data) return false;
  // Nothing of it can be copied, such as a point of a curve: the clipboard stays as it was.
  if (clipping === null) return true;
  last = clipping;
  data.setData('text/plain', clipping.text);
  data.setData('text/html', clipping.html);
  data.setData(CLIP_TYPE, clipping.clip);
  return true;
}

/** For a selection that is too new for its clip to be here: asks, and copies once more. */
async function copyLate({ map }: CanvasSession): Promise<void> {
  const clipping = await host.copyRecords(map.id, [...map.selection]);
  if (!clipping) return;
  last = clipping;
  await navigator.clipboard.writeText(clipping.text);
}

async function pasteClip(session: CanvasSession, clip: string): Promise<void> {
  const { map } = session;
  const { added } = await map.edit({ type: 'paste', clip: JSON.parse(clip) as PasteEdit['clip'], ...place(session) });
  selectPasted(session, added);
}

/** Where a paste goes: behind the selected record, else to the cell of the keyboard, else to the first cell in view. */
function place(session: CanvasSession): Pick<PasteEdit, 'lane' | 'step' | 'after'> {
  const { map, spot } = session;
  const { lanes, steps } = map.outline;
  const column = columnHere(session);
  const row = spot && spot.row >= 0 ? spot.row : lanes.findIndex((_, at) => takesCards(map.outline, at));
  const card = only(session, 'card');
  const after = card ?? nodesIn(map.mirror, map.outline, row, column).findLast(({ role }) => role === 'card')?.id;
  return { lane: lanes[row]?.id ?? null, step: steps[column]?.id ?? null, after: after ?? null };
}

function selectPasted(session: CanvasSession, added: readonly string[]): void {
  const { map } = session;
  const shown = added.filter((id) => map.mirror.get(id));
  const cards = shown.filter((id) => map.mirror.get(id)?.role === 'card');
  const pasted = cards.length > 0 ? cards : shown;
  map.select(pasted);
  if (pasted[0] !== undefined) session.reveal(pasted[0]);
  session.announce(t.actions.pasted(pasted.length));
}

/** The picture on the clipboard of the platform; null where there is none, or it may not be read. */
async function readPicture(): Promise<File | null> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((one) => one.startsWith('image/'));
      if (type !== undefined) return new File([await item.getType(type)], '', { type });
    }
  } catch {
    // Nothing that the page may have: there is nothing to paste.
  }
  return null;
}

/** A picture goes onto the selected card, or onto a new one in the nearest lane of pictures. */
async function pastePicture(session: CanvasSession, file: File): Promise<void> {
  const { map } = session;
  const asset = { mediaType: file.type, name: file.name, base64: await base64Of(file) };
  const card = only(session, 'card');
  if (card !== null) {
    await map.edit({ type: 'setCardImage', card, asset });
    session.find(card);
    return;
  }
  const { lanes, steps } = map.outline;
  const row = session.spot?.row ?? 0;
  const lane = lanes
    .filter((other, at) => other.family === 'images' && takesCards(map.outline, at))
    .sort((a, b) => Math.abs(lanes.indexOf(a) - row) - Math.abs(lanes.indexOf(b) - row))[0];
  const step = steps[columnHere(session)];
  if (!lane || !step) {
    notices.tell(t.actions.noPictureLane);
    return;
  }
  const { added } = await map.edit({
    type: 'several',
    label: t.actions.pastePicture,
    edits: [
      { type: 'addCard', lane: lane.id, step: step.id, after: null, fields: { text: '' } },
      { type: 'setCardImage', card: '@0', asset },
    ],
  });
  const made = added.find((id) => map.mirror.get(id)?.role === 'card');
  if (made !== undefined) session.find(made);
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
