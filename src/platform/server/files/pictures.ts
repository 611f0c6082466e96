import sharp from 'sharp';
import { ok, type Result, refuse } from '../../../kernel/result.ts';

/** Longest side of what is kept, and of the small copy for lists, in pixels. */
const longestPx = 1600;
const thumbPx = 320;
/** More than any phone's camera makes; beyond that it is a decompression bomb. */
const maxPixels = 64_000_000;

export interface Picture {
  readonly full: Buffer;
  /** WebP, at most 320 px. */
  readonly thumb: Buffer;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

const encode = {
  'image/jpeg': { quality: 80, mozjpeg: true },
  'image/png': { compressionLevel: 9, palette: true },
  'image/webp': { quality: 80 },
} as const;

/**
 * Decodes, turns upright, scales down and writes anew. sharp copies no metadata unless told to, so EXIF (place, time, device),
 * XMP and comments are gone.
 */
export async function readPicture(content: Buffer, mediaType: keyof typeof encode): Promise<Result<Picture>> {
  try {
    const upright = sharp(content, { limitInputPixels: maxPixels, failOn: 'error', pages: 1, sequentialRead: true }).autoOrient();
    const scaled = upright.resize({ width: longestPx, height: longestPx, fit: 'inside', withoutEnlargement: true });
    const written =
      mediaType === 'image/jpeg'
        ? scaled.jpeg(encode['image/jpeg'])
        : mediaType === 'image/png'
          ? scaled.png(encode['image/png'])
          : scaled.webp(encode['image/webp']);
    const { data, info } = await written.toBuffer({ resolveWithObject: true });
    const thumb = await sharp(data)
      .resize({ width: thumbPx, height: thumbPx, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    return ok({ full: data, thumb, mediaType, width: info.width, height: info.height });
  } catch {
    // sharp throws only for what it cannot or may not decode: a broken picture, or one too large.
    return refuse('invalid', 'files.unreadable');
  }
}
