import { declaredDataSchema, type DeclaredData } from '../declared-data.ts';
import { valuesOf, type ValueType } from '../../measures/schema.ts';
import { armCovariates, namedArms, predictionSchema } from '../../predictions/index.ts';
import { replicatesSchema } from '../replicates.ts';
import { measureEntrySchema } from '../schema.ts';
import { stopSchema, type StopRule } from '../../stops/schema.ts';
import type { Prediction, Replicates } from '../types.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A prediction or control that is well formed by itself, with its place. */
export interface PlacedPrediction {
  readonly role: 'predictions' | 'controls';
  readonly path: string;
  readonly prediction: Prediction;
}

/** A measure that is well formed by itself. */
export interface NamedMeasure {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** The measure's own options, defaults filled in. */
  readonly spec: Fields;
}

/**
 * What the rules between fields look at: those parts of a value that are well formed by themselves. A malformed part is
 * absent here and reported by the schema, so that one mistake is told once.
 */
export interface Parts {
  readonly arms: Readonly<Record<string, Fields>>;
  readonly measures: readonly NamedMeasure[];
  readonly predictions: readonly PlacedPrediction[];
  readonly replicates: Replicates | undefined;
  readonly stop: StopRule | undefined;
  readonly tier: 'quick' | 'full';
  readonly alpha: number;
  /** Whether the claim is expected to be supported. */
  readonly expected: 'supported' | 'refuted';
  readonly workload: Fields;
  readonly optimizer: Fields;
  readonly data: DeclaredData | undefined;
  /** Covariates that a prediction may name: the derived ones and those that arms declare. */
  readonly covariates: readonly string[];
}

/** What a rule found: a path, a message, and whether it is only a remark. */
export interface Remark {
  readonly path: string;
  readonly message: string;
  readonly warning?: boolean;
}

/** A rule between fields. */
export type Check = (parts: Parts) => readonly Remark[];

/** The fields of what may be no object. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function placed(role: 'predictions' | 'controls', value: unknown): PlacedPrediction[] {
  return listOf(value).flatMap((entry, index) => {
    const parsed = predictionSchema.safeParse(entry);
    const path = `${role}[${index}]`;
    return parsed.success ? [{ role, path, prediction: parsed.data as unknown as Prediction }] : [];
  });
}

/** The well-formed parts of anything that claims to be a hypothesis. */
export function partsOf(value: unknown): Parts {
  const raw = fieldsOf(value);
  const arms = Object.fromEntries(
    Object.entries(fieldsOf(raw['arms'])).map(([name, arm]) => [name, fieldsOf(arm)]),
  );
  const workload = fieldsOf(raw['workload']);
  const data = declaredDataSchema.safeParse(workload['data']);
  const declared = Object.values(arms).flatMap((arm) => Object.keys(fieldsOf(arm['covariates'])));
  const replicates = replicatesSchema.safeParse(raw['replicates']);
  const stop = stopSchema.safeParse(raw['stop']);
  const alpha = raw['alpha'];
  return {
    arms,
    workload,
    optimizer: fieldsOf(raw['optimizer']),
    data: data.success ? (data.data as DeclaredData) : undefined,
    measures: listOf(raw['measures']).flatMap((entry, index) => {
      const parsed = measureEntrySchema.safeParse(entry);
      return parsed.success
        ? [
            {
              kind: parsed.data.kind,
              name: parsed.data.name,
              path: `measures[${index}]`,
              spec: fieldsOf(parsed.data),
            },
          ]
        : [];
    }),
    predictions: [...placed('predictions', raw['predictions']), ...placed('controls', raw['controls'])],
    replicates: replicates.success ? replicates.data : undefined,
    stop: stop.success ? stop.data : undefined,
    tier: raw['tier'] === 'full' ? 'full' : 'quick',
    expected: raw['expected'] === 'refuted' ? 'refuted' : 'supported',
    alpha: typeof alpha === 'number' && alpha > 0 && alpha < 0.5 ? alpha : 0.05,
    covariates: [...new Set([...armCovariates, ...declared])],
  };
}

/** What the values of a measure are, by its name; undefined where it is none of the hypothesis's. */
export function typeOf(measures: Parts['measures'], name: string): ValueType | undefined {
  const measure = measures.find((each) => each.name === name);
  return measure && valuesOf({ ...measure.spec, kind: measure.kind });
}

/** The arms that a prediction speaks of, with the path of each name; all arms where it names none. */
export const armsOf = ({ prediction, path }: PlacedPrediction, all: readonly string[]) =>
  namedArms(prediction, all).map(({ name, field }) => ({
    name,
    path: field === '' ? path : `${path}.${field}`,
  }));
