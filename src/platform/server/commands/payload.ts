import type { z } from 'zod';
import type { Command, Envelope } from '../../../kernel/command.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/result.ts';

/** True when some text in it could not be stored: U+0000, or half of a surrogate pair. */
export function hasBrokenText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  if (Array.isArray(value)) return value.some(hasBrokenText);
  if (value !== null && typeof value === 'object') return Object.entries(value).some(([k, v]) => hasBrokenText(k) || hasBrokenText(v));
  return false;
}

/**
 * Checks the payload against its schema; the refusal names the first field that does not fit, never its content. What an older app
 * says is checked against the shape it knew and then brought up to the present one, version by version.
 */
export function readPayload<P>(command: Pick<Command<P>, 'ver' | 'payload' | 'formerly'>, envelope: Envelope): Result<P> {
  const { ver } = envelope;
  const former = command.formerly?.slice(ver - 1) ?? [];
  if (ver > command.ver || former.length !== command.ver - ver) return refuse('invalid', 'platform.unknownVersion', { ver, known: command.ver });
  if (hasBrokenText(envelope.payload)) return refuse('invalid', 'platform.brokenText');
  let said = envelope.payload;
  for (const { payload, upcast } of former) {
    const read = payload.safeParse(said);
    if (!read.success) return misfit(read.error);
    said = upcast(read.data);
  }
  const read = command.payload.safeParse(said);
  return read.success ? ok(read.data) : misfit(read.error);
}

function misfit({ issues: [issue] }: z.ZodError): Refusal {
  return refuse('invalid', 'platform.badField', { field: issue?.path.map(String).join('.').slice(0, 80) || '-', rule: issue?.code ?? 'invalid' });
}
