// How long frames take while a large map is panned and zoomed: `npm run pace`. Not part of the tests.
import { launch } from './chromium';
import { serve } from './serve';

const { url, close } = await serve();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${url}?large`);
await page.getByTestId('map-card').first().click();
await page.locator('g[data-node]').first().waitFor({ state: 'attached' });
await page.waitForTimeout(500);

async function measure(name: string, ctrl: boolean, dx: number, dy: number) {
  const times = await page.evaluate(
    async ({ ctrl, dx, dy }) => {
      const canvas = document.querySelector('[data-testid=canvas]') as HTMLElement;
      const frames: number[] = [];
      let last = performance.now();
      for (let step = 0; step < 120; step++) {
        const turn = step % 60 < 30 ? 1 : -1;
        canvas.dispatchEvent(
          new WheelEvent('wheel', {
            deltaX: dx * turn,
            deltaY: dy * turn,
            ctrlKey: ctrl,
            clientX: 640,
            clientY: 400,
            cancelable: true,
          }),
        );
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
      }
      return frames.sort((a, b) => a - b);
    },
    { ctrl, dx, dy },
  );
  const at = (part: number) => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
  const mounted = await page.locator('g[data-node]').count();
  console.log(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${mounted} nodes mounted`);
}

await measure('pan', false, 60, 8);
await measure('zoom', true, 0, 12);
await page.getByTestId('zoom-fit').click();
await page.waitForTimeout(500);
await measure('pan, all in view', false, 20, 4);
await browser.close();
await close();
