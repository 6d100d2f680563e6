import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { FileDrag, Rect } from '../host';

const PICTURES = /\.(png|jpe?g|webp|gif|svg)$/i;

/** A card that shows a picture, and its place on the page in px. */
export type PicturePlace = { card: string; place: Rect };

/** The picture card under files that are dragged over the canvas; null where there is none. */
export function pictureUnder(session: CanvasSession | null, drag: FileDrag): PicturePlace | null {
  if (!session || drag.kind === 'left') return null;
  const frame = session.frame();
  const inside =
    drag.x >= frame.x && drag.x < frame.x + frame.width && drag.y >= frame.y && drag.y < frame.y + frame.height;
  if (!inside) return null;
  const node = session.map.mirror.hit(session.camera.toSheet({ x: drag.x - frame.x, y: drag.y - frame.y }));
  const lane = node?.cell ? session.map.outline.lanes[node.cell.row] : undefined;
  if (node?.role !== 'card' || lane?.family !== 'images') return null;
  const { x, y, width, height } = session.camera.toScreen(node);
  return { card: node.id, place: { x: x + frame.x, y: y + frame.y, width, height } };
}

/** Whether what is dropped can be the picture of one card. */
export function isPicture(drag: FileDrag): boolean {
  if (drag.kind === 'over') return drag.files === 1;
  return drag.kind === 'dropped' && drag.paths.length === 1 && PICTURES.test(drag.paths[0] ?? '');
}
