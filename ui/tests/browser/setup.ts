import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { serve } from './serve';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the UI over the fake host is served. */
    url: string;
  }
}

export default async function setup(project: TestProject) {
  const { url, close } = await serve();
  project.provide('url', url);
  return close;
}
