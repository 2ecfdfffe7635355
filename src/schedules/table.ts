/** Kinds of schedules: the table is the only list. */
import type { RateRules, ScheduleKind, SizeRules } from './kind.ts';
import { cosine } from './kinds/cosine.ts';
import { cyclic } from './kinds/cyclic.ts';
import { piecewise } from './kinds/piecewise.ts';
import { ratioLocked } from './kinds/ratio-locked.ts';
import { steps } from './kinds/steps.ts';
import { warmUp } from './kinds/warm-up.ts';

/** A row under a name that is not its schema's `kind` does not compile. */
const tableOf = <T extends { readonly [K in keyof T]: ScheduleKind<K> }>(rows: T): T => rows;

const table = tableOf({
  steps,
  cyclic,
  cosine,
  'warm-up': warmUp,
  piecewise,
  'ratio-locked': ratioLocked,
});

type Table = typeof table;
type Part = keyof ScheduleKind<string>;
type KindWith<P extends Part> = {
  readonly [K in keyof Table]: Table[K][P] extends null ? never : K;
}[keyof Table];

/** Kinds that a learning rate or a momentum can have. */
export type RateKind = KindWith<'rates'>;
/** Kinds that a batch size can have. */
export type SizeKind = KindWith<'sizes'>;

type RateSchemaOf<Rules> = Rules extends RateRules<infer S> ? S : never;
type SizeSchemaOf<Rules> = Rules extends SizeRules<infer S> ? S : never;
export type RateSchema = RateSchemaOf<Table[RateKind]['rates']>;
export type SizeSchema = SizeSchemaOf<Table[SizeKind]['sizes']>;

const having = <R>(rulesOf: (row: Table[keyof Table]) => R | null): Readonly<Record<string, R>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([kind, row]) => {
      const rules = rulesOf(row);
      return rules === null ? [] : [[kind, rules]];
    }),
  );

/** The rules of each kind that a learning rate or a momentum can have. */
export const rateKinds = having(({ rates }) => rates) as unknown as Readonly<
  Record<RateKind, RateRules<RateSchema>>
>;

/** The rules of each kind that a batch size can have. */
export const sizeKinds = having(({ sizes }) => sizes) as unknown as Readonly<
  Record<SizeKind, SizeRules<SizeSchema>>
>;
