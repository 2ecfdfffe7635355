import { expect, test } from 'vitest';
import { eachOf } from '../src/each-of.ts';

test('every item is visited, in order, and no more of them at a time than asked for', async () => {
  const [begun, open, most] = [[] as number[], new Set<number>(), { at: 0 }];
  await eachOf(Array.from({ length: 20 }, (_, index) => index).values(), 3, async (item) => {
    begun.push(item);
    open.add(item);
    most.at = Math.max(most.at, open.size);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    open.delete(item);
  });
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
  expect([begun.length, open.size, most.at]).toEqual([20, 0, 3]);
});

test('fewer items than may be open at once, and none', async () => {
  const visited: string[] = [];
  await eachOf(['a', 'b'], 8, async (item) => void visited.push(item));
  await eachOf([], 8, async () => void visited.push('never'));
  expect(visited).toEqual(['a', 'b']);
});

test('what fails first is thrown', async () => {
  const failing = eachOf([1, 2, 3], 2, async (item) => {
    if (item > 1) throw new Error(`item ${item}`);
  });
  await expect(failing).rejects.toThrow('item 2');
});
