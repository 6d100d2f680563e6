import { mount } from 'svelte';
import App from './App.svelte';
import { host } from './host';
import { loadFonts } from './host/fonts';
import { language, t } from './i18n';
import { dialogs, editor } from './late.svelte';
import { shelf } from './library/shelf.svelte';
import { notices } from './panels/notices.svelte';
import { preferences } from './preferences.svelte';

const target = document.getElementById('app');
if (target) {
  document.documentElement.lang = language;
  // Kept by the window and not by the process that draws it: where that ends by a fault, the host loads the
  // page once more.
  const again = sessionStorage.getItem('stood') !== null;
  sessionStorage.setItem('stood', '');
  // Asked for side by side, so that the first frame is a library to use and not one that waits for its maps.
  await Promise.all([loadFonts(host), preferences.load(), shelf.load()]);
  mount(App, { target });
  // A hidden window runs no animation frames in WebKitGTK, so the window is shown as soon as the page
  // stands, and only then two frames are counted: the first paints, the second tells that it was painted.
  await host.windowReady().catch(console.error);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (again) notices.tell(t.app.restored);
      void host.firstFrame().catch(console.error);
      // What comes next is there before anyone asks for it.
      void editor.load().then(() => dialogs.load());
    }),
  );
}
