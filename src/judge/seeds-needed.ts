import type { MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { isTwoSided, kinds, seedsNeeded } from '../predictions/index.ts';
import { analysisOfBlock } from './blocks/of-block.ts';
import { alphaAtLook } from './looks.ts';
import type { Finding } from './types.ts';

/**
 * An undecided finding with the number of seeds that would decide it, at the error rate of the last look: of the block
 * that decides, where the claim is to hold in each. Of a mean over blocks more seeds say little.
 *
 * @example withSeedsNeeded(finding, analysis, table).replicatesNeeded // 21
 */
export function withSeedsNeeded(finding: Finding, analysis: AnalysisPlan, table: MeasureTable): Finding {
  const { verdict, prediction, combination, replicatesNeeded, undecidable } = finding;
  if (verdict !== 'inconclusive' || replicatesNeeded !== undefined || undecidable !== undefined)
    return finding;
  const kind = kinds[prediction.kind];
  const rate = alphaAtLook(analysis, prediction.alpha ?? analysis.alpha, Infinity, isTwoSided(prediction));
  const neededIn = (design: AnalysisPlan, alpha: number) =>
    seedsNeeded(kind, { design, table, prediction, alpha });
  if (combination === undefined) return { ...finding, ...neededIn(analysis, rate) };
  const block = analysis.over?.blocks.find(({ name }) => name === combination.decidedBy);
  if (block === undefined) return finding;
  const alone = analysisOfBlock(analysis, block);
  const needed = neededIn(alone, rate);
  // One block refutes at its share of the error rate.
  const refutes = 'replicatesFor' in needed && needed.replicatesFor === 'refuted';
  return { ...finding, ...(refutes ? neededIn(alone, rate / combination.blocks) : needed) };
}
