import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import { kind } from '../kind.ts';
import type { ImageSet } from '../reading/image-set.ts';
import { findMnistFiles, readMnistFiles } from '../reading/mnist-files.ts';
import { readOnce } from '../reading/once.ts';
import { transform, transformations } from '../transforms/transform.ts';

/**
 * MNIST from the user's data directory (`<dataDir>/mnist` or `<dataDir>` itself).
 * @throws AssayError `data` where the files are not there
 */
async function read(dataDir: string | undefined): Promise<ImageSet> {
  const places = dataDir === undefined ? [] : [`${dataDir}/mnist`, dataDir];
  const files = findMnistFiles(places);
  if (files === undefined)
    throw new AssayError(
      'data',
      `Cannot load mnist: expected its four IDX files in ${places.join(' or ') || 'the directory given by --data-dir'}, got none; the project does not ship MNIST`,
    );
  return readMnistFiles(files);
}

/** MNIST, from the user's files. */
export const mnist = kind({
  schema: z.strictObject({ kind: z.literal('mnist'), ...transformations }),
  published: 60_000,
  fromUser: true,
  directory: (_, dataDir) => dataDir,
  load: async (spec, { dataDir }) => transform(spec, await readOnce(`mnist ${dataDir}`, () => read(dataDir))),
});
