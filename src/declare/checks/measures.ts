import { quote } from '../problems.ts';
import { didYouMean } from '../suggest.ts';
import { examplesOf } from './design.ts';
import type { Check } from './parts.ts';

/** A pair measure names two different arms of the design (`between`). */
export const pairedArmsExist: Check = ({ arms, measures }) => {
  const names = Object.keys(arms);
  return measures.flatMap(({ path, spec }) => {
    const ends = (spec['between'] ?? []) as readonly string[];
    const unknown = ends.flatMap((end, index) =>
      names.includes(end)
        ? []
        : [
            {
              path: `${path}.between[${index}]`,
              message: `expected an arm of this hypothesis (${names.join(', ') || 'none is declared'}), got ${quote(end)}${didYouMean(end, names)}`,
            },
          ],
    );
    const repeated = ends.length === 2 && ends[0] === ends[1];
    return repeated
      ? [
          ...unknown,
          { path: `${path}.between[1]`, message: `expected another arm, got ${quote(ends[1])} twice` },
        ]
      : unknown;
  });
};

/** A measure on the first `examples` of the training set does not ask for more than any arm has. */
export const examplesSuffice: Check = (parts) => {
  const counts = Object.keys(parts.arms).flatMap((arm) => examplesOf(parts, arm) ?? []);
  const fewest = Math.min(...counts);
  return parts.measures.flatMap(({ path, spec }) => {
    const examples = spec['examples'];
    return typeof examples === 'number' && examples > fewest
      ? [
          {
            path: `${path}.examples`,
            message: `expected at most the ${fewest} training examples, got ${examples}`,
          },
        ]
      : [];
  });
};
