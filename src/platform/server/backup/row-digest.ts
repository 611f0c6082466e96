import { hash } from 'node:crypto';

const lineEnd = 0x0a;

/**
 * Fingerprint of a set of rows in COPY text format, whatever their order: PostgreSQL may give rows back in another order than they were loaded.
 * Each line is hashed by itself and the hashes are added up in eight lanes of 32 bits. Finds what was lost, doubled or changed by accident;
 * against forgery the backup is sealed.
 */
export class RowDigest {
  readonly #sum = new Uint32Array(8);
  #rest: Buffer = Buffer.alloc(0);
  #rows = 0;

  /** Takes the next piece, which may end within a row. */
  take(part: Buffer): void {
    const bytes = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    let at = 0;
    // A line end within a value is written as \n by COPY, so this byte ends a row and nothing else.
    for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, at)) {
      const digest = hash('sha256', bytes.subarray(at, end), 'buffer');
      for (let lane = 0; lane < 8; lane++) this.#sum[lane] = (this.#sum[lane] ?? 0) + digest.readUInt32LE(lane * 4);
      this.#rows += 1;
      at = end + 1;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  /** Rows and fingerprint so far. */
  value(): string {
    return `${this.#rows} ${this.#rest.length} ${Buffer.from(this.#sum.buffer).toString('hex')}`;
  }
}
