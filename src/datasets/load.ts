import { withDigest } from './digest.ts';
import type { LoadOptions } from './kind.ts';
import { once } from './reading/once.ts';
import { dataKinds, type ResolvedDataSpec } from './schema.ts';
import type { Dataset } from './types.ts';

const loaded = new Map<string, Promise<Dataset>>();

/**
 * Loads the data that a specification names, applies its declared transformations, and gives them a digest.
 *
 * The same specification gives the same bytes on every machine, or an error. The result is kept for the life of the
 * process and rests on shared memory: image features are bytes `[count, height, width, channels]` (float32 after
 * pooling), whose values are `offset + scale · stored`; subsets of one set share their memory.
 *
 * @param spec a specification that `dataSchema` has parsed
 * @throws AssayError `data` where files are missing, damaged or hold values that are not finite; the message names the
 * file
 * @throws AssayError `configuration` where the specification asks for more examples than there are or for a side that
 * does not divide the images
 * @example const { train } = await loadDataset(dataSchema.parse({ kind: 'fashion-mnist', train: 1000, downsample: 14 }))
 */
export function loadDataset(spec: ResolvedDataSpec, options: LoadOptions = {}): Promise<Dataset> {
  const name = JSON.stringify([spec, options.dataDir, options.full]);
  return once(loaded, name, async () => withDigest(await dataKinds[spec.kind].load(spec, options)));
}
