import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { decodeIdx, encodeIdx } from '../../src/datasets/reading/idx.ts';

const idx = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.record({ shape: fc.constant(shape), data: fc.uint8Array({ minLength: size, maxLength: size }) });
});

describe('the IDX format', () => {
  test.prop([idx])('what is written is read again', (written) => {
    const read = decodeIdx(encodeIdx(written), 'x');
    expect(read.shape).toEqual(written.shape);
    expect([...read.data]).toEqual([...written.data]);
  });

  test.prop([idx, fc.nat(1000)])('a file cut anywhere is refused by name', (written, cut) => {
    const whole = encodeIdx(written);
    const part = whole.subarray(0, cut % whole.length);
    expect(() => decodeIdx(part, 'train-images')).toThrow(
      /^Cannot read data file train-images: expected .*, got .* bytes$/,
    );
  });

  test('bytes after the end are refused', () => {
    const bytes = new Uint8Array([...encodeIdx({ shape: [2], data: Uint8Array.of(1, 2) }), 3]);
    expect(() => decodeIdx(bytes, 'labels')).toThrow('expected 10 bytes for shape [2], got 11 bytes');
  });

  test.each([
    [
      'a gzip file that was not decompressed',
      [0x1f, 0x8b, 8, 0],
      'expected an IDX magic number (00000801 or 00000803), got 1f8b0800',
    ],
    [
      'floats',
      [0, 0, 0x0d, 1, 0, 0, 0, 0],
      'expected IDX type 08 (unsigned bytes), got magic number 00000d01',
    ],
    ['nothing', [], 'expected the four bytes of an IDX magic number, got 0 bytes'],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => decodeIdx(Uint8Array.from(bytes), 'f')).toThrow(message);
  });

  test('an error has the code `data`', () => {
    expect(() => decodeIdx(new Uint8Array(), 'f')).toThrow(expect.objectContaining({ code: 'data' }));
  });
});
