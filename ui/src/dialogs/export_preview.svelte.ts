import { type ExportPreview, type ExportRequest, type Host, HostError } from '../host';
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

  end(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  async #paint(request: ExportRequest): Promise<void> {
    const turn = ++this.#turn;
    try {
      const preview = await this.#host.previewExport(this.#map, request);
      if (turn !== this.#turn) return;
      this.painted = { ...preview, request };
      this.problem = null;
    } catch (error) {
      if (turn !== this.#turn || (error instanceof HostError && error.code === 'cancelled')) return;
      this.problem = error instanceof HostError ? error.message : t.common.failed;
    }
    this.busy = false;
  }
}
