// The names of a program's ports as a tree. Imports nothing: training threads read it too.

/** Values by group and name: what a program carries, as parameters, state, statistics. */
export type Tree<T, Group extends string = string> = Readonly<Record<Group, Leaves<T>>>;

/** Values of one group by name. */
export type Leaves<T> = Readonly<Record<string, T>>;

/**
 * The port of a value: `<group>/<name>`. A group has no slash; a name may have some, as an entry of the state that
 * belongs to a parameter has.
 *
 * @example leafName('state', 'velocity/hidden1.weight') // 'state/velocity/hidden1.weight'
 */
export const leafName = (group: string, name: string | number): string => `${group}/${name}`;

/**
 * A tree as one record whose keys are ports, group by group.
 *
 * @example flatten({ parameters: { w: 1 }, state: { 'sum/w': 3 } }) // { 'parameters/w': 1, 'state/sum/w': 3 }
 */
export const flatten = <T>(tree: Tree<T>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([group, leaves]) =>
      Object.entries(leaves).map(([name, leaf]) => [leafName(group, name), leaf] as const),
    ),
  );

/**
 * The named groups of a record whose keys are ports: what `flatten` joined. A group without values is empty; keys of
 * other groups, and of none, are left out.
 *
 * @example unflatten({ 'parameters/w': 1, rate: 0.1 }, ['parameters', 'state']) // { parameters: { w: 1 }, state: {} }
 */
export const unflatten = <T, const Group extends string>(
  record: Leaves<T>,
  groups: readonly Group[],
): Record<Group, Record<string, T>> =>
  Object.fromEntries(groups.map((group) => [group, leavesOf(record, group)])) as Record<
    Group,
    Record<string, T>
  >;

/** One group of a record whose keys are ports, by name. */
export const leavesOf = <T>(record: Leaves<T>, group: string): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([port]) => isIn(group, port))
      .map(([port, leaf]) => [port.slice(group.length + 1), leaf]),
  );

/** Whether a port belongs to one of the groups. */
export const isInGroups = (port: string, groups: readonly string[]): boolean =>
  groups.some((group) => isIn(group, port));

/**
 * The part of a record that the groups hold, under the same ports, group by group.
 *
 * @example onlyGroups({ 'parameters/w': 1, 'state/sum/w': 3, rate: 0.1 }, ['state']) // { 'state/sum/w': 3 }
 */
export const onlyGroups = <T>(record: Leaves<T>, groups: readonly string[]): Record<string, T> =>
  Object.fromEntries(groups.flatMap((group) => Object.entries(record).filter(([port]) => isIn(group, port))));

const isIn = (group: string, port: string): boolean => port.startsWith(`${group}/`);
