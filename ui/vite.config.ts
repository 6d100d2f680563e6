import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Connect, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The window's policy: the tests run under it too, so that a blocked style or address fails them. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
].join('; ');

const SERVED: Record<string, string> = { font: '../assets/fonts', fixture: 'tests/fixtures' };

/** Serves the shipped fonts and the fixtures to the fake host, as the window's own scheme does in the app. */
function served(): Plugin {
  const serve: Connect.NextHandleFunction = (request, response, next) => {
    const [, folder = '', name = ''] = (request.url?.split('?')[0] ?? '').split('/');
    const place = SERVED[folder];
    const file = place === undefined || name === '' ? '' : resolve(here, place, basename(name));
    if (!existsSync(file)) return next();
    response.setHeader('Content-Type', folder === 'font' ? 'font/ttf' : 'application/json');
    createReadStream(file).pipe(response);
  };
  return {
    name: 'served',
    configureServer: (server) => void server.middlewares.use(serve),
    configurePreviewServer: (server) => void server.middlewares.use(serve),
  };
}

const SYMBOLS = resolve(here, '../assets/icons/symbols');

/** `virtual:symbols`: the sheet's pictograms by name, without the frame that they all share. */
function symbols(): Plugin {
  const id = '\0virtual:symbols';
  return {
    name: 'symbols',
    resolveId: (asked) => (asked === 'virtual:symbols' ? id : null),
    load(asked) {
      if (asked !== id) return null;
      const files = readdirSync(SYMBOLS).filter((file) => file.endsWith('.svg'));
      const inner = (svg: string) =>
        svg
          .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
          .replace(/\s+/g, ' ')
          .trim();
      const entries = files
        .sort()
        .map((file) => [basename(file, '.svg'), inner(readFileSync(resolve(SYMBOLS, file), 'utf8'))]);
      return `export const symbols = ${JSON.stringify(Object.fromEntries(entries))};`;
    },
  };
}

export default defineConfig(({ mode }) => {
  const fake = mode === 'fake';
  return {
    root: here,
    plugins: [svelte(), symbols(), ...(fake ? [served()] : [])],
    resolve: {
      alias: { '#host': resolve(here, fake ? 'src/host/fake/index.ts' : 'src/host/tauri.ts') },
    },
    clearScreen: false,
    server: { port: 1420, strictPort: true },
    preview: { headers: { 'Content-Security-Policy': POLICY } },
    build: {
      target: 'safari17',
      // light-dark() as it is: lowered, a part of the page could not choose its own scheme.
      cssTarget: 'safari17.5',
      outDir: fake ? 'node_modules/.fake' : 'dist',
      emptyOutDir: true,
      // Small files stay files: the policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One small sheet of styles: parts that come later then never stand unstyled.
      cssCodeSplit: false,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
    test: {
      include: ['tests/**/*.test.ts'],
      globalSetup: 'tests/browser/setup.ts',
      testTimeout: 30_000,
      hookTimeout: 90_000,
      // A busy machine is no fault: what is awaited is a state, not a speed.
      expect: { poll: { timeout: 8000 } },
      // The reporter names what passed at the second try.
      retry: 1,
      // One browser and two cores: files one after another.
      fileParallelism: false,
    },
  };
});
