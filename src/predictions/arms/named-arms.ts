import type { AnyPrediction } from '../case.ts';
import { armsOfGroup, type ArmGroup } from './arm-groups.ts';

/** An arm that a prediction names, and where in the prediction: `arms[1]`. */
export interface NamedArm {
  readonly name: string;
  /** Empty where the prediction names no arm, and so speaks of all. */
  readonly field: string;
}

/** Names in a list, or in a list of lists. */
type Names = string | readonly Names[];

/** Fields of any kind of prediction that hold arms. */
interface Fields {
  readonly arm?: string;
  readonly arms?: Names;
  readonly groups?: readonly ArmGroup[];
}

const namesIn = (names: Names, field: string): readonly NamedArm[] =>
  typeof names === 'string'
    ? [{ name: names, field }]
    : names.flatMap((each, index) => namesIn(each, `${field}[${index}]`));

/**
 * The arms that a prediction speaks of, in its order; all arms of the design where it names none. A name that is no arm
 * stays, so that a check can tell it.
 *
 * @example namedArms({ kind: 'greater', measure: 'testLoss', arms: ['a', 'b'] }, ['a', 'b', 'c']) // [{ name: 'a', field: 'arms[0]' }, { name: 'b', field: 'arms[1]' }]
 */
export function namedArms(prediction: AnyPrediction, all: readonly string[]): readonly NamedArm[] {
  const { arm, arms, groups } = prediction as AnyPrediction & Fields;
  if (arm !== undefined) return [{ name: arm, field: 'arm' }];
  if (groups !== undefined)
    return groups.flatMap((group, index) =>
      armsOfGroup(group, all).map((name) => ({ name, field: `groups[${index}]` })),
    );
  return arms === undefined ? all.map((name) => ({ name, field: '' })) : namesIn(arms, 'arms');
}
