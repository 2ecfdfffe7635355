import type { ModuleMeasure } from '../definition.ts';

/** A number of the user's own. Its unit and direction stand in its specification. */
export const custom: ModuleMeasure<'custom'> = {
  kind: 'custom',
  unit: '',
  scale: 'linear',
  better: 'neither',
  worst: 'none',
  needs: 'module',
};
