import { AssayError } from '../../errors.ts';
import { sharedFloats } from '../shared.ts';
import type { Examples } from '../types.ts';

/**
 * Mean pooling of square images `[side, side, channels]` to `[target, target, channels]`, over blocks of side / target.
 * The means of bytes are kept as float32, in which they are exact up to blocks of 16 × 16.
 * @throws AssayError `configuration` where the images are not square or `target` does not divide their side
 * @example downsample(train, 14) // 28 × 28 → 14 × 14, each value the mean of 2 × 2
 */
export function downsample(examples: Examples, target: number): Examples {
  const [height = 0, width = 0, channels = 1] = examples.featureShape;
  if (height !== width || height % target !== 0)
    throw new AssayError(
      'configuration',
      `Cannot downsample images: expected a side that divides ${height} × ${width}, got ${target}`,
    );
  const block = height / target;
  const pooled = sharedFloats(examples.count * target * target * channels);
  const stored = examples.features;
  let at = 0;
  for (let image = 0; image < examples.count; image++)
    for (let row = 0; row < target; row++)
      for (let column = 0; column < target; column++)
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let y = row * block; y < (row + 1) * block; y++)
            for (let x = column * block; x < (column + 1) * block; x++)
              sum += stored[((image * height + y) * width + x) * channels + channel]!;
          pooled[at++] = sum / (block * block);
        }
  return { ...examples, features: pooled, featureShape: [target, target, channels] };
}
