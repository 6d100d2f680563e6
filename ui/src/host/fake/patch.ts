import type { WireNode, WirePatch, WireScene } from '../types';

function differs(a: WireNode, b: WireNode): boolean {
  return JSON.stringify({ ...a, x: 0, y: 0, cell: null }) !== JSON.stringify({ ...b, x: 0, y: 0, cell: null });
}

/** The patch from one scene to the next; a node that takes another place in paint order is placed anew. */
export function between(old: WireScene, next: WireScene): WirePatch {
  const before = new Map(old.nodes.map((node) => [node.id, node]));
  const after = new Set(next.nodes.map((node) => node.id));
  const patch: WirePatch = {
    removed: old.nodes.filter((node) => !after.has(node.id)).map((node) => node.id),
    updated: [],
    moved: [],
    placed: [],
    sheet: null,
  };
  const kept = old.nodes.filter((node) => after.has(node.id)).map((node) => node.id);
  let at = 0;
  let previous: string | null = null;
  const placed = new Set<string>();
  for (const node of next.nodes) {
    while (placed.has(kept[at] ?? '')) at++;
    const known = before.get(node.id);
    if (known && kept[at] === node.id) {
      at++;
      if (differs(known, node)) patch.updated.push(node);
      else if (known.x !== node.x || known.y !== node.y || JSON.stringify(known.cell) !== JSON.stringify(node.cell))
        patch.moved.push({ id: node.id, x: node.x, y: node.y, cell: node.cell });
    } else {
      patch.placed.push({ node, after: previous });
      placed.add(node.id);
    }
    previous = node.id;
  }
  if (old.width !== next.width || old.height !== next.height || JSON.stringify(old.grid) !== JSON.stringify(next.grid))
    patch.sheet = { width: next.width, height: next.height, grid: next.grid, paper: next.paper };
  return patch;
}
