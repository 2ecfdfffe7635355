import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';

const directory = new URL('../../hypotheses/three-factors/', import.meta.url);
const files = readdirSync(directory).filter((file) => file.endsWith('.hypothesis.ts'));

/**
 * What the loader says of the variants of a file; those of `cifar-10/` train for hours once, so docs/three-factors.md
 * leaves them out.
 */
const variantsOf = async (file: string) => {
  const module = (await import(/* @vite-ignore */ new URL(file, directory).href)) as {
    readonly default: unknown;
  };
  const validation = validate(module.default);
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  return Object.keys(validation.hypothesis.variants ?? {});
};

describe('claims of three-factors', () => {
  test('are found', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  test.each(files)('%s has six variants or more, which the loader takes', async (file) => {
    expect((await variantsOf(file)).length).toBeGreaterThanOrEqual(6);
  });
});
