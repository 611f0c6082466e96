import { useQuery } from '@tanstack/react-query';
import type { ListedDevice } from '../../../kernel/devices.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import type { Result } from '../../../kernel/result.ts';
import { ask } from '../sync/api.ts';

/** One's own devices; those of everybody for who manages the community. */
export function useDevices(community: CommunityId): {
  readonly data: Result<{ readonly devices: readonly ListedDevice[] }> | undefined;
  readonly refetch: () => unknown;
} {
  return useQuery({
    queryKey: ['rows', community, 'devices'],
    queryFn: () => ask<{ devices: readonly ListedDevice[] }>(`/api/v1/devices?${new URLSearchParams({ community })}`),
    networkMode: 'always',
  });
}
