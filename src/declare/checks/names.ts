import { quote } from '../problems.ts';
import { armCovariates, kinds } from '../../predictions/index.ts';
import { didYouMean } from '../suggest.ts';
import { armsOf, type Check, type Remark } from './parts.ts';

const oneOf = (what: string, names: readonly string[], got: string) =>
  `expected ${what} (${names.join(', ') || 'none is declared'}), got ${quote(got)}${didYouMean(got, names)}`;

/** Predictions and controls name only arms that the design has, and each once. */
export const armsExist: Check = ({ arms, predictions }) => {
  const names = Object.keys(arms);
  return predictions.flatMap((placed) => {
    const spoken = armsOf(placed, names);
    const unknown = spoken.filter(({ name }) => !names.includes(name));
    const repeated = spoken.filter(({ name }, index) => spoken.findIndex((arm) => arm.name === name) < index);
    return [
      ...unknown.map(({ name, path }) => ({
        path,
        message: oneOf('an arm of this hypothesis', names, name),
      })),
      ...repeated.map(({ name, path }) => ({
        path,
        message: `expected another arm, got ${quote(name)} twice`,
      })),
    ];
  });
};

/** Predictions and controls speak only of measures that the hypothesis takes. */
export const measuresExist: Check = ({ measures, predictions }) => {
  const names = measures.map((measure) => measure.name);
  return predictions.flatMap(({ prediction, path }) => {
    const spoken = ['measure', ...(kinds[prediction.kind].measures ?? [])].flatMap((field) => {
      const name = field in prediction ? prediction[field as 'measure'] : undefined;
      return typeof name === 'string' ? [{ field, name }] : [];
    });
    return spoken
      .filter(({ name }) => !names.includes(name))
      .map(({ field, name }) => ({
        path: `${path}.${field}`,
        message: oneOf('a measure of this hypothesis', names, name),
      }));
  });
};

/** A measure is never compared with itself, nor held constant while it is judged. */
export const measuresDiffer: Check = ({ predictions }) =>
  predictions.flatMap(({ prediction, path }) => {
    const fields = [...(kinds[prediction.kind].measures ?? []), ...(kinds[prediction.kind].either ?? [])];
    const named = ['measure', ...fields].flatMap((field) => {
      const name = (prediction as unknown as Readonly<Record<string, unknown>>)[field];
      return typeof name === 'string' ? [{ field, name }] : [];
    });
    return named
      .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
      .map(({ field, name }) => ({
        path: `${path}.${field}`,
        message: `expected another measure or covariate, got ${quote(name)} twice: it always agrees with itself`,
      }));
  });

/** Two measures never share a name: predictions could not tell them apart. */
export const measureNamesDiffer: Check = ({ measures }) =>
  measures
    .filter(({ name }, index) => measures.findIndex((measure) => measure.name === name) < index)
    .map(({ name, path }) => ({
      path,
      message: `expected a name of its own, got ${quote(name)} twice; add \`name\` to one of them`,
    }));

/**
 * `along`, `over`, `with` and `given` name a derived covariate, one that arms declare, or (the latter two) a measure.
 */
export const covariatesExist: Check = ({ arms, covariates, measures, predictions }) => {
  const measured = measures.map((measure) => measure.name);
  const derived: readonly string[] = armCovariates;
  return predictions.flatMap((placed): Remark[] => {
    const { prediction, path } = placed;
    const named = ({ covariates: along = [], either = [] } = kinds[prediction.kind]) => [
      ...along.map((field) => ({ field, allowed: covariates })),
      ...either.map((field) => ({ field, allowed: [...covariates, ...measured] })),
    ];
    const places = named().map((place) => ({
      ...place,
      name: (prediction as unknown as Readonly<Record<string, string | undefined>>)[place.field],
    }));
    return places.flatMap(({ field, name, allowed }): Remark[] => {
      if (name === undefined) return [];
      if (!allowed.includes(name))
        return [{ path: `${path}.${field}`, message: oneOf('a covariate or measure', allowed, name) }];
      if (derived.includes(name) || measured.includes(name)) return [];
      return armsOf(placed, Object.keys(arms))
        .map((arm) => arm.name)
        .filter(
          (arm) =>
            arms[arm] !== undefined && !(name in ((arms[arm]['covariates'] as object | undefined) ?? {})),
        )
        .map((arm) => ({
          path: `arms.${arm}.covariates`,
          message: `expected ${quote(name)}, which ${path}.${field} needs of every arm it speaks of`,
        }));
    });
  });
};
