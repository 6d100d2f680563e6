import type { Host } from './host';

/** The faces that ship with the app: the very files that layout measured with. */
const FACES: readonly (readonly [family: string, file: string, weight: string, style: string])[] = [
  ['Inter', 'Inter-Regular', '400', 'normal'],
  ['Inter', 'Inter-Italic', '400', 'italic'],
  ['Inter', 'Inter-Medium', '500', 'normal'],
  ['Inter', 'Inter-SemiBold', '600', 'normal'],
  ['Inter', 'Inter-SemiBoldItalic', '600', 'italic'],
  ['Inter', 'Inter-Bold', '700', 'normal'],
  ['Noto Sans Arabic', 'NotoSansArabic-Regular', '400', 'normal'],
  ['Noto Sans Arabic', 'NotoSansArabic-SemiBold', '600', 'normal'],
  ['Noto Sans Hebrew', 'NotoSansHebrew-Regular', '400', 'normal'],
  ['Noto Sans Hebrew', 'NotoSansHebrew-SemiBold', '600', 'normal'],
  ['Noto Sans Thai', 'NotoSansThai-Regular', '400', 'normal'],
  ['Noto Sans Thai', 'NotoSansThai-SemiBold', '600', 'normal'],
  ['Noto Sans JP', 'NotoSansJP-Regular', '400', 'normal'],
  ['Twemoji Mozilla', 'Twemoji', '400', 'normal'],
];

/** What the app itself is set in: loaded before the first frame, so that no text ever changes its face. */
const FIRST = new Set(['Inter-Regular', 'Inter-Medium', 'Inter-SemiBold', 'Inter-Bold']);

/** What the first map will most likely show: fetched behind the first frame, so that it is there by then. */
const SOON = new Set(['Inter-Italic', 'Inter-SemiBoldItalic']);

/** Declares every face (each is fetched when first used) and waits for those of the app's own text. */
export async function loadFonts(host: Host): Promise<void> {
  const first: Promise<unknown>[] = [];
  const soon: FontFace[] = [];
  for (const [family, file, weight, style] of FACES) {
    const face = new FontFace(family, `url("${host.assetUrl(`font/${file}.ttf`)}")`, {
      weight,
      style,
      display: 'block',
    });
    document.fonts.add(face);
    // A font that does not come must not keep the app from starting: the system's face stands in.
    if (FIRST.has(file)) first.push(face.load().catch(() => undefined));
    if (SOON.has(file)) soon.push(face);
  }
  await Promise.all(first);
  for (const face of soon) void face.load().catch(() => undefined);
}
