import { expect, test } from 'vitest';
import { requestOf } from '../../src/dialogs/export_options';
import { ExportPreviewing } from '../../src/dialogs/export_preview.svelte';
import type { ExportPreview, Host } from '../../src/host';
import { HostError } from '../../src/host/host';

const SIZE = { id: '1', pages: [{ width: 100, height: 50 }], bytes: 900, notes: [], text: null };

/** A host whose previews are answered by hand. */
function slowHost() {
  const asked: { paint: (preview: ExportPreview) => void; callOff: () => void }[] = [];
  const previewExport = () =>
    new Promise<ExportPreview>((paint, fail) =>
      asked.push({ paint, callOff: () => fail(new HostError('cancelled', 'called off')) }),
    );
  return { asked, host: { previewExport } as unknown as Host };
}

const settled = () => new Promise((done) => setTimeout(done));

test('a preview that was called off for the export itself begins anew after it', async () => {
  const { asked, host } = slowHost();
  const preview = new ExportPreviewing(host, 'map_a');
  preview.ask(requestOf('pdf'));
  await settled();
  preview.rest();
  asked[0]?.callOff();
  await settled();
  expect(asked.length).toBe(1);
  expect(preview.busy).toBe(true);
  preview.resume();
  expect(asked.length).toBe(2);
  asked[1]?.paint(SIZE);
  await settled();
  expect(preview.painted?.bytes).toBe(900);
  expect(preview.busy).toBe(false);
});

test('the export may end before the word that the preview was called off', async () => {
  const { asked, host } = slowHost();
  const preview = new ExportPreviewing(host, 'map_a');
  preview.ask(requestOf('pdf'));
  await settled();
  preview.rest();
  preview.resume();
  expect(asked.length).toBe(1);
  asked[0]?.callOff();
  await settled();
  expect(asked.length).toBe(2);
});

test('what stands already is not painted again', async () => {
  const { asked, host } = slowHost();
  const preview = new ExportPreviewing(host, 'map_a');
  preview.ask(requestOf('pdf'));
  await settled();
  asked[0]?.paint(SIZE);
  await settled();
  preview.rest();
  preview.resume();
  await settled();
  expect(asked.length).toBe(1);
});
