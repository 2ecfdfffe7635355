import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recordSchema } from '../../src/report/record-schema.ts';
import { resultsSchema } from '../../src/report/results.ts';

const published = {
  'results-1.schema.json': z.toJSONSchema(resultsSchema),
  'record-1.schema.json': z.toJSONSchema(recordSchema),
};

describe('the published schemas are those that the code checks (vitest -u writes them)', () => {
  test.each(Object.entries(published))('%s', async (name, schema) => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../docs/schema/${name}`);
  });
});
