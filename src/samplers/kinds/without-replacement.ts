import { tooLarge, type SamplerKind } from '../kind.ts';

/** Each batch is a fresh draw of distinct examples. */
export const withoutReplacement: SamplerKind = {
  size: 'declared',
  repeats: false,
  weights: null,
  // The first places of an ongoing Fisher–Yates shuffle: any starting order gives a uniform draw.
  open: (open, examples) => {
    const random = open('without-replacement');
    const rows = Int32Array.from({ length: examples }, (_, i) => i);
    return {
      next(target, offset, size) {
        if (size > examples) throw tooLarge(size, examples);
        for (let i = 0; i < size; i++) {
          const j = i + random.integer(examples - i);
          const drawn = rows[j]!;
          rows[j] = rows[i]!;
          rows[i] = drawn;
          target[offset + i] = drawn;
        }
      },
    };
  },
};
