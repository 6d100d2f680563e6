import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { visibleRect } from '../canvas/viewport';
import type { Adding } from './entries';

/** Puts something where the person is: at the selection, the cell of the keyboard, or in the middle of what is seen. */
export function add(session: CanvasSession, what: Adding): void {
  if (what.sort !== 'point') {
    session.insert(what);
    return;
  }
  const { lanes } = session.map.outline;
  const row = lanes.findIndex((lane) => lane.family === 'curve' && !lane.collapsed);
  if (row < 0) session.insert({ sort: 'lane', kind: 'emotion' });
  else session.addTo(row, columnHere(session));
}

/** The column that is meant: of the selection or the keyboard, else the first that is in view. */
export function columnHere({ map, camera, spot }: CanvasSession): number {
  if (spot && spot.column >= 0) return spot.column;
  const left = visibleRect(camera.view, camera.window).x;
  return Math.max(
    0,
    map.outline.steps.findIndex((step) => step.x + step.width / 2 > left),
  );
}
