import type { WireNode, WirePatch, WireScene, WireShift } from '../types';

function differs(a: WireNode, b: WireNode): boolean {
  const still = ({ cell, ...node }: WireNode) => JSON.stringify({ ...node, x: 0, y: 0, over: cell?.columns });
  return still(a) !== still(b);
}

function shiftBetween(from: WireNode, to: WireNode): WireShift {
  return {
    first: to.id,
    last: to.id,
    count: 1,
    dx: to.x - from.x,
    dy: to.y - from.y,
    rows: (to.cell?.row ?? 0) - (from.cell?.row ?? 0),
    columns: (to.cell?.column ?? 0) - (from.cell?.column ?? 0),
  };
}

function alike(a: WireShift, b: WireShift): boolean {
  return a.dx === b.dx && a.dy === b.dy && a.rows === b.rows && a.columns === b.columns;
}

/** The patch from one scene to the next; a node that takes another place in paint order is placed anew. */
export function between(old: WireScene, next: WireScene): WirePatch {
  const before = new Map(old.nodes.map((node) => [node.id, node]));
  const after = new Set(next.nodes.map((node) => node.id));
  const patch: WirePatch = {
    removed: old.nodes.filter((node) => !after.has(node.id)).map((node) => node.id),
    updated: [],
    shifts: [],
    placed: [],
    sheet: null,
  };
  const kept = old.nodes.filter((node) => after.has(node.id)).map((node) => node.id);
  let at = 0;
  let previous: string | null = null;
  const placed = new Set<string>();
  let run: WireShift | null = null;
  for (const node of next.nodes) {
    while (placed.has(kept[at] ?? '')) at++;
    const known = before.get(node.id);
    let shift: WireShift | null = null;
    if (known && kept[at] === node.id) {
      at++;
      if (differs(known, node)) patch.updated.push(node);
      else if (known.x !== node.x || known.y !== node.y || JSON.stringify(known.cell) !== JSON.stringify(node.cell))
        shift = shiftBetween(known, node);
    } else {
      patch.placed.push({ node, after: previous });
      placed.add(node.id);
    }
    if (shift && run && alike(run, shift)) {
      run.last = node.id;
      run.count++;
    } else {
      if (shift) patch.shifts.push(shift);
      run = shift;
    }
    previous = node.id;
  }
  if (old.width !== next.width || old.height !== next.height || JSON.stringify(old.grid) !== JSON.stringify(next.grid))
    patch.sheet = { width: next.width, height: next.height, grid: next.grid, paper: next.paper };
  return patch;
}
