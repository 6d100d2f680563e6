import { type ExportEvent, HostError } from '../host';
import { t } from '../i18n';

/** Where an export stands: where it goes is being chosen, it is written (0 to 1 of it), there, or not there. */
export type Stage<Result> =
  | { kind: 'choosing' }
  | { kind: 'asking' }
  | { kind: 'writing'; done: number }
  | { kind: 'done'; result: Result }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string; remedy: string | null };

/** An export on its way, from the button to what came of it. */
export class ExportRun<Result> {
  stage = $state.raw<Stage<Result>>({ kind: 'choosing' });
  readonly busy = $derived(this.stage.kind === 'asking' || this.stage.kind === 'writing');

  /** Runs `work`, which resolves to null where the person changed their mind. */
  async run(work: (heard: (event: ExportEvent) => void) => Promise<Result | null>): Promise<void> {
    this.stage = { kind: 'asking' };
    try {
      const result = await work((event) => {
        if (this.busy) this.stage = { kind: 'writing', done: event.done };
      });
      this.stage = result === null ? { kind: 'choosing' } : { kind: 'done', result };
    } catch (error) {
      this.stage = outcome(error);
    }
  }

  /** What came of the last one has been read. */
  again(): void {
    if (!this.busy) this.stage = { kind: 'choosing' };
  }
}

function outcome(error: unknown): Stage<never> {
  if (!(error instanceof HostError)) {
    console.error(error);
    return { kind: 'failed', message: t.common.failed, remedy: null };
  }
  if (error.code === 'cancelled') return { kind: 'cancelled' };
  return { kind: 'failed', message: error.message, remedy: t.exporting.remedies[error.code] ?? null };
}
