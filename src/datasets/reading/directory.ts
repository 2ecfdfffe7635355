import { dataKinds, type DataSpec } from '../schema.ts';

/**
 * The directory in which the files of a data set lie, for programs that read them themselves; none for generated data.
 *
 * @example dataDirectory({ kind: 'fashion-mnist', train: 8000 }, undefined) // …/fixtures/fashion-mnist
 */
export const dataDirectory = (spec: DataSpec, dataDir: string | undefined): string | undefined =>
  dataKinds[spec.kind].directory?.(spec, dataDir);
