import { fileSize, number, t } from '../i18n';
import { paperOf } from './export_options';
import type { Painted } from './export_preview.svelte';

/** What the file will be: “1 page, A3 landscape, 214 kB”, “2,960 × 1,720 px, 1.2 MB”. */
export function summary({ request, pages, bytes }: Painted): string {
  const size = fileSize(bytes);
  const first = pages[0];
  if (!first) return size;
  const whole = (length: number) => number(Math.round(length));
  if (request.format === 'pptx') return `${t.exporting.slideCount(pages.length)}, ${size}`;
  if (request.format !== 'pdf') return `${t.exporting.pixelSize(whole(first.width), whole(first.height))}, ${size}`;
  return [t.exporting.pageCount(pages.length), pageName(), size].join(', ');

  function pageName(): string {
    const { paper, landscape, width, height } = paperOf(first as { width: number; height: number });
    if (paper !== null) return t.exporting.paperName(t.exporting.pages[paper], landscape);
    if (request.paper.size === '16:9') return t.exporting.pages['16:9'];
    return t.exporting.millimetres(whole(width), whole(height));
  }
}
