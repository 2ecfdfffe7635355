import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import { captureSite, describeSite } from './site.ts';

/** Functions of TensorFlow.js that draw, as its engine calls their scopes. */
const drawing = new Set(
  ['dropout', 'randomGamma', 'randomNormal', 'randomStandardNormal', 'randomUniform', 'randomUniformInt']
    .concat('truncatedNormal', 'multinomial')
    .map((name) => `${name}__op`),
);

interface Scopes {
  startScope?: (name?: string) => void;
}

const refused = (): AssayError =>
  new AssayError(
    'program',
    `Cannot draw random numbers while tracing: expected draws to come in as inputs of the program, got a draw at ${describeSite(captureSite())}`,
  );

/**
 * Forbids draws while `body` runs, with a seed or without: they would be frozen into the program, one mask for a whole run.
 */
export function withoutDraws<Result>(body: () => Result): Result {
  const engine = tf.engine() as unknown as Required<Scopes>;
  const [random, startScope] = [Math.random, engine.startScope.bind(engine)];
  Math.random = () => {
    throw refused();
  };
  engine.startScope = (name) => {
    if (name !== undefined && drawing.has(name)) throw refused();
    startScope(name);
  };
  try {
    return body();
  } finally {
    Math.random = random;
    // The method belongs to the class: taking our own property away uncovers it.
    delete (engine as Scopes).startScope;
  }
}
