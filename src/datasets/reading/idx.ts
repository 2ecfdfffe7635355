import { AssayError } from '../../errors.ts';

/** An array of bytes in the IDX format: images `[count, height, width]` or labels `[count]`. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads the IDX format: two zero bytes, the type (8 = unsigned byte), the number of dimensions, each dimension as a
 * big-endian 32-bit integer, then the values, row-major.
 *
 * @param bytes the whole file, decompressed
 * @param file its name, for the message
 * @throws AssayError `data` where the magic number, the type or the length is wrong
 * @see LeCun, Cortes & Burges, The MNIST database: "the IDX file format"
 * @example decodeIdx(encodeIdx({ shape: [2], data: Uint8Array.of(7, 8) }), 'labels').data // Uint8Array [7, 8]
 */
export function decodeIdx(bytes: Uint8Array, file: string): Idx {
  const fail = (expected: string, got: string) =>
    new AssayError('data', `Cannot read data file ${file}: expected ${expected}, got ${got}`);
  if (bytes.length < 4) throw fail('the four bytes of an IDX magic number', `${bytes.length} bytes`);
  const [zero, zero2, type, rank] = bytes as unknown as readonly [number, number, number, number];
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (zero !== 0 || zero2 !== 0 || rank < 1) throw fail('an IDX magic number (00000801 or 00000803)', magic);
  if (type !== UNSIGNED_BYTE) throw fail('IDX type 08 (unsigned bytes)', `magic number ${magic}`);
  const header = 4 + 4 * rank;
  if (bytes.length < header) throw fail(`an IDX header of ${header} bytes`, `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== header + size)
    throw fail(`${header + size} bytes for shape [${shape.join(', ')}]`, `${bytes.length} bytes`);
  return { shape, data: bytes.subarray(header) };
}

/** Writes the IDX format; the inverse of `decodeIdx`. */
export function encodeIdx({ shape, data }: Idx): Uint8Array {
  const header = 4 + 4 * shape.length;
  const bytes = new Uint8Array(header + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, UNSIGNED_BYTE, shape.length]);
  shape.forEach((length, axis) => view.setUint32(4 + 4 * axis, length));
  bytes.set(data, header);
  return bytes;
}
