import { createReadStream, existsSync } from 'node:fs';
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

/** Serves the shipped fonts to the fake host, as the window's own scheme does in the app. */
function shippedFonts(): Plugin {
  const serve: Connect.NextHandleFunction = (request, response, next) => {
    const path = request.url?.split('?')[0] ?? '';
    if (!path.startsWith('/font/')) return next();
    const file = resolve(here, '../assets/fonts', basename(path));
    if (!existsSync(file)) return next();
    response.setHeader('Content-Type', 'font/ttf');
    createReadStream(file).pipe(response);
  };
  return {
    name: 'shipped-fonts',
    configureServer: (server) => void server.middlewares.use(serve),
    configurePreviewServer: (server) => void server.middlewares.use(serve),
  };
}

export default defineConfig(({ mode }) => {
  const fake = mode === 'fake';
  return {
    root: here,
    plugins: [svelte(), ...(fake ? [shippedFonts()] : [])],
    resolve: {
      alias: { '#host': resolve(here, fake ? 'src/host/fake/index.ts' : 'src/host/tauri.ts') },
    },
    clearScreen: false,
    server: { port: 1420, strictPort: true },
    preview: { headers: { 'Content-Security-Policy': POLICY } },
    build: {
      target: 'safari17',
      outDir: fake ? 'node_modules/.fake' : 'dist',
      emptyOutDir: true,
      // Small files stay files: the policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { checks: { pluginTimings: false } },
    },
    test: {
      include: ['tests/**/*.test.ts'],
      globalSetup: 'tests/browser/setup.ts',
      testTimeout: 30_000,
      hookTimeout: 90_000,
      // One browser and two cores: files one after another.
      fileParallelism: false,
    },
  };
});
