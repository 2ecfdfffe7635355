import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inWords, literal, type Json } from '../../scripts/reference/describe.ts';
import { referenceExamples, referencePage } from '../../scripts/reference/page.ts';
import { declaredDataSchema } from '../../src/declare/declared-data.ts';
import { measureEntrySchema } from '../../src/declare/schema.ts';
import { modelSchema } from '../../src/models/schema.ts';
import { optimizerSchema } from '../../src/optimizers/schema.ts';
import { predictionSchema } from '../../src/predictions/index.ts';
import { batchSizeSchema, momentumSchema, scheduleSchema } from '../../src/schedules/schema.ts';
import { stopSchema } from '../../src/stops/schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const schemas: Readonly<
  Record<string, { readonly safeParse: (value: unknown) => { readonly success: boolean } }>
> = {
  Models: modelSchema,
  Data: declaredDataSchema,
  Optimizers: optimizerSchema,
  Schedules: scheduleSchema,
  'Schedules of momentum': momentumSchema,
  'Schedules of batch sizes': batchSizeSchema,
  'Stop rules': stopSchema,
  Measures: measureEntrySchema,
  Predictions: predictionSchema,
};

test('docs/reference.md is what the schemas say (npm run reference writes it)', async () => {
  expect(readFileSync(`${root}/docs/reference.md`, 'utf8')).toBe(await referencePage(root));
});

test('every example is one that the language takes', async () => {
  const examples = await referenceExamples(root);
  expect(examples.length).toBeGreaterThan(90);
  expect(examples.filter(([title, { spec }]) => !schemas[title]!.safeParse(spec).success)).toEqual([]);
});

describe('a schema in words', () => {
  const none = new Map<string, string>();
  test.each<[Json, string]>([
    [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 }, 'a number > 0 and < 0.5'],
    [{ type: 'integer', maximum: Number.MAX_SAFE_INTEGER }, 'a whole number'],
    [{ enum: ['a', 'b'] }, "`'a'`, `'b'`"],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, 'a list of a text, at least 2'],
    [
      { type: 'object', properties: { a: { type: 'boolean' }, b: { type: 'string' } }, required: ['a'] },
      '{ `a`: `true` or `false`; `b?`: a text }',
    ],
    [{ anyOf: [{ type: 'number' }, { type: 'string' }] }, 'a number, or a text'],
  ])('%j', (schema, words) => {
    expect(inWords(schema, none)).toBe(words);
  });

  test('a type that it does not know is an error, not a gap', () => {
    expect(() => inWords({ type: 'null' }, none)).toThrow(/Cannot describe a schema of type null/);
  });

  test('values are written as in a file', () => {
    expect(literal({ kind: 'cosine', 'a-b': ["it's", 1e-8, true] })).toBe(
      "{ kind: 'cosine', 'a-b': ['it\\'s', 1e-8, true] }",
    );
  });
});
