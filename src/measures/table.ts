import { AssayError } from '../errors.ts';
import type { MeasureDefinition, StateMeasure } from './definition.ts';
import {
  hessianFrobeniusNorm,
  hessianLargestEigenvalue,
  hessianSpectralDensity,
} from './hessian-spectrum.ts';
import { hessianTrace } from './hessian-trace.ts';
import { calibrationError, cleanLabelAccuracy, flippedLabelAccuracy } from './prediction-measures.ts';
import { recordMeasures } from './record-measures.ts';
import type { MeasureKind } from './schema.ts';
import { epsilonSharpness, lineSharpness, randomDirectionSharpness } from './sharpness-measures.ts';
import { distanceFromStart, weightNorm } from './weight-measures.ts';

/** A measure that is declared and described but whose numerics are not here yet: asking for it is an error. */
function pending<K extends MeasureKind>(kind: K, needs: StateMeasure['needs'] = 'weights'): StateMeasure<K> {
  const refuse = (): never => {
    throw new AssayError('configuration', `Cannot measure ${kind}: expected an implemented measure`);
  };
  return {
    kind,
    unit: '',
    scale: 'log',
    better: 'neither',
    worst: 'none',
    needs,
    version: 0,
    programs: refuse,
    evaluate: refuse,
  };
}

/** Every measure that a hypothesis may ask for. A kind of the schema without a row does not compile. */
export const measureDefinitions: { readonly [K in MeasureKind]: MeasureDefinition<K> } = {
  ...recordMeasures,
  weightNorm,
  distanceFromStart,
  hessianTrace,
  hessianLargestEigenvalue,
  hessianFrobeniusNorm,
  hessianSpectralDensity,
  gradientCovarianceTrace: pending('gradientCovarianceTrace'),
  hessianCovarianceCosine: pending('hessianCovarianceCosine'),
  hessianCovarianceRatio: pending('hessianCovarianceRatio'),
  noiseScale: pending('noiseScale'),
  gradientSignalToNoise: pending('gradientSignalToNoise'),
  epsilonSharpness,
  lineSharpness,
  randomDirectionSharpness,
  flippedLabelAccuracy,
  cleanLabelAccuracy,
  calibrationError,
};
