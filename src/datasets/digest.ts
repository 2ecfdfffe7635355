import { createHash, type Hash } from 'node:crypto';
import { AssayError } from '../errors.ts';
import type { Dataset, Examples } from './types.ts';

type Undigested = Omit<Dataset, 'digest'>;

function addExamples(hash: Hash, examples: Examples): void {
  const { features, featureShape, scale, offset, labels, count } = examples;
  const storage = [features.constructor.name, labels.constructor.name];
  hash.update(JSON.stringify({ storage, featureShape, scale, offset, count }));
  for (const array of [features, labels])
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

function checkFinite(examples: Examples, where: string): void {
  for (const [what, array] of [
    ['feature', examples.features],
    ['label', examples.labels],
  ] as const) {
    if (!(array instanceof Float32Array)) continue;
    const wrong = array.findIndex((value) => !Number.isFinite(value));
    if (wrong === -1) continue;
    const example = Math.floor(wrong / (array.length / examples.count));
    throw new AssayError(
      'data',
      `Cannot use data set ${where}: expected finite numbers, got ${array[wrong]} as a ${what} of example ${example}`,
    );
  }
}

/**
 * Completes a data set with its digest: SHA-256 over stored bytes, shapes, scale, offset, labels and flipped flags.
 * The name is not part of it: two specifications that give the same examples give the same digest.
 * @throws AssayError `data` where a feature or a label is not finite, naming the example
 */
export function withDigest(set: Undigested): Dataset {
  checkFinite(set.train, `${set.name} (train)`);
  checkFinite(set.test, `${set.name} (test)`);
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ outputs: set.outputs, flipped: set.flipped !== undefined }));
  addExamples(hash, set.train);
  addExamples(hash, set.test);
  if (set.flipped) hash.update(set.flipped);
  return Object.freeze({ ...set, digest: hash.digest('hex') });
}
