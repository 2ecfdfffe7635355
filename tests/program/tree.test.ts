import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { flatten, isInGroups, leafName, leavesOf, onlyGroups, unflatten } from '../../src/program/tree.ts';

/** Names of groups have no slash, those of leaves may. */
const group = fc.stringMatching(/^[^/]+$/).filter((name) => name !== '__proto__');
const name = fc.oneof(fc.string(), fc.constantFrom('hidden1.weight', 'velocity/hidden1.weight', '0', '/'));
const leaves = fc.dictionary(name, fc.integer(), { noNullPrototype: true });
const trees = fc.dictionary(group, leaves, { noNullPrototype: true });

describe('a tree of ports', () => {
  test.prop([trees])('is what its flat record takes apart', (tree) => {
    expect(unflatten(flatten(tree), Object.keys(tree))).toEqual(tree);
  });

  test.prop([trees])('has each leaf once, under its group and name', (tree) => {
    const flat = flatten(tree);
    const all = Object.entries(tree).flatMap(([group, leaves]) =>
      Object.entries(leaves).map(([name, leaf]) => [leafName(group, name), leaf]),
    );
    expect(Object.entries(flat)).toHaveLength(all.length);
    expect(flat).toEqual(Object.fromEntries(all));
  });

  test.prop([trees])('keeps the ports of groups that are asked for, and no others', (tree) => {
    const flat: Record<string, number> = { learningRate: 1, ...flatten(tree) };
    for (const group of Object.keys(tree)) {
      expect(onlyGroups(flat, [group])).toEqual(flatten({ [group]: tree[group]! }));
      expect(Object.keys(flat).filter((port) => isInGroups(port, [group]))).toEqual(
        Object.keys(onlyGroups(flat, [group])),
      );
    }
  });

  test('keeps the order of its groups and, within each, of its leaves', () => {
    const flat = flatten({ parameters: { w: 1, b: 2 }, state: { 'sum/w': 3 } });
    expect(Object.keys(flat)).toEqual(['parameters/w', 'parameters/b', 'state/sum/w']);
    expect(Object.keys(onlyGroups(flat, ['state', 'parameters']))[0]).toBe('state/sum/w');
  });

  test('a group without leaves is empty, and one that begins alike is another', () => {
    const flat = { 'statisticsDirection/mean': 1, 'statistics/mean': 2, statistics: 3 };
    expect(leavesOf(flat, 'statistics')).toEqual({ mean: 2 });
    expect(unflatten(flat, ['state'])).toEqual({ state: {} });
  });
});
