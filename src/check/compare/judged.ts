import type { Level, CaseFinding } from '../types.ts';

/**
 * What was found of one case before any size is asked after: a level, or that it has changed for certain and how much
 * is to be decided by looks.
 */
export interface Judged extends Omit<CaseFinding, 'level' | 'measures'> {
  readonly level: Exclude<Level, 'equivalent' | 'improved' | 'size not decided' | 'regressed'> | 'changed';
}
