import type { Command, Envelope } from '../../../kernel/command.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';

/** True when some text in it could not be stored: U+0000, or half of a surrogate pair. */
export function hasBrokenText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  if (Array.isArray(value)) return value.some(hasBrokenText);
  if (value !== null && typeof value === 'object') return Object.entries(value).some(([k, v]) => hasBrokenText(k) || hasBrokenText(v));
  return false;
}

/** Checks the payload against its schema; the refusal names the first field that does not fit, never its content. */
export function readPayload<P>(command: Pick<Command<P>, 'ver' | 'payload'>, envelope: Envelope): Result<P> {
  if (envelope.ver !== command.ver) return refuse('invalid', 'platform.unknownVersion', { ver: envelope.ver, known: command.ver });
  if (hasBrokenText(envelope.payload)) return refuse('invalid', 'platform.brokenText');
  const read = command.payload.safeParse(envelope.payload);
  if (read.success) return ok(read.data);
  const issue = read.error.issues[0];
  return refuse('invalid', 'platform.badField', { field: issue?.path.map(String).join('.').slice(0, 80) || '-', rule: issue?.code ?? 'invalid' });
}
