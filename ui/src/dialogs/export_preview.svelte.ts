import type { ExportPreview, ExportRequest } from '../host';
import { type Host, HostError } from '../host/host';
import { t } from '../i18n';

/** Changes that follow each other faster (ms) are previewed once. */
const REST = 200;

/** What the host painted of a request, with the request. */
export type Painted = ExportPreview & { request: ExportRequest };

/**
 * The preview of one map's export. The last painted preview stays until the next one is there; of
 * several requests only the latest counts.
 */
export class ExportPreviewing {
  painted = $state.raw<Painted | null>(null);
  /** Whether a newer preview than the painted one is on its way. */
  busy = $state(false);
  problem = $state<string | null>(null);

  readonly #host: Host;
  readonly #map: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #asked: ExportRequest | null = null;
  #resting = false;
  #calledOff = false;

  constructor(host: Host, map: string) {
    this.#host = host;
    this.#map = map;
  }

  /** Asks for a preview once the choices rest; the first one at once. */
  ask(request: ExportRequest): void {
    clearTimeout(this.#timer);
    const wait = this.#asked === null ? 0 : REST;
    this.#asked = request;
    this.busy = true;
    this.#timer = setTimeout(() => void this.#paint(request), wait);
  }

  /** Once more what was asked for last: after a failure. */
  again(): void {
    if (this.#asked === null) return;
    this.busy = true;
    void this.#paint(this.#asked);
  }

  /** While the file itself is written, the host calls previews off: they would take half of the machine. */
  rest(): void {
    this.#resting = true;
  }

  /** Makes the preview that was called off meanwhile. */
  resume(): void {
    this.#resting = false;
    if (this.#calledOff) this.again();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  async #paint(request: ExportRequest): Promise<void> {
    const turn = ++this.#turn;
    this.#calledOff = false;
    try {
      const preview = await this.#host.previewExport(this.#map, request);
      if (turn !== this.#turn) return;
      this.painted = { ...preview, request };
      this.problem = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof HostError && error.code === 'cancelled') {
        this.#calledOff = true;
        if (!this.#resting) this.again();
        return;
      }
      this.problem = error instanceof HostError ? error.message : t.common.failed;
    }
    this.busy = false;
  }
}
