/** Kinds of stop rules: the table is the only list. */
import { z } from 'zod';
import type { StopKind } from './kind.ts';
import { epochs } from './kinds/epochs.ts';
import { steps } from './kinds/steps.ts';
import { time } from './kinds/time.ts';
import { trainLoss } from './kinds/train-loss.ts';

/** A row under a name that is not its schema's `kind` does not compile. */
const tableOf = <T extends { readonly [K in keyof T]: { readonly schema: z.ZodType<{ readonly kind: K }> } }>(
  rows: T,
): T => rows;

const table = tableOf({ epochs, steps, time, trainLoss });

type Table = typeof table;
type Schema = Table[keyof Table]['schema'];

const schemas = Object.values(table).map(({ schema }) => schema);

/** When a run ends. */
export const stopSchema = z.discriminatedUnion('kind', schemas as [Schema]);

export type StopRule = Readonly<z.output<typeof stopSchema>>;

/** What is known of each kind of stop rule. */
export const stopKinds = table as unknown as Readonly<Record<keyof Table, StopKind<z.ZodType<StopRule>>>>;
