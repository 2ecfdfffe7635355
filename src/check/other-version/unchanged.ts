import type { Baseline } from '../baseline/baseline-schema.ts';
import { battery } from '../battery/battery.ts';
import { costNoted } from '../battery/cost-noted.ts';
import { isFrom } from '../target/sources.ts';
import type { CaseFinding, CheckResult } from '../types.ts';

/** What is said of a case whose programs are those of the baseline. */
export const unchanged = (id: string, equal = 'lowered programs equal'): CaseFinding => ({
  id,
  level: 'same mathematics',
  evidence: `${equal}; nothing trained`,
  measures: [],
});

/**
 * The answer to a check that needs no tracing: all that the baseline's programs were made from is as it was. Undefined
 * where that is not so, or the baseline does not have just the cases that are asked.
 *
 * @param target.sources `sourcesOf` it
 * @param asked cases of the battery; all where none is named
 */
export function unchangedSources(
  { file, sources }: { readonly file: string; readonly sources: string },
  baseline: Baseline,
  asked: readonly string[],
): CheckResult | undefined {
  const ids = battery.map(({ id }) => id).filter((id) => asked.length === 0 || asked.includes(id));
  const kept = Object.keys(baseline.cases);
  const sameCases =
    ids.every((id) => kept.includes(id)) &&
    (asked.length === 0 ? kept.length === ids.length : asked.every((id) => ids.includes(id)));
  if (!sameCases || !isFrom(sources, baseline)) return undefined;
  const cost = costNoted(ids, baseline);
  return {
    target: file,
    level: 'same mathematics',
    cases: ids.map((id) => unchanged(id, 'nothing that its programs are made from has changed')),
    trained: 0,
    cached: 0,
    laws: [],
    ...(cost === undefined ? {} : { cost }),
    warnings: [],
  };
}
