export const preferences = {
  title: 'Preferences',
  appearance: 'Appearance',
  appearances: { system: 'As the system', light: 'Light', dark: 'Dark' },
  textSize: 'Text size',
  textSizeHint: 'Of menus, panels and dialogs. The map keeps its own sizes.',
  percent: (size: string) => `${size} %`,
  darkCanvas: 'Dark map while working',
  darkCanvasHint: 'When the app is dark, the map is, too. Exports stay as they are.',
  reducedMotion: 'Less motion',
  reducedMotionHint: 'Panels and cards change place without gliding there.',
  library: 'Your maps',
  libraryHint: 'Every map, with its history, is in this one file.',
  show: 'Show in folder',
};

export const about = {
  title: 'About Waymark',
  tagline: 'Customer-journey maps: instant, offline, beautiful on paper.',
  version: (version: string) => `Version ${version}`,
  licence: 'Free to use, change and share under the MIT or the Apache 2.0 licence, as you choose.',
  library: 'Your maps are in',
  credits: 'With thanks to',
  /** Name, what it is, licence. */
  works: [
    ['Inter', 'Typeface by Rasmus Andersson', 'SIL OFL 1.1'],
    ['Noto Sans', 'Arabic, Hebrew, Thai and Japanese typefaces by Google', 'SIL OFL 1.1'],
    ['Twemoji', 'Emoji by Twitter, Inc and other contributors, as Mozilla’s font', 'CC BY 4.0'],
    ['Lucide', 'Icons by Lucide contributors', 'ISC'],
    ['Tauri', 'The window', 'MIT or Apache 2.0'],
    ['Svelte', 'The screens', 'MIT'],
    ['SQLite', 'The library of maps', 'Public domain'],
    ['Parley and Skrifa', 'Text and fonts, by the Linebender and Fontations contributors', 'MIT or Apache 2.0'],
    ['Krilla', 'PDF, by Laurenz Stampfl', 'MIT or Apache 2.0'],
    ['tiny-skia and resvg', 'Pictures, by the RazrFalcon and Linebender contributors', 'BSD, MIT or Apache 2.0'],
  ],
};
