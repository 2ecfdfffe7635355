import { describe, expect, test } from 'vitest';
import { drawRecipe, type Kind } from './draw.ts';
import { judge } from './judge.ts';
import { printRecipe, programOf, type Recipe } from './recipe.ts';
import { shrink } from './shrink.ts';

const kinds: readonly Kind[] = ['forward', 'derivatives', 'loop'];
const seeds = Array.from({ length: 100 }, (_, seed) => seed);

/** What is wrong with a recipe, shrunk and printed. */
async function complaint(recipe: Recipe): Promise<string | undefined> {
  const found = await judge(recipe);
  if (found === undefined) return undefined;
  const small = await shrink(recipe, async (other) => (await judge(other, found.law))?.law === found.law);
  const { wrong } = (await judge(small, found.law)) ?? found;
  return `${found.law}: ${wrong}\n${printRecipe(small)}`;
}

// Three hundred programs; `npm run fuzz:programs` tries fresh ones by the thousand.
describe.each(kinds)('generated programs (%s) mean the same to the compiler and to engines', (kind) => {
  test.each(seeds)('seed %i', async (seed) => {
    expect(await complaint(drawRecipe(seed, kind))).toBeUndefined();
  });
});

describe('shrink', () => {
  test('leaves what makes a recipe fail, and nothing else', async () => {
    const step = (call: string, ...args: number[]) => ({ call, args, extra: [] });
    const input = { shape: [2], dtype: 'float32' } as const;
    const recipe: Recipe = {
      seed: 0,
      inputs: [input, input],
      steps: [step('exp', 0), step('sin', 2), step('add', 3, 1), step('floor', 4), step('cos', 5)],
      outputs: [4, 6],
      derivatives: false,
    };
    const hasFloor = (one: Recipe): boolean => programOf(one).nodes.some(({ kernel }) => kernel === 'Floor');
    const small = await shrink(recipe, (one) => Promise.resolve(hasFloor(one)));
    expect(printRecipe(small)).toBe(`// seed 0: x0: float32[2], x1: float32[2]
({ x0, x1 }) => {
  const v0 = tf.floor(x0);
  return { v0 };
}`);
  });

  test('is printed as a program that traces the same', () => {
    const recipe = drawRecipe(1, 'derivatives');
    expect(printRecipe(recipe)).toContain('// seed 1: x0: float32[3], x1: float32[1,1,1,3]');
    expect(printRecipe(recipe).match(/const v/g)).toHaveLength(recipe.steps.length);
  });
});
