const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const library = {
  title: 'Maps',
  search: 'Search maps and cards',
  clearSearch: 'Clear the search',
  newMap: 'New map',
  newMapHint: 'From a template or blank',
  importMap: 'Import',
  importHint: 'Or drop a file anywhere on this window.',
  trash: 'Trash',
  backToMaps: 'Back to maps',
  more: (title: string) => `More for ${title}`,
  open: 'Open',
  rename: 'Rename',
  duplicate: 'Duplicate',
  editTags: 'Edit tags',
  moveToTrash: 'Move to trash',
  undo: 'Undo',
  restore: 'Restore',
  deleteForGood: 'Delete for good',
  deleteTitle: (title: string) => `Delete “${title}” for good?`,
  deleteText: 'The map and its history are removed from this computer. This cannot be undone.',
  emptyTrash: 'Empty trash',
  emptyTrashTitle: (count: number) => `Delete ${maps(count)} for good?`,
  emptyTrashText: 'They are removed from this computer with their history. This cannot be undone.',
  renameLabel: 'Title of the map',
  trashEmptyTitle: 'The trash is empty',
  trashEmptyText: 'Maps that you move to the trash stay here until you delete them.',
  trashed: (when: string) => `Deleted ${when.charAt(0).toLowerCase()}${when.slice(1)}`,
  noneTitle: 'Nothing found',
  noneText: (query: string) => `No map or card says “${query}”. Try a shorter word.`,
  cards: (count: number) => (count === 1 ? '1 card' : `${count} cards`),
  maps,
  results: (count: number) => (count === 1 ? '1 result' : `${count} results`),
  states: { current: 'Current state', future: 'Future state', ideal: 'Ideal state', research: 'Research' } as Record<
    string,
    string
  >,
  movedToTrash: (title: string) => `“${title}” is in the trash`,
  restored: (title: string) => `“${title}” is back among your maps`,
  grid: 'Your maps',
  trashGrid: 'Maps in the trash',
  sort: 'Sort',
  sorts: { modified: 'Last changed', created: 'Newest first', title: 'Title' },
  filter: 'Show only maps with a tag',
  allMaps: 'All',
  moreTags: (count: number) => `${count} more`,
  fewerTags: 'Fewer',
  noneTagged: (tags: string[]) => `No map is tagged ${list.format(tags)}.`,
  showAll: 'Show all maps',
  tagsOf: (title: string) => `Tags of “${title}”`,
  tagsText: 'Tags gather maps on this screen. They are printed nowhere.',
  addTag: 'Add a tag',
  addTagHint: 'Type a word, then Enter',
  removeTag: (tag: string) => `Remove ${tag}`,
  usedTags: 'Used elsewhere',
  save: 'Save',
  drop: 'Drop to import',
  dropText: 'Map files, and pictures that Waymark exported.',
  dropPicture: 'Use as picture',
  imported: (titles: string[]) => {
    const named = titles.slice(0, 4).map((title) => `“${title}”`);
    const rest = titles.length - named.length;
    return `Imported ${list.format(rest > 0 ? [...named, `${rest} more`] : named)}`;
  },
  problems: (messages: string[]) => {
    const told = messages.slice(0, 5);
    const rest = messages.length - told.length;
    return [...told, ...(rest > 0 ? [`And ${rest} more files that hold no map.`] : [])].join('\n');
  },
  welcome: {
    title: 'See the journey your customers take',
    text: 'A journey map lays out, step by step, what one customer does, meets and feels, and what you can do better.',
    steps: [
      ['Lay out the steps', 'Stages and steps run from left to right, in your customer’s order.'],
      ['Fill the lanes', 'Cards say what they do, where you meet, what gets in the way.'],
      ['Find what matters', 'The emotion curve shows the lows. Put a solution under each.'],
    ],
    sample: 'See a finished map',
    picture: 'A journey map: three stages, cards below them, and a curve that dips and rises again',
  },
};

function maps(count: number): string {
  return count === 1 ? '1 map' : `${count} maps`;
}
