import type { LoadedHypothesis } from '../declare/types.ts';
import { namedMeasures } from './measuring/measure-jobs.ts';
import type { AnalysisPlan } from './types.ts';

/** What an analysis takes from the hypothesis alone, whatever its data are. */
export function claimOf({
  file,
  hypothesis,
}: Pick<LoadedHypothesis, 'file' | 'hypothesis'>): Pick<
  AnalysisPlan,
  'id' | 'file' | 'claim' | 'source' | 'alpha' | 'expected' | 'arms' | 'measures' | 'predictions' | 'controls'
> {
  const { id, claim, source, arms, predictions, controls = [] } = hypothesis;
  return {
    id,
    file,
    claim,
    ...(source === undefined ? {} : { source }),
    alpha: hypothesis.alpha ?? 0.05,
    expected: hypothesis.expected ?? 'supported',
    arms: Object.keys(arms),
    measures: namedMeasures(hypothesis).map(({ name, spec }) => ({ ...spec, name })),
    predictions,
    controls,
  };
}
