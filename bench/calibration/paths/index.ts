import { looksOf } from '../../../src/plan/replicates.ts';
import type { OutsideAssumptions } from '../case.ts';
import { armPaths } from './arms.ts';
import { comparisons } from './comparisons.ts';
import { wholeHypotheses } from './hypotheses.ts';
import { divergedPaths } from './diverged.ts';
import { interactions } from './interactions.ts';
import { equal, EVERY_KIND, pair, type Path } from './path.ts';
import { relations } from './relations.ts';

const oneLook: readonly Path[] = [
  ...comparisons,
  ...armPaths,
  ...interactions,
  ...relations,
  ...wholeHypotheses,
];

const UNEQUAL = 'skewed, unequal spreads';
const LOGNORMAL = ['lognormal, the last arm alone', 'lognormal, spreads 3:1'] as const;

/** What is left where the guard is on: each kind of noise with what to choose, held to the row with eight seeds. */
const guardedOn = (kinds: readonly string[]): Readonly<Record<string, OutsideAssumptions>> =>
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        because:
          'the guard learns the skewness from the sample, which shows less of it: up to 18 % below eight seeds, up to 6.5 % from there on',
        choose: 'eight seeds or more, or the scale `ratio` where it makes such values symmetric',
        row: { size: '8' },
      },
    ]),
  );

/** Student's t on the same numbers, and the default beside it. */
const byStudent = (path: Path): Path => ({
  ...path,
  name: `${path.name}, by Student`,
  predictions: path.predictions.map((each) => ({ ...each, method: 'student' })) as Path['predictions'],
  kinds: [UNEQUAL],
  outside: {
    [UNEQUAL]: {
      because: 'differences of skewed arms of unequal spreads are skewed',
      choose: 'no `method`: the default guards against it',
      row: { method: path.name },
    },
  },
});

const COMPARED = oneLook.filter(({ name }) => ['equivalent', 'greater'].includes(name));

/** Paths on arms that are skewed and spread unequally at once. */
const skewedUnequally: readonly Path[] = [
  ...COMPARED.map((path): Path => ({ ...path, kinds: [UNEQUAL], outside: guardedOn([UNEQUAL]) })),
  ...COMPARED.map(byStudent),
  ...oneLook
    .filter(({ name }) =>
      [
        'equivalent',
        'greater',
        'scales',
        'scales, each arm within a factor',
        'depends',
        'same curve',
        'curves differ',
        'no interaction',
      ].includes(name),
    )
    .map((path): Path => ({ ...path, kinds: LOGNORMAL, outside: guardedOn(LOGNORMAL) })),
  {
    name: 'equivalent, guarded against skewness',
    predictions: [{ ...pair, kind: 'equivalent', margin: 4, method: 'skew-guarded' }],
    means: { a: 4, b: 0 },
    kinds: [...EVERY_KIND, UNEQUAL],
  },
  {
    name: 'greater, guarded against skewness',
    predictions: [{ ...pair, kind: 'greater', method: 'skew-guarded' }],
    means: equal,
    kinds: [...EVERY_KIND, UNEQUAL],
    outside: guardedOn([UNEQUAL]),
  },
  {
    name: 'differs, guarded against skewness',
    predictions: [{ ...pair, kind: 'differs', method: 'skew-guarded' }],
    means: equal,
    kinds: [...EVERY_KIND, UNEQUAL],
  },
];

/** `replicates: { min, max, looks }`: the planner's looks of { 6, 24, 4 } and { 5, 16, 3 }. */
const LOOKS = [
  looksOf({ min: 6, max: 24, looks: 4 }, 'quick'),
  looksOf({ min: 5, max: 16, looks: 3 }, 'quick'),
];
const LOOKED_AT = [
  'equivalent',
  'equivalent, by sign-flip',
  'equivalent, three arms',
  'equivalent ratio',
  'differs',
  'greater',
  'non-inferior',
  'trend',
  'equals',
  'scales',
  'correlates with a measure',
  'breaks, before its lower end',
  'two claims, one at its boundary',
  'two true claims at their boundaries',
];
/** The other assessors, at the looks of { 5, 16, 3 }. */
const ALSO_LOOKED_AT = [
  'less by a margin',
  'ordered',
  'below a number',
  'above another measure',
  'break scales',
  'interaction',
  'no interaction',
];
/** Those that resample for long: on normal data alone, since looks change nothing but their level. */
const LOOKED_AT_ONCE = ['same curve', 'same distribution', 'peak scales'];
const at = (names: readonly string[], looks: readonly (readonly number[])[]): readonly Path[] =>
  oneLook.filter(({ name }) => names.includes(name)).map((path) => ({ ...path, looks }));
const sequential: readonly Path[] = [
  ...at(LOOKED_AT, LOOKS),
  ...at(ALSO_LOOKED_AT, LOOKS.slice(1)),
  ...at(LOOKED_AT_ONCE, LOOKS.slice(1))
    .filter(({ kinds = EVERY_KIND }) => kinds.includes('normal'))
    .map((path) => ({ ...path, kinds: ['normal'] })),
];

/** The same with stops for futility, which the critical values do not count on. */
const stoppedEarly: readonly Path[] = at(['equivalent', 'greater', 'trend'], LOOKS.slice(0, 1)).map(
  (path) => ({ ...path, name: `${path.name}, futility 0.1`, futility: 0.1 }),
);

/** Every path that a verdict of the judge can take. */
export const paths: readonly Path[] = [
  ...oneLook,
  ...divergedPaths,
  ...skewedUnequally,
  ...sequential,
  ...stoppedEarly,
];
