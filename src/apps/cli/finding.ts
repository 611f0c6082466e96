/** What the doctor found in one place. `said` names the sentence: `doctor.<check>.<said>`. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly said: string;
  readonly slots: Readonly<Record<string, string | number>>;
}

type Slots = Finding['slots'];

export const fine = (check: string, slots: Slots = {}): Finding => ({ check, state: 'ok', said: 'ok', slots });
export const warning = (check: string, said: string, slots: Slots = {}): Finding => ({ check, state: 'warning', said, slots });
export const fault = (check: string, said: string, slots: Slots = {}): Finding => ({ check, state: 'fault', said, slots });
