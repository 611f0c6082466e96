import { describe, expect, it } from 'vitest';
import { matcher } from './match.ts';

const doors = ['/$', '/response/$incident', '/', '/response/$incident/print', '/response/activate', '/response'].map((path) => ({ path }));
const find = matcher(doors);
const found = (path: string) => {
  const { door, params } = find(path) ?? {};
  return [door?.path, params];
};

describe('finding the page of an address', () => {
  it('takes words before parameters, whatever the order of the doors', () => {
    expect(found('/response/activate')).toEqual(['/response/activate', {}]);
    expect(found('/response/0190')).toEqual(['/response/$incident', { incident: '0190' }]);
    expect(found('/response/0190/print')).toEqual(['/response/$incident/print', { incident: '0190' }]);
  });

  it('opens the first page at the root and forgives a slash at the end', () => {
    expect(found('/')).toEqual(['/', {}]);
    expect(found('/response/')).toEqual(['/response', {}]);
  });

  it('sends everything else to the page that says so', () => {
    expect(found('/nowhere/at/all')).toEqual(['/$', {}]);
    expect(found('/response/a/b')).toEqual(['/$', {}]);
  });

  it('reads escaped letters, and keeps what cannot be read', () => {
    expect(found('/response/%E6%A6%95')).toEqual(['/response/$incident', { incident: '榕' }]);
    expect(found('/response/%E6')).toEqual(['/response/$incident', { incident: '%E6' }]);
  });
});
