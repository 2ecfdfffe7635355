import { AssayError } from '../../errors.ts';
import { stratifiedOrder } from './order.ts';
import { sharedBytes, sharedInts } from '../shared.ts';
import type { Examples } from '../types.ts';

/** Images as a file holds them: bytes `[count, ...shape]` and class numbers `[count]`. */
export interface RawImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Of one image: `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
}

/** A whole image set, training and test part, in canonical order. */
export interface ImageSet {
  readonly train: Examples;
  readonly test: Examples;
  readonly classes: number;
}

/**
 * Puts raw images into canonical (stratified) order and shared memory; features become numbers in 0 … 1.
 * @param file names the labels' file in messages
 * @throws AssayError `data` where images and labels differ in number or a label is no class number
 */
export function toExamples({ images, labels, shape }: RawImages, classes: number, file: string): Examples {
  const size = shape[0] * shape[1] * shape[2];
  const count = labels.length;
  if (images.length !== count * size)
    throw new AssayError(
      'data',
      `Cannot load ${file}: expected as many labels as images (${images.length / size}), got ${count}`,
    );
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1)
    throw new AssayError(
      'data',
      `Cannot load ${file}: expected labels 0 … ${classes - 1}, got ${labels[wrong]} at example ${wrong}`,
    );
  const order = stratifiedOrder(labels);
  const features = sharedBytes(count * size);
  const ordered = sharedInts(count);
  order.forEach((row, i) => {
    features.set(images.subarray(row * size, (row + 1) * size), i * size);
    ordered[i] = labels[row]!;
  });
  return { features, featureShape: shape, scale: 1 / 255, offset: 0, labels: ordered, count };
}
