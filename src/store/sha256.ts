import { createHash } from 'node:crypto';

/** SHA-256, hexadecimal, of bytes or of UTF-8 text: `sha256(stableStringify(design))` is the key of a design. */
export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Whether the text has the form of a key. */
export const isKey = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
