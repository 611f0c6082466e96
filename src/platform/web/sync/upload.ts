import type { CommunityId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import { ask } from './api.ts';
import type { Photos } from './photos.ts';

const longestSidePx = 1600;
const quality = 0.82;

/**
 * Scales a photo down on the device (longest side 1600 px, JPEG), which also leaves its place and time behind, and keeps it here until it is sent; where
 * nothing is kept, it is sent at once. Refuses `web.notAPhoto`, `web.photoNoRoom`, and what the server refuses.
 * @returns the hash by which commands name it
 */
export async function takePhoto(photos: Photos, community: CommunityId, file: Blob): Promise<Result<string>> {
  const scaled = await scaleDown(file);
  if (!scaled) return refuse('invalid', 'web.notAPhoto');
  const kept = await photos.keep(new Uint8Array(await scaled.arrayBuffer()));
  if (kept) return kept;
  const form = new FormData();
  form.append('community', community);
  form.append('file', scaled, 'photo.jpg');
  const answer = await ask<{ hash: string }>('/api/v1/files', {
    method: 'POST',
    body: form,
    timeoutMs: 60_000,
  });
  return answer.ok ? ok(answer.value.hash) : answer;
}

/** Address of an uploaded file. */
export const fileAddress = (community: CommunityId, hash: string): string => `/api/v1/files/${hash}?${new URLSearchParams({ community })}`;

async function scaleDown(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const scale = Math.min(1, longestSidePx / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
