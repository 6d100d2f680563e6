import type { Pointer, ToolContext, ToolState } from '../tool';
import { Idle } from './idle';

/** Picks, carries and changes what is on the sheet. Its states are the files beside this one. */
export class SelectTool {
  readonly context: ToolContext;
  #state: ToolState;

  constructor(context: ToolContext) {
    this.context = context;
    this.#state = new Idle(this);
  }

  get state(): ToolState {
    return this.#state;
  }

  to(state: ToolState): void {
    this.#state.leave?.();
    this.#state = state;
    state.enter?.();
  }

  rest(): void {
    this.to(new Idle(this));
  }

  down(pointer: Pointer): void {
    this.#state.down?.(pointer);
  }

  move(pointer: Pointer): void {
    this.#state.move?.(pointer);
  }

  up(pointer: Pointer): void {
    this.#state.up?.(pointer);
  }

  double(pointer: Pointer): void {
    this.#state.double?.(pointer);
  }

  cancel(): void {
    this.#state.cancel?.();
  }
}
