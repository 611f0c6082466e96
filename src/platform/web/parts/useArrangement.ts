import { useState } from 'react';
import { useAddress } from '../shell/address.ts';
import { type Arrangement, asGiven } from './table-logic.ts';

/** Sort and filters of one table: in the address where it may be shared, else in memory only. */
export function useArrangement(name: string, shareable: boolean): readonly [Arrangement, (next: Arrangement) => void] {
  const [kept, keep] = useState<Arrangement>(asGiven);
  const [written, write] = useAddress(name);
  if (!shareable) return [kept, keep];
  return [written ? read(written) : asGiven, (next) => write(say(next))];
}

/** `-size~kind=shop~grid=3`: the sorted column, with a minus when it runs down, then the filters. */
function say({ sort, down, filters }: Arrangement): string | null {
  const parts = Object.entries(filters).flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : []));
  const text = [sort ? `${down ? '-' : ''}${sort}` : '', ...parts].join('~');
  return text === '' ? null : text;
}

function read(text: string): Arrangement {
  const [order = '', ...parts] = text.split('~');
  const filters = parts.flatMap((part): [string, string][] => {
    const [key = '', value = ''] = part.split('=');
    try {
      return [[key, decodeURIComponent(value)]];
    } catch {
      return [];
    }
  });
  const down = order.startsWith('-');
  return { sort: order.slice(down ? 1 : 0) || null, down, filters: Object.fromEntries(filters) };
}
