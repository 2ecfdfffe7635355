import { AssayError } from '../errors.ts';
import type { HostTensor, Tensors } from './types.ts';

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32' | 'uint8';
  readonly offset: number;
}

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;
const typeOf = (data: HostTensor['data']): Entry['type'] =>
  data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'uint8';

/**
 * Named tensors as bytes: the length of a JSON header (uint32, little endian), the header, padding to eight bytes, the
 * data. The same tensors give the same bytes.
 */
export function encodeTensors(tensors: Tensors): Uint8Array {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [name, { data, shape }] of Object.entries(tensors)) {
    entries.push({ name, shape, type: typeOf(data), offset });
    offset += Math.ceil(data.byteLength / 8) * 8;
  }
  const header = Buffer.from(JSON.stringify(entries));
  const start = Math.ceil((4 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + offset);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  Object.values(tensors).forEach(({ data }, index) =>
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + entries[index]!.offset),
  );
  return bytes;
}

/** @throws AssayError `integrity` where the bytes are no tensors */
export function decodeTensors(bytes: Uint8Array): Tensors {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const entries = JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString()) as Entry[];
    // A copy, so that the data are aligned whatever the bytes rest on. A Buffer's own `slice` would be a view of a
    // pool.
    const data = Uint8Array.prototype.slice.call(bytes, Math.ceil((4 + length) / 8) * 8).buffer;
    return Object.fromEntries(
      entries.map(({ name, shape, type, offset }) => {
        const size = shape.reduce((product, side) => product * side, 1);
        return [name, { data: new arrays[type](data, offset, size), shape }];
      }),
    );
  } catch (cause) {
    throw new AssayError(
      'integrity',
      `Cannot read tensors: expected a header and ${bytes.length} bytes that fit it, got something else`,
      { cause },
    );
  }
}
