import { mount } from 'svelte';
import App from './App.svelte';
import { host } from './host';
import { loadFonts } from './host/fonts';

const target = document.getElementById('app');
if (target) {
  await loadFonts(host);
  mount(App, { target });
  // Two frames: the first paints, the second tells that it was painted.
  requestAnimationFrame(() => requestAnimationFrame(() => void host.windowReady().catch(console.error)));
}
