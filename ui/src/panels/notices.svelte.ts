import { HostError } from '../host';
import { t } from '../i18n';

/** What can be done about a notice, such as “Undo”. */
export type NoticeAct = { label: string; run: () => void };
export type Notice = { id: number; kind: 'error' | 'plain'; text: string; act: NoticeAct | null };

const LIFETIME = 6000;
/** A notice that can be answered stays long enough to be reached with the keyboard. */
const LIFETIME_WITH_ACT = 12_000;

/** What the app has to say: calm notices at the foot of the window, and words for screen readers. */
class Notices {
  list = $state.raw<Notice[]>([]);
  /** Said by the live region; not shown. */
  spoken = $state('');
  #next = 1;

  tell(text: string, kind: Notice['kind'] = 'plain', act: NoticeAct | null = null): void {
    const notice = { id: this.#next++, kind, text, act };
    this.list = [...this.list.filter((other) => other.text !== text), notice].slice(-3);
    if (kind === 'plain') setTimeout(() => this.dismiss(notice.id), act ? LIFETIME_WITH_ACT : LIFETIME);
  }

  /** Shows why something failed. What the person called off themselves is no failure. */
  fail(error: unknown): void {
    if (error instanceof HostError) {
      if (error.code !== 'cancelled') this.tell(error.message, 'error');
      return;
    }
    console.error(error);
    this.tell(t.common.failed, 'error');
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  announce(text: string): void {
    // The same words twice in a row would not be read again.
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }
}

export const notices = new Notices();
