import { roleOf } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import type { Check, NamedMeasure, PlacedPrediction } from '../checks/parts.ts';

/** An experiment that finds a measure alike shows nothing unless that measure can also tell arms apart. */
export const equivalencesHaveContrasts: Check = ({ measures, predictions, expected }) => {
  // Where the equivalence is to be refuted, the refutation itself shows that the measure sees a difference.
  if (expected === 'refuted') return [];
  const whats = new Map(measures.map((measure) => [measure.name, whatIsMeasured(measure)]));
  const whatOf = ({ prediction: { measure } }: PlacedPrediction) => whats.get(measure) ?? measure;
  const seen = new Set(predictions.filter(({ prediction }) => roleOf(prediction) === 'contrast').map(whatOf));
  const alike = predictions.filter(
    (placed) =>
      placed.role === 'predictions' &&
      roleOf(placed.prediction) === 'equivalence' &&
      !seen.has(whatOf(placed)),
  );
  return [...new Map(alike.map((placed) => [placed.prediction.measure, placed])).values()].map(
    ({ path, prediction: { measure } }) => ({
      path: 'controls',
      message: `expected a contrast on ${quote(measure)} beside the equivalence of ${path} (arms that this measure must tell apart), got none`,
      warning: true,
    }),
  );
};

/** A measure without the two arms that it is taken between: it is the same one between others. */
function whatIsMeasured({ kind, spec }: NamedMeasure): string {
  const { between: _, name: __, ...options } = spec;
  return JSON.stringify({ ...options, kind });
}

/** A ladder that may break nearly anywhere is a claim that nearly cannot fail. */
const WIDEST = 0.5;

/** The bracket of a breakdown is narrower than the ladder, on its logarithm. */
export const bracketsAreNarrow: Check = ({ arms, predictions }) =>
  predictions.flatMap(({ prediction, path }) => {
    if (prediction.kind !== 'breaks') return [];
    const rungs = prediction.arms.map(
      (arm) =>
        (arms[arm]?.['covariates'] as Readonly<Record<string, number>> | undefined)?.[prediction.along] ??
        NaN,
    );
    const ladder = Math.log(Math.max(...rungs) / Math.min(...rungs));
    const [lower, upper] = prediction.between;
    const share = Math.log(upper / lower) / ladder;
    // Where a rung is not declared (a derived covariate) the share is not a number, and nothing is said.
    return !(share > WIDEST)
      ? []
      : [
          {
            path: `${path}.between`,
            message: `expected a bracket of at most half the ladder, got ${Math.round(100 * share)} % of it: nearly any break would support the claim`,
            warning: true,
          },
        ];
  });

/** A control that says what a prediction says adds nothing. */
export const controlsDifferFromPredictions: Check = ({ predictions }) => {
  const said = (prediction: object) => {
    const { because: _, ...rest } = prediction as { readonly because?: string };
    return JSON.stringify(rest, Object.keys(rest).sort());
  };
  const claims = new Map(
    predictions
      .filter(({ role }) => role === 'predictions')
      .map(({ prediction, path }) => [said(prediction), path]),
  );
  return predictions
    .filter(({ role, prediction }) => role === 'controls' && claims.has(said(prediction)))
    .map(({ path, prediction }) => ({
      path,
      message: `expected a control of its own, got the words of ${claims.get(said(prediction))}`,
      warning: true,
    }));
};
