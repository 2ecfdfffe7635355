import type { SamplerKind } from '../kind.ts';

/** Each example is drawn on its own; arms with different batch sizes share the sequence. */
export const iid: SamplerKind = {
  size: 'declared',
  repeats: true,
  weights: null,
  open: (open, examples) => {
    const random = open('iid');
    return {
      next(target, offset, size) {
        for (let i = 0; i < size; i++) target[offset + i] = random.integer(examples);
      },
    };
  },
};
