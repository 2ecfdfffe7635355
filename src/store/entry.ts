import { AssayError } from '../errors.ts';
import { isKey, sha256 } from './sha256.ts';
import { parseStable, stableStringify } from './stable-stringify.ts';

const FORMAT = 1;

/** `<folder>/<first two digits>/<key><suffix>`: no directory grows past what file systems like. */
export function pathOf(folder: string, key: string, suffix: string): string {
  if (!isKey(key))
    throw new RangeError(`Cannot use a key of the store: expected 64 hexadecimal digits, got "${key}"`);
  return `${folder}/${key.slice(0, 2)}/${key}${suffix}`;
}

/** Text of an entry's file: a header line with format, key and the checksum of the second line, which is the value. */
export function encodeEntry(key: string, value: unknown): Uint8Array {
  const body = stableStringify(value);
  const header = stableStringify({ format: FORMAT, key, sha256: sha256(body) });
  return Buffer.from(`${header}\n${body}\n`);
}

/**
 * Reads an entry's file.
 * @throws AssayError `integrity` where header, key or checksum do not fit; the message names the file
 */
export function decodeEntry(content: Uint8Array, key: string, file: string): unknown {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString();
  const [head = '', body = ''] = text.split('\n');
  const fail = (expected: string, got: string) =>
    new AssayError(
      'integrity',
      `Cannot read stored file ${file}: expected ${expected}, got ${got}; discard it to have it made again`,
    );
  const header = parseHeader(head);
  if (header === undefined) throw fail('a header of format 1', `"${head.slice(0, 60)}"`);
  if (header['format'] !== FORMAT) throw fail('format 1', `format ${String(header['format'])}`);
  if (header['key'] !== key) throw fail(`key ${key}`, `key ${String(header['key'])}`);
  const found = sha256(body);
  if (found !== header['sha256']) throw fail(`a value with SHA-256 ${String(header['sha256'])}`, found);
  return parseStable(body);
}

function parseHeader(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
