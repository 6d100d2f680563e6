import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Builds the UI over the fake host and serves it, under the window's own security policy. */
export async function serve(): Promise<{ url: string; close: () => Promise<void> }> {
  // A folder of this run alone: several may build at the same time.
  const outDir = resolve(root, `node_modules/.fake-${process.pid}`);
  await build({
    root,
    mode: 'fake',
    configFile: resolve(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir },
  });
  const server = await preview({
    root,
    mode: 'fake',
    configFile: resolve(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const close = async () => {
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close };
}
