/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:symbols' {
  /** Markup within a square of 24 px, by name. */
  export const symbols: Readonly<Record<string, string>>;
}
