import type { Engine } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import { prepareProgram } from '../../plan/programs/training-programs.ts';
import type { LawFinding } from '../types.ts';
import { distance, follow, modelOf, plain, single, start, STEPS, type Leg } from './landscape.ts';

/**
 * Whether an optimizer moves parameters although its learning rate, or every gradient, is 0: weight decay of its own
 * rate, say.
 */
export interface Moves {
  readonly rateZero: boolean;
  readonly gradientZero: boolean;
}

/** Whether an optimizer takes whatever parameters it is given, such as those of the landscape. */
function fitsLandscape(optimizer: Optimizer): boolean {
  try {
    prepareProgram(modelOf(plain, start), optimizer);
    return true;
  } catch (error) {
    if (error instanceof AssayError) return false;
    throw error;
  }
}

/** Tries what an optimizer moves where there is nothing to do, from a state that some steps have left. */
export async function movesOf(optimizer: Optimizer, engine: Engine): Promise<Moves | undefined> {
  if (!fitsLandscape(optimizer)) return undefined;
  const ground = single(engine);
  const way = async (changed: Leg) => {
    const halfway = await follow(optimizer, start, [{}], ground);
    const end = await follow(optimizer, start, [{}, changed], ground);
    return distance(end, halfway) > 0;
  };
  // A velocity goes on without a gradient; what moves then is the state, so the gradient is 0 from the start.
  const still = await follow(optimizer, start, [{ problem: { ...plain, scale: 0 } }], ground);
  return { rateZero: await way({ rate: 0 }), gradientZero: distance(still, start.map(Math.fround)) > 0 };
}

/**
 * Tries the laws of every optimizer: with a learning rate or a gradient of 0 it moves as it did when it was recorded,
 * and a run that was cut, its state carried over, ends where the uncut one does, to the last bit.
 *
 * @param recorded what it moved then
 * @returns nothing for an optimizer that is made for its own parameters, as a `tf.train.Optimizer` is
 */
export async function checkStandingLaws(
  optimizer: Optimizer,
  recorded: Moves | undefined,
  engine: Engine,
): Promise<readonly LawFinding[]> {
  const moves = await movesOf(optimizer, engine);
  if (moves === undefined) return [];
  const whole = await follow(optimizer, start, [{ steps: 2 * STEPS }], single(engine));
  const cut = await follow(optimizer, start, [{}, {}], single(engine));
  const deviation = distance(whole, cut) / distance(whole, start);
  return [
    { law: 'a resumed run', holds: distance(whole, cut) === 0, deviation, tolerance: 0 },
    ...(recorded === undefined
      ? []
      : [
          standing('a learning rate of 0', moves.rateZero, recorded.rateZero),
          standing('a gradient of 0', moves.gradientZero, recorded.gradientZero),
        ]),
  ];
}

const standing = (law: LawFinding['law'], moves: boolean, moved: boolean): LawFinding => ({
  law,
  holds: moves === moved,
  deviation: Number(moves !== moved),
  tolerance: 0,
});
