import type { Camera } from './camera.svelte';

/** What a line of a wheel that counts lines moves, in CSS px. */
const LINE = 18;
/** How much one px of a wheel zooms, and the most that one event does, so that coarse wheels stay calm. */
const ZOOM = 0.006;
const MOST = 60;

// WebKit on a Mac tells of pinches with events of its own.
type Gesture = UIEvent & { scale: number; clientX: number; clientY: number };

/**
 * The wheel, the trackpad and its pinches move and zoom the sheet; `moved` is told before they do.
 * Returns what ends it.
 */
export function followWheel(canvas: HTMLElement, camera: Camera, moved: () => void): () => void {
  const ending = new AbortController();
  // Passive listeners could not keep the page from zooming.
  const options = { passive: false, signal: ending.signal };
  let pinch = 1;

  const at = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const frame = canvas.getBoundingClientRect();
    return { x: clientX - frame.left, y: clientY - frame.top };
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    moved();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    if (event.ctrlKey || event.metaKey) {
      const by = Math.max(-MOST, Math.min(MOST, event.deltaY * unit));
      camera.zoomTo(camera.view.scale * Math.exp(-by * ZOOM), at(event));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0;
    camera.panBy(-(sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : -event.deltaY * unit);
  };
  canvas.addEventListener('wheel', wheel, options);

  const begin = (event: Event) => {
    event.preventDefault();
    pinch = camera.view.scale;
  };
  canvas.addEventListener('gesturestart', begin, options);

  const change = (event: Event) => {
    event.preventDefault();
    moved();
    const gesture = event as Gesture;
    camera.zoomTo(pinch * gesture.scale, at(gesture));
  };
  canvas.addEventListener('gesturechange', change, options);

  return () => ending.abort();
}
