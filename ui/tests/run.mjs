// Runs a script of this folder that is written in TypeScript: `node tests/run.mjs shots.ts`.
import { runnerImport } from 'vite';

await runnerImport(`./tests/${process.argv[2]}`, { configFile: false });
