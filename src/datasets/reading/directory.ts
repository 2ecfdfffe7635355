import { dirname } from 'node:path';
import { fullPlaces, SHIPPED, shippedDirectory } from '../kinds/fashion-mnist.ts';
import { findMnistFiles } from '../kinds/mnist.ts';
import type { DataSpec } from '../schema.ts';

/**
 * The directory in which the files of a data set lie, for programs that read them themselves; none for generated data.
 *
 * @example dataDirectory({ kind: 'fashion-mnist', train: 8000 }, undefined) // …/fixtures/fashion-mnist
 */
export function dataDirectory(spec: DataSpec, dataDir: string | undefined): string | undefined {
  if (spec.kind === 'mnist' || spec.kind === 'cifar-10') return dataDir;
  if (spec.kind !== 'fashion-mnist') return undefined;
  if ((spec.train ?? 0) <= SHIPPED.train && (spec.test ?? 0) <= SHIPPED.test) return shippedDirectory;
  const found = findMnistFiles(fullPlaces(dataDir));
  return found === undefined ? undefined : dirname(found.train[0]);
}
