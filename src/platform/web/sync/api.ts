import { ok, type Problem, type Result } from '../../../kernel/result.ts';
import { browser, type Surroundings } from './surroundings.ts';

/** What went wrong between here and the server. `web.serverAway`: no answer came, nothing is known about what happened. */
export const serverAway: Problem = { code: 'web.serverAway', kind: 'conflict' };

type Method = 'GET' | 'POST';
interface Ask {
  readonly method?: Method;
  /** Sent as JSON; a FormData or Blob is sent as it is. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds after which no answer counts as none; 20 s. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How often somebody whom a busy server told to come again does so before saying that it is busy. */
const comeAgain = 4;

/** One question to our own server. Every failure is a value: the server's problem, or {@link serverAway}. Never throws. */
export const ask = <T>(path: string, how: Ask = {}): Promise<Result<T>> => askFrom<T>(browser, path, how);

/** The same, from given surroundings. A busy server has done nothing yet: it is asked again when it said, a few times. */
export async function askFrom<T>(here: Pick<Surroundings, 'fetch' | 'timeout' | 'later'>, path: string, how: Ask): Promise<Result<T>> {
  for (let times = 1; ; times++) {
    const answer = await askOnce<T>(here, path, how);
    const seconds = !answer.ok && answer.problem.code === 'http.busy' ? Number(answer.problem.params?.seconds) : 0;
    if (!(seconds > 0) || times === comeAgain || how.signal?.aborted) return answer;
    await new Promise<void>((resolve) => void here.later(seconds * 1_000, resolve));
  }
}

async function askOnce<T>(
  here: Pick<Surroundings, 'fetch' | 'timeout'>,
  path: string,
  { method = 'GET', body, signal, timeoutMs = 20_000, headers = {} }: Ask,
): Promise<Result<T>> {
  const timeout = here.timeout(timeoutMs);
  try {
    const response = await here.fetch(path, {
      method,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body === undefined ? { headers } : bodyOf(body, headers)),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return ok(answer as T);
    return { ok: false, problem: problemOf(response.status, answer) };
  } catch {
    return { ok: false, problem: serverAway };
  }
}

function bodyOf(body: unknown, headers: Readonly<Record<string, string>>): { body: BodyInit; headers: Record<string, string> } {
  if (body instanceof FormData) return { body, headers };
  if (body instanceof Blob) return { body, headers: { ...headers, 'content-type': body.type } };
  return { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
}

function problemOf(status: number, answer: unknown): Problem {
  if (isProblemBody(answer)) return answer.problem;
  if (status === 401) return { code: 'web.signedOut', kind: 'unauthenticated' };
  if (status === 413) return { code: 'web.tooLarge', kind: 'tooLarge' };
  if (status === 429) return { code: 'web.tooMany', kind: 'tooMany' };
  if (status >= 500) return serverAway;
  return { code: 'web.notUnderstood', kind: 'invalid' };
}

function isProblemBody(value: unknown): value is { problem: Problem } {
  if (typeof value !== 'object' || value === null || !('problem' in value)) return false;
  const { problem } = value;
  return typeof problem === 'object' && problem !== null && 'code' in problem && typeof problem.code === 'string';
}
