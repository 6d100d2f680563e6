import { runnerImport } from 'vite';

await runnerImport('./tests/shots.ts', { configFile: false });
