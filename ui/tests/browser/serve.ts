import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Builds the UI over the fake host and serves it, under the window's own security policy. */
export async function serve(): Promise<{ url: string; close: () => Promise<void> }> {
  await build({ root, mode: 'fake', configFile: resolve(root, 'vite.config.ts'), logLevel: 'warn' });
  const server = await preview({
    root,
    mode: 'fake',
    configFile: resolve(root, 'vite.config.ts'),
    logLevel: 'warn',
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
