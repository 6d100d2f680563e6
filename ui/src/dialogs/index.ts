export { default as AboutDialog } from './AboutDialog.svelte';
export { default as ExportAllDialog } from './ExportAllDialog.svelte';
export { default as ExportDialog } from './ExportDialog.svelte';
export { default as ImportReport } from './ImportReport.svelte';
export { default as MapColumns } from './MapColumns.svelte';
export { default as NewMapDialog } from './NewMapDialog.svelte';
export { default as PreferencesDialog } from './PreferencesDialog.svelte';
export { default as ShortcutsDialog } from './ShortcutsDialog.svelte';
