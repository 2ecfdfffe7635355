import { loadDataset } from '../../datasets/index.ts';
import { dataSchema, type DataSpec } from '../../datasets/schema.ts';
import type { Dataset } from '../../datasets/types.ts';
import { loadExport } from '../../models/tensorflow/load-export.ts';

/**
 * Loads the data of a condition, those of a module of the user's among them.
 *
 * @throws AssayError as `loadDataset` and `loadExport`
 */
export const loadData = (
  spec: DataSpec,
  { dataDir }: { readonly dataDir?: string | undefined },
): Promise<Dataset> =>
  loadDataset(dataSchema.parse(spec), {
    ...(dataDir === undefined ? {} : { dataDir }),
    // The condition has made its path absolute.
    imports: (reference) => loadExport(reference, '.'),
  });
