import type { Problem } from '../../errors.ts';
import { statementOf } from '../../predictions/index.ts';
import type { LoadedHypothesis, Prediction } from '../types.ts';

/** A rule over all files of a suite. */
type SuiteRule = (suite: readonly LoadedHypothesis[]) => readonly Problem[];

/** Values by what they have in common, in the order in which they come. */
function grouped<T, K>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

const suiteOf = ({ hypothesis }: LoadedHypothesis): string => hypothesis.id.split('/').slice(0, -1).join('/');

/** The margin of a prediction, and what else makes two margins comparable. */
function marginsOf(loaded: LoadedHypothesis) {
  const kindOf = new Map(
    loaded.hypothesis.measures.map((measure) =>
      typeof measure === 'string' ? [measure, measure] : [measure.name ?? measure.kind, measure.kind],
    ),
  );
  return loaded.hypothesis.predictions.flatMap((prediction, index) =>
    prediction.kind !== 'equivalent'
      ? []
      : [
          {
            file: loaded.file,
            path: `predictions[${index}].margin`,
            margin: prediction.margin,
            of: [suiteOf(loaded), kindOf.get(prediction.measure), prediction.scale ?? 'difference'].join(' '),
          },
        ],
  );
}

/** What is similar for one claim of a suite is similar for the next. */
const marginsAgree: SuiteRule = (suite) => {
  const groups = grouped(suite.flatMap(marginsOf), ({ of }) => of);
  return [...groups.values()].flatMap((group) => {
    const counts = grouped(group, ({ margin }) => margin);
    const [usual] = [...counts.values()].sort((a, b) => b.length - a.length)[0]!;
    return group
      .filter(({ margin }) => margin !== usual!.margin)
      .map(({ file, path, margin }) => ({
        file,
        path,
        message: `expected the margin of the sibling files, ${usual!.margin} (as in ${usual!.file}), got ${margin}`,
      }));
  });
};

/** What decides the runs of a hypothesis. */
const designOf = ({ hypothesis: { workload, optimizer, arms, stop, sampler } }: LoadedHypothesis) =>
  JSON.stringify({ workload, optimizer, arms: Object.values(arms), stop, sampler });

/** Two files on the same runs that predict the same are one piece of evidence, counted twice. */
const filesDiffer: SuiteRule = (suite) => {
  const groups = grouped(suite, designOf);
  return [...groups.values()].flatMap(([first, ...others]) => {
    const said = new Set(first!.hypothesis.predictions.map(statementOf));
    return others
      .filter(({ hypothesis }) => hypothesis.predictions.every((each) => said.has(statementOf(each))))
      .map(({ file }) => ({
        file,
        path: 'predictions',
        message: `expected evidence of its own, got the runs and the predictions of ${first!.file}`,
      }));
  });
};

/** Claims about the same arms and measure of which at most one can hold. */
const opposed = (a: Prediction, b: Prediction): boolean =>
  a.measure === b.measure &&
  a.kind === 'equivalent' &&
  (b.kind === 'differs' || b.kind === 'greater' || b.kind === 'less') &&
  (b.by ?? 0) >= a.margin &&
  b.arms.every((arm) => a.arms.includes(arm));

/** Two files do not expect opposite outcomes of the same runs. */
const filesAgree: SuiteRule = (suite) => {
  const expected = suite.filter(({ hypothesis }) => (hypothesis.expected ?? 'supported') === 'supported');
  const groups = grouped(expected, designOf);
  return [...groups.values()].flatMap((group) =>
    group.flatMap((one) =>
      group.flatMap((other) =>
        one.hypothesis.predictions.flatMap((claim) =>
          other.hypothesis.predictions
            .filter((each) => opposed(claim, each))
            .map((each) => ({
              file: one.file,
              path: 'predictions',
              message: `expected claims that can both hold, got "${statementOf(claim)}" here and "${statementOf(each)}" in ${other.file}`,
            })),
        ),
      ),
    ),
  );
};

const rules: readonly SuiteRule[] = [marginsAgree, filesDiffer, filesAgree];

/**
 * What files of a suite say of each other: margins that differ from those of sibling files, files that share runs and
 * predictions, files that contradict each other.
 *
 * @example lintSuite(suite.hypotheses) // [{ file: 'hypotheses/a/b.hypothesis.ts', path: 'predictions[0].margin', message: 'expected the margin of the sibling files, …' }]
 */
export const lintSuite = (suite: readonly LoadedHypothesis[]): readonly Problem[] =>
  rules.flatMap((rule) => rule(suite));
